/*
 * Who a program in a node runs as. Users and groups are read from /etc/passwd and /etc/group as plain files: no NSS, so that
 * nothing which a node put in place is ever loaded into a process of ours.
 */
#ifndef NESTWORK_IDENTITY_H
#define NESTWORK_IDENTITY_H

#include "error.h"

#include <stdint.h>
#include <sys/types.h>

enum { IDENTITY_GROUPS_MAX = 64 };

struct identity {
    uid_t uid;
    gid_t gid;
    gid_t groups[IDENTITY_GROUPS_MAX];
    size_t group_count;
    char user[64];   /* name, or the number when /etc/passwd has none */
    char home[256];  /* empty: not known */
    char shell[256]; /* empty: not known */
};

/*
 * A numeric id as strictly as it can be read: digits only, no leading zero, below 4294967295 (which means "no change" to the kernel).
 * Returns 0 or -EINVAL.
 */
int identity_parse_id(const char *text, uint32_t *ret_id);
/*
 * `as`: a user name, a numeric id, or NULL for root of the node. Names and ids are the node's. Returns 0, or a negative errno with error filled.
 */
int identity_find(const char *as, const char *node_name, struct identity *ret_identity, struct nw_error *error);
/* Fills only home and shell, of a user of the place where /etc/passwd is read. Returns 0, or -ENOENT if there is no such user. */
int identity_home(uid_t uid, struct identity *identity);
/*
 * Changes groups, gid and uid of the calling process, for good. A node with a single id forbids setgroups; root of the node then keeps the
 * groups that it has (all of them unmapped). Returns 0, or a negative errno with error filled.
 */
int identity_assume(const struct identity *identity, const char *node_name, struct nw_error *error);

#endif
