/* A node: its first process, its namespaces, and what the supervisor holds of it. */
#ifndef NESTWORK_NODE_H
#define NESTWORK_NODE_H

#include "error.h"
#include "monitor.h"
#include "namespace.h"
#include "netlink.h"
#include "operation.h"

#include <jansson.h>
#include <sys/types.h>

struct lab;
struct saved;         /* saved.c */
struct start_command; /* startup.c */

struct node {
    struct lab *lab;
    char id[48], name[64];
    enum node_kind kind;
    uint64_t isolation;
    bool forwarding;
    uint8_t mac[6];
    pid_t pid, outer; /* of its first process: as the supervisor sees it, and as the outside does */
    int net;          /* its network namespace */
    struct netlink *netlink;
    struct monitor *monitor; /* NULL: not attached yet */
    uint64_t namespaces[NAMESPACE_KINDS]; /* inode numbers; 0: not read yet */
    uint64_t sequence;                    /* order of creation */
    uint32_t bridge, next_index;
    size_t links;
    bool mounted, retired, dirty, ended;
    int ended_by; /* signal */
    double told_at, told_wait; /* ms: when its record was sent last, and how long the next one waits for it */
    struct saved *saved;   /* of interfaces that were set down */
    struct start_command *commands, *left_behind; /* those that have ended, but what they started may still write */
    struct node *previous, *next;     /* of the lab, by creation */
    struct node *next_waiting;        /* has requests that wait; see apply.c */
    bool waiting;
};

/* --- node.c: its life --- */

/* Enters a node whose first process is `pid` (`outer` as the outside sees it) into the lab. 0 or -ENOMEM. */
int node_new(struct lab *lab, const struct operation *operation, pid_t pid, pid_t outer, struct node **ret_node);
/* Kills all of a node's processes and forgets it; its namespaces go when the kernel is done. */
void node_destroy(struct lab *lab, struct node *node);
/* The first of the PIDs is `init`. */
struct node *node_by_pid(struct lab *lab, pid_t init);
/* Mounts what programs need, once. */
int node_mount(struct lab *lab, struct node *node);
/* As namespace_fork_into, in all namespaces of the node. */
pid_t node_fork(struct node *node);
/* Takes it out of the lab, or back in; it stays alive. */
void node_retire(struct lab *lab, struct node *node);
int node_revive(struct lab *lab, struct node *node);
/* A node's first process died without being asked to: the node and its cables are forgotten. Waits for the end of an apply. */
void node_lost(struct lab *lab, struct node *node);

/* --- node_setup.c: what it is given --- */

/* Sets up what a fresh node needs inside: sockets, system settings, `lo`, the bridge. */
int node_set_up(struct lab *lab, struct node *node, struct nw_error *error);
/* Its hostname; its id stays. 0, or a negative errno with nothing changed. */
int node_rename(struct lab *lab, struct node *node, const char *name);
/* IPv4 and IPv6 forwarding. 0 or a negative errno. */
int node_set_forwarding(struct lab *lab, struct node *node, bool forwarding);

/* --- node_view.c: what is seen of it --- */

/* Attaches the monitor if need be and takes all in. The node must have no requests that wait. */
int node_refresh(struct lab *lab, struct node *node);
/* The index of an interface by its name, or 0. */
uint32_t node_index(struct lab *lab, struct node *node, const char *interface);
/* Records in one message to a client: at most so many, and no more when they are so many bytes. */
enum { NODE_PAGE = 64, NODE_PAGE_BYTES = 1024 * 1024 };
/* About how many bytes its record has as JSON. */
size_t node_record_size(const struct node *node);
/* Its record as in electron/shared/lab/observed.ts; a new reference, or NULL when memory ends. */
json_t *node_json(struct lab *lab, struct node *node);

#endif
