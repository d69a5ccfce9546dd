/* Messages about the interfaces by which a lab reaches outside: on the computer's side of the wall. */
#ifndef NESTWORK_EDGE_H
#define NESTWORK_EDGE_H

#include "netlink.h"

#include <net/if.h>
#include <stdbool.h>
#include <stdint.h>

/* An interface to be made. */
struct edge {
    char name[IF_NAMESIZE];
    uint32_t index; /* wanted; 0: the kernel's choice */
    uint8_t mac[6];
    uint32_t mtu; /* 0: the kernel's choice */
};

/*
 * Decides how it is called. The index is one that the kernel would not come to by counting, so that later interfaces are numbered as if this one had never
 * been; `mac` NULL: a random one, locally administered. 0 or a negative errno.
 */
int edge_choose(struct edge *ret_edge, const char *name, const uint8_t *mac, uint32_t mtu);
/* PREFIX and the name of an interface; its number in place of a name that is too long. */
void edge_name(const char *prefix, const char *interface, uint32_t index, char ret_name[IF_NAMESIZE]);

/* All of these put one request that waits, and return 0 or -ENOMEM. `net`: a descriptor of a network namespace. */

/* A bridge without Spanning Tree, down. */
int edge_bridge(struct netlink *netlink, const struct edge *bridge);
/* A veth pair, both ends down: `own` here (a port of `master`, unless 0), `other` in `net`. */
int edge_pair(struct netlink *netlink, const struct edge *own, uint32_t master, const struct edge *other, int net);
/*
 * A macvlan upon `lower`, made in `net`, down. Private: interfaces upon the same lower one do not talk with each other through it, so that what the lab's own
 * bridge floods does not come back by a side way.
 */
int edge_macvlan(struct netlink *netlink, const struct edge *macvlan, uint32_t lower, int net);
/* An alternative name that marks it as ours. */
int edge_mark(struct netlink *netlink, uint32_t index, const char *mark);
int edge_up(struct netlink *netlink, uint32_t index, bool up);
/* Becomes a port of `master`; 0: of none. */
int edge_master(struct netlink *netlink, uint32_t index, uint32_t master);
/* Goes to `net` under a name, with an index that it shall have there (0: the kernel's choice; before Linux 5.13 always). It is down then and has lost its holdings. */
int edge_move(struct netlink *netlink, uint32_t index, int net, const char *name, uint32_t there);
int edge_delete(struct netlink *netlink, uint32_t index);

#endif
