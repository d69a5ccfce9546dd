/* File systems of the lab and of its nodes: what mounts is here, in mount_place.c, mount_cover.c, mount_binds.c and mount_files.c. */
#ifndef NESTWORK_MOUNT_H
#define NESTWORK_MOUNT_H

#include "error.h"
#include "inside.h"

#include <stdint.h>

/* In the lab's fresh mount namespace: nothing spreads out or in, and /proc and /sys show the lab. What cannot be mounted stays as it was. */
void mount_lab(struct lab_files *ret_files);
/* In the lab's mount namespace: nothing that is in this folder can be seen any more, but through descriptors that are open. */
void mount_hide(const char *folder);
/*
 * In a mount namespace of its own, copied from the lab's: the computer's files cannot be written, its devices not opened. What is copied from this one into
 * another user namespace cannot be made writable there (mount_namespaces(7)). 0 or a negative errno.
 */
int mount_read_only(void);
/*
 * In a process that has entered a node with the namespaces `flags` of its own: fresh /proc, /sys, /run, /tmp, /dev/pts, /dev/shm and a hostname file. What
 * the surroundings forbid stays the lab's. Does nothing where the mount namespace is the lab's.
 * Returns the node's store: a descriptor of the file system in memory that all of it lies on, out of sight of the node; -1: there is none.
 */
int mount_node(uint64_t flags, const char *hostname);
/* What of that failed: the file system for all that is its own, once more. A descriptor of it, or -1. */
int mount_own(const char *hostname);
/* In a process of a node that has namespaces `fresh` of its own: with its own mounts, /proc and /sys show its own processes and network. */
void mount_fresh(uint64_t fresh);
/*
 * A /proc of its own of the caller's PID namespace that is nowhere mounted: a descriptor of it, or a negative errno (EPERM where the surroundings' own is
 * masked).
 */
int mount_proc_apart(void);
/* The node's hostname file: its name is a new one. */
void mount_hostname(int store, const char *hostname);
/*
 * In such a process too: the private files become `now`, having been `before` (NULL: none). Only what is different is touched. All or nothing: 0, or a negative
 * errno with error filled. `*store` may become another descriptor of the same.
 */
int mount_files(int *store, const struct files *before, const struct files *now, struct nw_error *error);
/* From outside the node: whether a private file can lie there, as far as the computer's files tell. 0, or a negative errno with error filled. */
int mount_files_check(const struct files *files, struct nw_error *error);

#endif
