/*
 * Namespaces: the only module that calls clone, unshare and setns.
 *
 * Nodes are made by a helper process, the cloner: it was forked when the supervisor was young, so that a new node's first process
 * copies few pages and few descriptors however large the lab has grown, and so that it holds nothing that another node must not
 * read. It clones with CLONE_PARENT: the first processes are the supervisor's own children.
 */
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
#define NAMESPACE_ALL 0x7c020000ULL

/* clone3 with all six. Returns as fork. The child is PID 1 of its own PID namespace and has no ids mapped yet. */
pid_t namespace_clone_lab(void);

struct cloner;
/*
 * `outer_proc`: a descriptor of the /proc that shows the caller's PID namespace. `map`: what is written into uid_map and gid_map of
 * a node that has a user namespace of its own.
 */
int cloner_start(int outer_proc, const char *map, struct cloner **ret_cloner);
void cloner_stop(struct cloner *cloner);
/*
 * Asks for a node with the namespaces `flags`; answers come in order by cloner_collect. At most CLONER_AHEAD may be outstanding. -EPIPE: the cloner has
 * died; when all that is outstanding has been collected, the next call starts another one.
 */
enum { CLONER_AHEAD = 32 };
int cloner_ask(struct cloner *cloner, uint64_t flags, const char *hostname);
/* The next answer: 0, or the negative errno of the step that failed, named in `*ret_step`. */
int cloner_collect(struct cloner *cloner, pid_t *ret_pid, pid_t *ret_outer, const char **ret_step);

/* Opens /proc/PID/ns/NAME by the outside PID. A descriptor or a negative errno. */
int namespace_open(int outer_proc, pid_t outer, enum namespace_kind kind);
/* Moves the calling thread into the namespace of `fd` (network or UTS). 0 or a negative errno. */
int namespace_enter(int fd, enum namespace_kind kind);
/* And back, by the caller's own descriptor; the process ends if that is not possible. */
void namespace_return(int fd, enum namespace_kind kind);

/*
 * Forks a child of the supervisor that is in the namespaces `flags` of process `init` (and in its PID namespace). Signals are reset
 * and unblocked, RLIMIT_NOFILE is as before the supervisor raised it. Returns as fork, or a negative errno.
 */
pid_t namespace_fork_into(pid_t init, uint64_t flags);

#endif
