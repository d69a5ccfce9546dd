/*
 * Starts the supervisor of a person's lab where the person may not make user namespaces: makes the lab's namespaces, which belong to the person as if they had
 * made them, maps the person's ids, and lets nestwork-lab begin in them, with no power outside.
 */
#ifndef NESTWORK_STARTED_H
#define NESTWORK_STARTED_H

#include "error.h"

#include <sys/types.h>

struct started_request {
    char lab[48];
};
struct started_answer {
    struct nw_error error; /* number 0: none */
    pid_t pid;             /* of the supervisor */
    bool range;            /* more than one id is mapped */
};

/*
 * Forks a process that answers requests until the returned socket is closed. It runs nestwork-lab of `folder`, with the person's power alone. A negative errno:
 * there is none, and labs cannot be started so.
 */
int started_fork(uid_t uid, int folder);

#endif
