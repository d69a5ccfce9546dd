/* The /proc through which the settings of many networks are reached, one after the other. */
#ifndef NESTWORK_SETTING_PROC_H
#define NESTWORK_SETTING_PROC_H

struct setting_proc {
    int fd; /* 0: none of its own */
    unsigned int uses;
};

/*
 * A descriptor for the settings of one more network; it stays the caller's until the next call. `otherwise`: where the surroundings allow none.
 *
 * All networks have their folders net/ipv4 and net/ipv6 in one and the same place of a /proc, and the kernel's way to that of the caller leads past all that
 * were ever looked up there (proc_sys_compare, fs/proc/proc_sysctl.c): with 1,000 nodes that was most of the time of the supervisor. So it is a fresh one now and then.
 */
int setting_proc_next(struct setting_proc *proc, int otherwise);

#endif
