/*
 * Pausing a node: its processes stay where they are. By the freezer of its control group where the user has delegation; else by SIGSTOP and SIGCONT to each of them,
 * which they can see, and which a debugger or a shell's job control may take back.
 */
#ifndef NESTWORK_NODE_FREEZE_H
#define NESTWORK_NODE_FREEZE_H

#include "error.h"

#include <stdbool.h>

struct lab;
struct node;

/* 0, or a negative errno with error filled and nothing changed. */
int node_freeze(struct lab *lab, struct node *node, bool frozen, struct nw_error *error);
/* Its processes are asked to end, which they must be able to do. */
void node_thaw_to_end(struct node *node);

#endif
