/* Who runs in which node: the processes that the lab's /proc shows, each with its node, kept from one look to the next. */
#ifndef NESTWORK_CENSUS_H
#define NESTWORK_CENSUS_H

#include "process_stat.h"

#include <stddef.h>

struct lab;
struct node;

struct member {
    pid_t pid; /* 0: an empty place */
    struct node *node; /* NULL: none */
    bool first;        /* a node's first process: only its PID counts */
    uint64_t started, cpu /* ms */, used /* ms, since the look before */, memory /* bytes */;
    char state;
    unsigned int look; /* the last in which it was seen */
};

/* Looks at all processes. 0, or -ENOMEM: the picture is that of before. */
int census_take(struct lab *lab);
/* Calls `each` with all of the last look, first processes included. */
void census_each(const struct lab *lab, void (*each)(void *context, const struct member *member), void *context);
/* Takes it, and gives the PIDs in a node without its first process: from malloc, or NULL with *ret_count 0. */
pid_t *census_pids(struct lab *lab, const struct node *node, size_t *ret_count);
/* Whether a process is in the node's control group. */
bool census_is_grouped(const struct node *node, pid_t pid);
/* A node is going. */
void census_forget(struct lab *lab, const struct node *node);
/* Nobody looks any more. */
void census_free(struct lab *lab);

#endif
