/* A cable: a veth pair, or two whose far ends are joined in the lab's own network namespace (a wire). */
#ifndef NESTWORK_CABLE_H
#define NESTWORK_CABLE_H

#include "node.h"

#include <net/if.h>
#include <stdbool.h>
#include <stdint.h>

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

struct cable_end *cable_end_of(struct lab *lab, const char *node, const char *interface);
/* Enters a cable into the lab's tables, or takes it out (it stays allocated). */
int cable_enter(struct lab *lab, struct cable *cable);
void cable_leave(struct lab *lab, struct cable *cable);
/* These put requests that wait on the sockets of the nodes and of the lab. */
int cable_put_create(struct lab *lab, struct cable *cable, uint64_t tag);
/* To be put when the requests of cable_put_create were answered: the second end comes up, the lab's side of a wire is joined. */
int cable_put_join(struct lab *lab, struct cable *cable, uint64_t tag);
int cable_put_delete(struct lab *lab, struct cable *cable, uint64_t tag);
/* Several that are to be deleted at once: each is marked (or not any more), then one request for each socket deletes what was marked through it. */
int cable_put_mark(struct lab *lab, struct cable *cable, bool marked, uint64_t tag);
int cable_put_delete_marked(struct netlink *netlink);
/* The node whose socket marks of a cable go through; NULL: the lab's own. */
struct node *cable_marked_by(const struct cable *cable);
int cable_put_cut(struct lab *lab, struct cable *cable, bool cut, uint64_t tag);
/* The end on which a pair is cut. */
struct cable_end *cable_cut_end(struct cable *cable);

#endif
