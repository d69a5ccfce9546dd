/*
 * The process that makes nodes, and programs with namespaces of their own in nodes.
 *
 * It was forked when the supervisor was young, so that what it makes copies few pages and few descriptors however large the lab has grown, and so that it holds
 * nothing that another node must not read. It clones with CLONE_PARENT: what it makes are the supervisor's own children.
 */
#ifndef NESTWORK_CLONER_H
#define NESTWORK_CLONER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct cloner;

struct cloner_steps {
    /* In a mount namespace that all read-only nodes are copied from. 0 or a negative errno. */
    int (*read_only)(void);
    /* In a child that has namespaces of its own (`fresh`) in a node: becomes the program that is described on `socket`. Returns if that failed. */
    void (*become)(uint64_t fresh, int socket);
};
/*
 * `outer_proc`: a descriptor of the /proc that shows the caller's PID namespace. `map`: what is written into uid_map and gid_map of
 * a node that has a user namespace of its own.
 */
int cloner_start(int outer_proc, const char *map, const struct cloner_steps *steps, struct cloner **ret_cloner);
void cloner_stop(struct cloner *cloner);
/*
 * Asks for a node with the namespaces `flags`; answers come in order by cloner_collect. At most CLONER_AHEAD may be outstanding. -EPIPE: the cloner has
 * died; when all that is outstanding has been collected, the next call starts another one.
 */
enum { CLONER_AHEAD = 32 };
int cloner_ask(struct cloner *cloner, uint64_t flags, bool read_only, const char *hostname);
/* The next answer: 0, or the negative errno of the step that failed, named in `*ret_step`. */
int cloner_collect(struct cloner *cloner, pid_t *ret_pid, pid_t *ret_outer, const char **ret_step);
/*
 * A child in the namespaces `flags` of the node whose first process is `init`, with `fresh` ones of its own instead. It is told what to become on the other end of
 * `socket`. `group` as in namespace_clone. Its PID, or a negative errno.
 */
pid_t cloner_enter(struct cloner *cloner, pid_t init, uint64_t flags, uint64_t fresh, int group, int socket);

#endif
