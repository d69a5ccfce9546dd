/* System calls that nothing in a lab may make, whoever it is there. */
#ifndef NESTWORK_SYSTEM_CALLS_H
#define NESTWORK_SYSTEM_CALLS_H

/*
 * Refuses them for the calling process and all that it will ever start, for good (seccomp(2)). It needs CAP_SYS_ADMIN in its own user namespace, and asks
 * for no NoNewPrivs: `su` and `ping` of a node go on as they are. 0, or a negative errno; 0 too, with nothing done, where the kernel has no such filters.
 */
int system_calls_refuse(void);

#endif
