/*
 * Control groups (cgroups(7), version 2): a folder that the caller may make groups in, groups in it, their limits, and the freezer. Groups outlive the processes
 * in them: whoever makes one sees to it that it is removed.
 */
#ifndef NESTWORK_CONTROL_GROUP_H
#define NESTWORK_CONTROL_GROUP_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum { GROUP_CPU = 1, GROUP_MEMORY = 2, GROUP_PIDS = 4, GROUP_ALL = 7 };

struct control_groups {
    int folder;               /* where groups can be made; -1: nowhere */
    char path[512];           /* of it */
    unsigned int controllers; /* that groups in it can have */
    char why[360];            /* a clause, when there is no folder or a controller is missing */
    unsigned long processes;  /* least pids.max of the caller's group and those above; 0: no limit is known */
    char processes_path[512]; /* of the group that has it */
};

/* Looks from the group that the caller is in upwards. Before the lab's /sys covers the computer's. */
void control_groups_find(struct control_groups *ret_groups);
/* "cpu, memory" */
void control_groups_names(unsigned int controllers, char *text, size_t size);

/* Makes a group, which must not be there. Returns a descriptor of it, or a negative errno. */
int control_group_make(int folder, const char *name);
/* Removes a group and those in it, which programs in it may have made. 0, or a negative errno: -EBUSY while one has processes. */
int control_group_remove(int folder, const char *name);
/* Lets groups in this one have these controllers. 0 or a negative errno. */
int control_group_enable(int group, unsigned int controllers);
/* Writes one of its files. 0 or a negative errno. */
int control_group_write(int group, const char *file, const char *value);
/* The number that follows `key` in one of its files of lines "key number"; 0: it is not there. */
uint64_t control_group_count(int group, const char *file, const char *key);
/* Moves a process into it, with all its threads. 0 or a negative errno. */
int control_group_add(int group, pid_t pid);
/* Inode of a group, by which it is known again; 0: it cannot be read. */
uint64_t control_group_identity(int group);

#endif
