/* What the supervisor and its cloner tell each other: for cloner.c and cloner_process.c. */
#ifndef NESTWORK_CLONER_PROCESS_H
#define NESTWORK_CLONER_PROCESS_H

#include "cloner.h"

enum cloner_request_kind { MAKE_NODE, ENTER_NODE };

struct cloner_request {
    enum cloner_request_kind kind;
    bool read_only; /* MAKE_NODE */
    uint64_t flags, fresh;
    pid_t init; /* ENTER_NODE; with two descriptors: what it becomes, and the control group that it begins in (or only the first) */
    char hostname[64];
};

enum cloner_step { STEP_CLONE, STEP_START, STEP_UID_MAP, STEP_GID_MAP, STEP_READ_ONLY, CLONER_STEPS };

struct cloner_answer {
    int result;
    pid_t pid, outer;
    unsigned int step;
};

/* What a cloner knows. */
struct cloner_process {
    int outer_proc;
    char map[64];
    struct cloner_steps steps;
    int helper; /* the one whose nodes are read-only; -1: none yet */
};

/* Waits for an answer. 0, or a negative errno when none that makes sense came. */
int cloner_receive(int socket, struct cloner_answer *answer);
/* In the copy of the supervisor that is to be the cloner: serves until `socket` is closed. */
_Noreturn void cloner_serve(struct cloner_process *cloner, int socket);

#endif
