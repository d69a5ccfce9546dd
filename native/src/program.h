/* The child's side of a terminal or command: from the fork inside a node to exec. */
#ifndef NESTWORK_PROGRAM_H
#define NESTWORK_PROGRAM_H

#include "error.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct program {
    const char *node_name; /* for sentences and HOSTNAME */
    json_t *argv;          /* array of strings, not empty; NULL: the default shell */
    json_t *environment;   /* object of strings, or NULL; only what the allow-list names is taken */
    const char *as;        /* NULL: root of the node */
    const char *directory; /* NULL: the home directory if it may be entered, else / */
    uid_t caller;          /* who runs the lab, as an id of the world that the lab was started in */
    bool terminal;
    uint16_t columns, rows; /* of a terminal */
    int pipes[3];          /* of a command: its fds 0 to 2; -1 for a terminal */
    uint64_t fresh;        /* CLONE_NEW...: namespaces of its own, instead of the node's */
};

/*
 * Becomes the program. `report` is a SOCK_SEQPACKET to the supervisor: one struct nw_error with number 0 and the pty's master by SCM_RIGHTS says
 * that the terminal is there; the end of file says that exec has worked; a struct nw_error with a number says what failed.
 */
_Noreturn void program_become(const struct program *program, int report);

/* Tells a process that was made elsewhere what to become, pipes included. 0 or a negative errno. */
int program_send(const struct program *program, int socket);
/* In that process. 0, or a negative errno when nothing sensible came. */
int program_receive(int socket, struct program *ret_program);

#endif
