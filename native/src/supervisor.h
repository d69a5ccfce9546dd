/* The supervisor: the first process of a lab's own namespaces, from its first step to its last. */
#ifndef NESTWORK_SUPERVISOR_H
#define NESTWORK_SUPERVISOR_H

#include "control_group.h"
#include "namespace.h"

/* What the launcher prepared and the supervisor inherits. */
struct supervisor_start {
    const char *lab;     /* id */
    const char *trace;   /* path of a log, or NULL */
    int directory;       /* the lab's own, locked */
    int listener;        /* bound to control.sock in it */
    int proc;            /* /proc of the outside */
    struct control_groups groups;
    int group_watch; /* group_watch.h; -1: none */
    unsigned long namespaces; /* that its person may have at most; 0: not known */
    enum namespace_kind scarce;
};

/*
 * Lives until the lab ends; returns what the process is to exit with. `go`: a struct mapping comes when the ids are mapped. `ready`: an nw_error goes
 * back, number 0 when the lab listens. Both are closed.
 */
int supervise(const struct supervisor_start *start, int go, int ready);

#endif
