/* One command in a node with three pipes; it ends with its connection. */
#ifndef NESTWORK_COMMAND_H
#define NESTWORK_COMMAND_H

#include "channel.h"
#include "launch.h"
#include "outlet.h"

struct command {
    struct command *next; /* in the list of terminal.c */
    struct loop *loop;
    void (*gone)(void *context, struct command *command); /* to be freed; called from the loop, last thing */
    void *context;

    struct launch *launch;
    struct channel *channel;
    int waiting; /* the connection, until it has been answered; -1: none */
    void *rest;
    size_t rest_length;

    pid_t pid;
    bool started, ended, exit_sent;
    uint8_t code, signal;
    int input, outputs[2]; /* ends of the pipes: its stdin, its stdout and stderr; -1: closed */
    bool input_ends;       /* the client has sent all */
    struct outlet waiting_input;
    struct loop_watch *input_watch, *output_watches[2];
    struct loop_timer *timer;
    unsigned int turn; /* stdout and stderr take turns */
};

/* As session_start. */
int command_start(struct command *command, const struct terminals_host *host, const struct terminal_place *place, struct program *program, int fd,
                  const void *rest, size_t rest_length, struct nw_error *error);
/* Kills at once. */
void command_kill(struct command *command);
/* NULL is accepted. */
void command_free(struct command *command);

#endif
