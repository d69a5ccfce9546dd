/* A running lab: what the supervisor has made and still holds. */
#ifndef NESTWORK_LAB_H
#define NESTWORK_LAB_H

#include "loop.h"
#include "monitor.h"
#include "namespace.h"
#include "netlink.h"
#include "operation.h"
#include "sandbox.h"
#include "terminal.h"
#include "util.h"

#include <sys/types.h>

struct start_command; /* of command.c's neighbour startup.c */

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
    struct start_command *commands;
    struct node *previous, *next;     /* of the lab, by creation */
    struct node *next_waiting;        /* has requests that wait; see apply.c */
    bool waiting;
};

/* What an interface had when it was set down, to be put back when it comes up. */
struct saved {
    struct saved *next;
    char interface[IF_NAMESIZE];
    struct buffer messages; /* aligned rtnetlink messages, in the order in which they are to be sent */
};

struct cable_end {
    struct cable *cable;
    struct node *node;
    char interface[IF_NAMESIZE];
    uint8_t mac[6];
    uint32_t mtu, index;
    bool up, port;
    uint32_t peer; /* wire: index of the other veth end, in the lab's own namespace */
};

struct cable {
    struct cable *previous, *next; /* of the lab */
    char id[48];
    bool wire, cut;
    struct cable_end ends[2];
};

struct lab {
    char id[48];
    struct loop *loop;
    struct cloner *cloner;
    struct netlink *netlink; /* in the lab's own network namespace */
    struct mapping mapping;
    struct terminals *terminals;
    int directory, listener, outer_proc, own_net, own_uts;
    pid_t outer;
    int64_t since;
    json_int_t revision;
    struct table *nodes, *cables, *ends; /* by id; ends by "node interface" */
    struct node *first, *last;
    struct cable *first_cable;
    struct node *retired;
    uint64_t sequence;
    uint32_t next_index; /* of wires, in the lab's own network namespace */
    bool applying;
    struct loop_timer *attaching;
    struct server *server;
};

/* --- node.c --- */
int node_new(struct lab *lab, const struct operation *operation, pid_t pid, pid_t outer, struct node **ret_node);
/* Sets up what a fresh node needs inside: sockets, system settings, `lo`, the bridge. */
int node_set_up(struct lab *lab, struct node *node, struct nw_error *error);
/* Kills all of a node's processes and forgets it; its namespaces go when the kernel is done. */
void node_destroy(struct lab *lab, struct node *node);
int node_rename(struct lab *lab, struct node *node, const char *name);
int node_set_forwarding(struct lab *lab, struct node *node, bool forwarding);
/* Attaches the monitor if need be and takes all in. The node must have no requests that wait. */
int node_refresh(struct lab *lab, struct node *node);
/* The first of the PIDs is `init`. */
struct node *node_by_pid(struct lab *lab, pid_t init);
/* The index of an interface by its name, or 0. */
uint32_t node_index(struct lab *lab, struct node *node, const char *interface);
/* Mounts what programs need, once. */
int node_mount(struct lab *lab, struct node *node);
json_t *node_json(struct lab *lab, struct node *node);
/* Takes it out of the lab, or back in; it stays alive. */
void node_retire(struct lab *lab, struct node *node);
int node_revive(struct lab *lab, struct node *node);
struct buffer *node_saved(struct node *node, const char *interface, bool create);
void node_drop_saved(struct node *node, const char *interface);
pid_t node_fork(struct node *node);

/* --- apply.c --- */
struct apply_handler {
    void (*progress)(void *context, size_t done, size_t total);
    /* `error` NULL: all is done. */
    void (*finished)(void *context, const struct nw_error *error, double ms);
    void *context;
};
/* Takes over `operations` (from malloc). Works in slices from the loop; `finished` is called from it. */
int apply_start(struct lab *lab, struct operation *operations, size_t count, const struct apply_handler *handler);

/* --- startup.c --- */
/* Runs after those that were given before for this node. Owns `command`. */
int startup_run(struct lab *lab, struct node *node, char *command);
void startup_forget(struct lab *lab, struct node *node);

/* A node's first process died without being asked to: the node and its cables are forgotten. Waits for the end of an apply. */
void node_lost(struct lab *lab, struct node *node);

/* --- cable.c --- */
struct cable_end *cable_end_of(struct lab *lab, const char *node, const char *interface);
/* Enters a cable into the lab's tables, or takes it out (it stays allocated). */
int cable_enter(struct lab *lab, struct cable *cable);
void cable_leave(struct lab *lab, struct cable *cable);
/* These put requests that wait on the sockets of the nodes and of the lab. */
int cable_put_create(struct lab *lab, struct cable *cable, uint64_t tag);
/* To be put when the requests of cable_put_create were answered: the second end comes up, the lab's side of a wire is joined. */
int cable_put_join(struct lab *lab, struct cable *cable, uint64_t tag);
int cable_put_delete(struct lab *lab, struct cable *cable, uint64_t tag);
int cable_put_cut(struct lab *lab, struct cable *cable, bool cut, uint64_t tag);
/* The end on which a pair is cut. */
struct cable_end *cable_cut_end(struct cable *cable);

/* --- restore.c --- */
enum restore { RESTORE_ADDRESSES4 = 1, RESTORE_ADDRESSES6 = 2, RESTORE_ROUTES = 4 };
/* Appends messages that put back what the cache shows of an interface. */
int restore_collect(const struct observed *observed, uint32_t index, unsigned int what, struct buffer *messages);
/* The one address of an interface. */
int restore_address(const struct observed *observed, uint32_t index, const struct ip *ip, struct buffer *messages);
/* Puts them as requests that wait; their errors are to be ignored (what is there already is refused). */
int restore_put(struct node *node, const struct buffer *messages, uint64_t tag);

/* --- server.c: what the lab tells its clients --- */
int server_start(struct lab *lab);
void server_stop(struct lab *lab);
/* A record has become dirty. */
void server_changed(struct lab *lab);
void server_gone(struct lab *lab, const char *node);
void server_node_ended(struct lab *lab, const char *node, int signal);
void server_command(struct lab *lab, const char *node, const char *command, int status, const char *output, size_t length);
void server_terminals(struct lab *lab);
/* What waited for the end of an apply goes on. */
void server_resume(struct lab *lab);

#endif
