/*
 * How often the limits of nodes were met, as the kernel counts it in memory.events and pids.events of their groups, and says when it has grown (Control Group v2
 * of the kernel's documentation; by inotify(7)).
 */
#ifndef NESTWORK_LIMIT_WATCH_H
#define NESTWORK_LIMIT_WATCH_H

struct lab;
struct node;

/* From now on; again for one that is watched is nothing. The node has a group. Where the kernel has no watches left, nothing is told, and the limits hold all the same. */
void limit_watch_add(struct lab *lab, struct node *node);
/* At the end of the lab. */
void limit_watch_free(struct lab *lab);

#endif
