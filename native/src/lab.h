/* A running lab: what the supervisor has made and still holds. */
#ifndef NESTWORK_LAB_H
#define NESTWORK_LAB_H

#include "inside.h"
#include "loop.h"
#include "namespace.h"
#include "netlink.h"
#include "sandbox.h"
#include "terminal.h"
#include "util.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct apply;
struct cable;
struct ending;
struct node;
struct server;

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
