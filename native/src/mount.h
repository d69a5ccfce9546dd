/* File systems of the lab and of its nodes. */
#ifndef NESTWORK_MOUNT_H
#define NESTWORK_MOUNT_H

#include <stdint.h>

/* In the lab's fresh mount namespace: nothing spreads out or in, and /proc and /sys show the lab. What cannot be mounted stays as it was. */
void mount_lab(void);
/* In the lab's mount namespace: nothing that is in this folder can be seen any more, but through descriptors that are open. */
void mount_hide(const char *folder);
/*
 * In a process that has entered a node with the namespaces `flags` of its own: fresh /proc, /sys, /run, /dev/pts (and /dev/shm). What
 * the surroundings forbid stays the lab's. Does nothing where the mount namespace is the lab's.
 */
void mount_node(uint64_t flags);

#endif
