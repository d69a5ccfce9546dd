/* The control group of a node, made when it is needed. */
#ifndef NESTWORK_NODE_GROUP_H
#define NESTWORK_NODE_GROUP_H

#include "error.h"

#include <stdbool.h>

struct lab;
struct node;

/* Makes sure that the node has one, with all of its processes in it; groups in the lab's have these controllers. 0, or a negative errno with error filled. */
int node_group(struct lab *lab, struct node *node, unsigned int controllers, struct nw_error *error);
/* Of a node's group that has no processes any more. Whether it is gone. */
bool node_group_remove(struct lab *lab, const char *name);

#endif
