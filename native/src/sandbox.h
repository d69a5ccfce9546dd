/*
 * Credentials and what surrounds a process: id maps, groups, keyring, limits, descriptors.
 *
 * no_new_privs is not set: in a lab with a range of ids `su` and `sudo` of a node change user within the node, and a set-uid
 * program of the outside gives no more than an id that the lab maps already, with rights over the node's own namespaces alone.
 */
#ifndef NESTWORK_SANDBOX_H
#define NESTWORK_SANDBOX_H

#include "error.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Writes `text` into /proc/PID/`file` (uid_map, gid_map, setgroups), `outer` being the outside PID. 0 or a negative errno. */
int sandbox_write_map(int outer_proc, pid_t outer, const char *file, const char *text);

struct mapping {
    bool range;   /* more than one id is mapped */
    char map[64]; /* of a node inside the lab: "0 0 65536" */
};

/*
 * Maps the ids of a lab's first process `pid`, from outside. Root: 0 to 65535 as they are. Others: their own id is 0, and behind it comes
 * their range of /etc/subuid and /etc/subgid by newuidmap and newgidmap; without a range (or without these programs) their own id alone.
 */
int sandbox_map_lab(int outer_proc, pid_t pid, struct mapping *ret_mapping, struct nw_error *error);
/* `START COUNT` of a user (by name or number) in a file such as /etc/subuid; the longest range wins. For sandbox_map_lab and its test. */
bool sandbox_subordinate(const char *text, const char *user, const char *number, unsigned long *ret_start, unsigned long *ret_count);

/*
 * Who runs the lab, as an id of the world outside: the place that the caller's id is mapped to. Root of a node is the same person.
 */
uid_t sandbox_caller(void);
/*
 * Changes groups, gid and uid of the calling process, for good. Where setgroups is forbidden (EPERM: a user namespace with a single id) the groups stay as
 * they are if they may. 0 or a negative errno.
 */
int sandbox_become(uid_t uid, gid_t gid, const gid_t *groups, size_t count, bool may_keep_groups);
/* Whether other processes of the same namespaces may look into this one (PR_SET_DUMPABLE). exec ends it. */
void sandbox_hide(bool hidden);
/* For the supervisor, once its ids are mapped: no supplementary groups, a keyring of its own, umask 022, as many descriptors as allowed. */
void sandbox_supervisor(bool range);
/* For a child that will run a node's program: signals and limits as a person expects them. */
void sandbox_restore_child(void);
/* Closes all descriptors from `first` on. */
void sandbox_close_from(int first);

#endif
