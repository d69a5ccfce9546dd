/* Who is at the other end of a socket, by the kernel's word. */
#ifndef NESTWORK_CALLER_H
#define NESTWORK_CALLER_H

#include <sys/types.h>

/*
 * The uid of the process at the other end (of a socket that was connected to: of who listens), by SO_PEERCRED; -1 if it lives in another user or PID namespace
 * than this process, as every process of a lab does: then it is not the person that its number says. `proc`: a descriptor of /proc.
 */
uid_t caller_uid(int socket, int proc);

#endif
