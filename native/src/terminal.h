/*
 * Terminals and commands in nodes: a pty (of the node's own devpts) or three pipes, a session, an exit code; scrollback
 * and any number of attached connections. The wire is in native/WIRE.md, section "Terminal connection".
 */
#ifndef NESTWORK_TERMINAL_H
#define NESTWORK_TERMINAL_H

#include "error.h"
#include "loop.h"

#include <jansson.h>

struct terminals; /* all terminals of a lab */

/* What a terminal needs to know of a node. */
struct terminal_place {
    char node[48];   /* topology id */
    char name[64];   /* hostname */
    pid_t init;      /* the node's first process, as the supervisor sees it */
};

struct terminals_host {
    struct loop *loop;
    /* Looks a node up by id and makes sure that its /proc, /sys, /dev/pts, /run are mounted. 0, or a negative errno with error filled. */
    int (*find)(void *context, const char *node, struct terminal_place *ret_place, struct nw_error *error);
    /*
     * Forks a child that has entered all namespaces of the node's first process (and is a child of the supervisor, inside the node's
     * PID namespace). Returns as fork: 0 in the child, the pid in the supervisor, or a negative errno. Written in namespace.c.
     */
    pid_t (*fork_into)(void *context, pid_t init);
    /*
     * The same, in `fresh` namespaces (CLONE_NEW...) of its own instead of the node's; what it is to become is sent to the other end of `socket`. The PID, or a
     * negative errno. Written in cloner.c.
     */
    pid_t (*enter)(void *context, pid_t init, uint64_t fresh, int socket);
    /* A terminal was opened, ended or closed. */
    void (*changed)(void *context);
    void *context;
};

int terminals_new(const struct terminals_host *host, struct terminals **ret_terminals);
void terminals_free(struct terminals *terminals);

/*
 * Takes over a fresh connection (non-blocking fd, owned from now on, also on failure) whose first line was `request` (an object
 * with "open"); `rest` are bytes that came behind that line. Answers on the connection itself.
 */
void terminals_accept(struct terminals *terminals, int fd, const json_t *request, const void *rest, size_t rest_length);
/* The list for the calls and events `terminals`; a new reference to an array. */
json_t *terminals_json(const struct terminals *terminals);
/* The call terminal.close. */
int terminals_close(struct terminals *terminals, json_int_t terminal, struct nw_error *error);
/* A node's processes are asked to end: its terminals hang up. Their end is told to who is attached, and they are kept, marked as exited. */
void terminals_node_ends(struct terminals *terminals, const char *node);

#endif
