/* Starts a program in a node without waiting for it: fork, the child's report, and its end, in this order. */
#ifndef NESTWORK_LAUNCH_H
#define NESTWORK_LAUNCH_H

#include "program.h"
#include "terminal.h"

struct launch;

struct launch_handler {
    /* exec has worked. `master`: the pty's, non-blocking, owned by the receiver; -1 for a command. */
    void (*started)(void *context, pid_t pid, int master);
    /* It has not; nothing else will be called. */
    void (*failed)(void *context, const struct nw_error *error);
    /* The program's wait status; only after `started`. */
    void (*ended)(void *context, int status);
};

/* Returns 0 and calls handlers from the loop, or a negative errno with error filled. `program` is not needed after the return. */
int launch(const struct terminals_host *host, const struct terminal_place *place, const struct program *program,
           const struct launch_handler *handler, void *context, struct launch **ret_launch, struct nw_error *error);
/* Kills a program that has neither started nor failed yet; no handler will be called. NULL is accepted. */
void launch_cancel(struct launch *launch);

#endif
