/* A node: its first process, its namespaces, and what the supervisor holds of it. */
#ifndef NESTWORK_NODE_H
#define NESTWORK_NODE_H

#include "error.h"
#include "monitor.h"
#include "namespace.h"
#include "netlink.h"
#include "operation.h"
#include "util.h"

#include <jansson.h>
#include <sys/types.h>

struct lab;
struct saved;         /* saved.c */
struct setting;       /* settings.c */
struct start_command; /* startup_command.h */

struct node {
    struct lab *lab;
    char id[48], name[64];
    enum node_kind kind;
    uint64_t isolation;
    bool forwarding, stp, read_only;
    uint8_t mac[6];
    pid_t pid, outer; /* of its first process: as the supervisor sees it, and as the outside does */
    int net;          /* its network namespace */
    struct netlink *netlink;
    struct monitor *monitor; /* NULL: not attached yet */
    uint64_t namespaces[NAMESPACE_KINDS]; /* inode numbers; 0: not read yet */
    uint64_t sequence;                    /* order of creation */
    uint32_t bridge, next_index;
    size_t links;
    bool used; /* something was started in it */
    bool mounted, retired, dirty, ended, frozen;
    bool ending;           /* the apply under way is to delete it */
    bool group_frozen;     /* by its control group, not by signals */
    struct buffer stopped; /* pid_t that were stopped already when it was paused by signals */
    int group;             /* its control group; -1: none */
    char group_name[80];
    struct node_load {
        uint64_t cpu /* ms */, memory /* bytes */, processes;
        bool told; /* in the last message */
    } load; /* see statistics.c */
    int store;            /* the file system of what is its own (mount.h); -1: none yet */
    struct files *files;  /* its private ones; NULL: none */
    bool files_placed;
    struct limits limits;
    uint64_t limits_met[LIMIT_KINDS]; /* how often */
    int limit_watches[LIMIT_KINDS];   /* of inotify, while it has a group; -1: not watched */
    struct buffer hosts, addresses; /* its lines in /etc/hosts; struct ip that it was given, until the kernel is asked */
    bool hosts_stale;
    int ended_by; /* signal */
    double told_at, told_wait; /* ms: when its record was sent last, and how long the next one waits for it */
    struct saved *saved;   /* of interfaces that were set down */
    struct setting *settings;
    struct start_command *commands;
    size_t commands_asked; /* by the apply under way */
    struct node *previous, *next;     /* of the lab, by creation */
    struct node *next_waiting;        /* has requests that wait; see apply.c */
    bool waiting;
};

/* --- node.c: its life --- */

/* Enters a node whose first process is `pid` (`outer` as the outside sees it) into the lab. 0 or -ENOMEM. */
int node_new(struct lab *lab, const struct operation *operation, pid_t pid, pid_t outer, struct node **ret_node);
/* Ends all of a node's processes (node_end.h) and forgets it; its namespaces go when the kernel is done. */
void node_destroy(struct lab *lab, struct node *node);
/* Frees what the supervisor holds of it; it must be in no list any more. */
void node_free(struct node *node);
/* The first of the PIDs is `init`. */
struct node *node_by_pid(struct lab *lab, pid_t init);
/* Takes it out of the lab, or back in; it stays alive. */
void node_retire(struct lab *lab, struct node *node);
int node_revive(struct lab *lab, struct node *node);
/* A node's first process died without being asked to: the node and its cables are forgotten. Waits for the end of an apply. */
void node_lost(struct lab *lab, struct node *node);

/* --- node_inside.c: what it has of its own inside --- */

/* As namespace_fork_into, in all namespaces of the node. */
pid_t node_fork(struct node *node);
/* Mounts what programs need and its private files, if that has not been done. 0, or a negative errno with error filled. */
int node_mount(struct node *node, struct nw_error *error);
/* Its private files become these (owned from now on; NULL: none); the ones before are the caller's. 0, or a negative errno with error filled and nothing changed. */
int node_set_files(struct node *node, struct files *files, struct nw_error *error);
/* Its hostname file, if it has one already. */
void node_write_hostname(const struct node *node);

/* --- node_setup.c: what it is given --- */

/* Sets up what a fresh node needs inside: sockets, system settings, `lo`, the bridge. */
int node_set_up(struct lab *lab, struct node *node, struct nw_error *error);
/* Its hostname; its id stays. 0, or a negative errno with nothing changed. */
int node_rename(struct lab *lab, struct node *node, const char *name);
/* Of a switch: Spanning Tree Protocol. 0 or -ENOMEM; the request waits. */
int node_put_stp(struct node *node, bool stp, uint64_t tag);
/* IPv4 and IPv6 forwarding. 0 or a negative errno. */
int node_set_forwarding(struct lab *lab, struct node *node, bool forwarding);

/* --- node_view.c: what is seen of it --- */

/* Attaches the monitor if need be and takes all in. The node must have no requests that wait. */
int node_refresh(struct lab *lab, struct node *node);
/* The same for interfaces and addresses alone: asks the kernel nothing as long as all was heard that it told. */
int node_hear(struct lab *lab, struct node *node);
/* The index of an interface by its name, or 0. */
uint32_t node_index(struct lab *lab, struct node *node, const char *interface);
/* Records in one message to a client: at most so many, and no more when they are so many bytes. */
enum { NODE_PAGE = 64, NODE_PAGE_BYTES = 1024 * 1024 };
/* About how many bytes its record has as JSON. */
size_t node_record_size(const struct node *node);
/* Its record as in electron/shared/lab/observed.ts; a new reference, or NULL when memory ends. */
json_t *node_json(struct lab *lab, struct node *node);

#endif
