/* A process that waits for the end of another one, whatever ends it, and does then what has to be done. */
#ifndef NESTWORK_GUARD_H
#define NESTWORK_GUARD_H

#include <sys/types.h>

struct guard {
    int socket; /* the guarded process' end; -1: there is no guard */
    pid_t pid;
};

/*
 * Forks it. When the calling process is gone without having called guard_stop, it calls `bereaved` and ends. It keeps the descriptors `keep` (a list that ends
 * with -1). 0 or a negative errno.
 */
int guard_start(const int *keep, void (*bereaved)(void *context), void *context, struct guard *ret_guard);
/* It is not needed any more, and ends. */
void guard_stop(struct guard *guard);

#endif
