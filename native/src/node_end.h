/*
 * The end of a node's processes, in order: all of them are asked to end (SIGTERM, later SIGHUP; those on terminals hear SIGHUP at once), and killed when they have not after a while.
 * Nobody waits for it: the node itself is forgotten at once. One in which nothing was ever started is killed at once.
 */
#ifndef NESTWORK_NODE_END_H
#define NESTWORK_NODE_END_H

struct lab;
struct node;

enum { NODE_GRACE_MS = 2000 };

/* Before the node is freed. */
void node_end(struct lab *lab, struct node *node);
/* The lab ends: all nodes are asked to end, and the loop stops when all have. Called once more, it stops at once. */
void node_end_all(struct lab *lab);
/* Frees what is left of it. */
void node_end_free(struct lab *lab);

#endif
