/* A running lab: what the supervisor has made and still holds. */
#ifndef NESTWORK_LAB_H
#define NESTWORK_LAB_H

#include "control_group.h"
#include "inside.h"
#include "loop.h"
#include "namespace.h"
#include "netlink.h"
#include "sandbox.h"
#include "setting_proc.h"
#include "terminal.h"
#include "util.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct apply;
struct cable;
struct census;
struct ending;
struct node;
struct server;
struct statistics;

struct lab {
    char id[48];
    struct loop *loop;
    struct cloner *cloner;
    struct netlink *netlink; /* in the lab's own network namespace */
    struct mapping mapping;
    struct terminals *terminals;
    int directory, listener, outer_proc, own_net, own_uts;
    struct setting_proc setting_proc;
    pid_t outer;
    int64_t since;
    json_int_t revision;
    struct table *nodes, *cables, *ends; /* by id; ends by "node interface" */
    struct node *first, *last;
    struct cable *first_cable;
    struct node *retired;
    struct control_groups groups; /* where nodes can have control groups */
    int group_watch;              /* group_watch.h; -1: none */
    unsigned long namespaces;     /* of a kind, that its person may have at most; 0: not known */
    enum namespace_kind scarce;   /* that kind */
    int group;                    /* the lab's own, in which those of nodes are; -1: none yet */
    char group_name[96];
    int limit_events; /* limit_watch.c; -1: nothing is watched yet */
    struct loop_watch *limit_watch;
    struct loop_timer *limit_pause;
    struct census *census;         /* NULL: nobody has looked yet */
    struct statistics *statistics; /* NULL: nobody looks */
    uint64_t cable_changes;        /* how often a cable came or went */
    struct lab_files files;
    struct buffer hosts; /* as it was written last */
    bool hosts_stale;
    struct loop_timer *hosts_timer;
    struct resolver resolver;
    uint64_t sequence;
    uint32_t next_index; /* of wires, in the lab's own network namespace */
    bool applying, ending;
    struct ending *endings; /* node_end.c */
    struct apply *apply; /* under way, or NULL */
    struct loop_timer *attaching; /* nodes that wait for their monitors; events.c */
    struct server *server;
};

#endif
