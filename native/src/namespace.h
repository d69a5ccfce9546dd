/* Namespaces: the only module that calls clone, unshare and setns. */
#ifndef NESTWORK_NAMESPACE_H
#define NESTWORK_NAMESPACE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum namespace_kind { NAMESPACE_USER, NAMESPACE_NET, NAMESPACE_PID, NAMESPACE_MNT, NAMESPACE_IPC, NAMESPACE_UTS, NAMESPACE_KINDS };

/* "user", "net", ...: names under /proc/PID/ns. */
extern const char *const namespace_names[NAMESPACE_KINDS];
/* The CLONE_NEW... flag of a kind; all six in NAMESPACE_ALL. */
uint64_t namespace_flag(enum namespace_kind kind);
/* By its name; 0: there is none. */
uint64_t namespace_flag_named(const char *name);
#define NAMESPACE_ALL 0x7c020000ULL

/* The least of user.max_*_namespaces, as the calling process' user namespace has them, and of which kind it is; 0: not known. */
unsigned long namespace_most(enum namespace_kind *ret_kind);

/* clone3 with all six. Returns as fork. The child is PID 1 of its own PID namespace and has no ids mapped yet. */
pid_t namespace_clone_lab(void);

/*
 * clone3 with any flags; `group`: a control group that the child begins in (a descriptor of its folder), or -1. Returns as fork, or a negative errno.
 */
pid_t namespace_clone(uint64_t flags, int group);

/* Opens /proc/PID/ns/NAME by the outside PID. A descriptor or a negative errno. */
int namespace_open(int outer_proc, pid_t outer, enum namespace_kind kind);
/* Moves the calling thread into the namespaces `flags` of a process (by its pidfd), or into ones of its own. 0 or a negative errno. */
int namespace_join(int pidfd, uint64_t flags);
int namespace_split(uint64_t flags);
/* Moves the calling thread into the namespace of `fd` (network or UTS). 0 or a negative errno. */
int namespace_enter(int fd, enum namespace_kind kind);
/* And back, by the caller's own descriptor; the process ends if that is not possible. */
void namespace_return(int fd, enum namespace_kind kind);

/*
 * Forks a child of the supervisor that is in the namespaces `flags` of process `init` (and in its PID namespace). Signals are reset
 * and unblocked, RLIMIT_NOFILE is as before the supervisor raised it. `group` as in namespace_clone. Returns as fork, or a negative errno.
 */
pid_t namespace_fork_into(pid_t init, uint64_t flags, int group);

#endif
