/* What the kernel has in one node: a cache that is fed with rtnetlink messages (of a dump or of a notification) and read when something is asked. */
#ifndef NESTWORK_OBSERVED_H
#define NESTWORK_OBSERVED_H

#include "ip.h"

#include <libmnl/libmnl.h>
#include <net/if.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct seen_interface {
    uint32_t index, mtu, master;
    /* Index of the other end of a veth, in the network that it is in (IFLA_LINK); `elsewhere`: not in this one (IFLA_LINK_NETNSID). */
    uint32_t peer;
    char name[IF_NAMESIZE], kind[16];
    uint8_t mac[6];
    bool up, carrier, elsewhere, stale;
};

/* Addresses and routes keep the message that told them: sent again, it restores them, attributes of a hand-made one included. */
struct seen_address {
    uint32_t index;
    struct ip ip;
    uint8_t scope;
    bool stale;
    struct nlmsghdr *message;
};

struct seen_route {
    uint32_t index; /* of its (first) interface; 0: none */
    struct ip to, via;
    uint8_t protocol;
    uint32_t metric;
    bool linkdown, stale;
    struct nlmsghdr *message;
};

struct observed {
    struct seen_interface *interfaces;
    struct seen_address *addresses;
    struct seen_route *routes;
    size_t interface_count, address_count, route_count;
    size_t interface_room, address_room, route_room;
};

void observed_clear(struct observed *observed);
/* Takes a message in. 1: something changed; 0: nothing did, or it is of no interest here; or -ENOMEM. */
int observed_take(struct observed *observed, const struct nlmsghdr *message);
/* Before a dump of `type` (RTM_GETLINK, ...) all of its kind are marked; behind it those that were not seen again go. Returns whether any went. */
void observed_mark(struct observed *observed, uint16_t type);
bool observed_sweep(struct observed *observed, uint16_t type);

const struct seen_interface *observed_interface(const struct observed *observed, uint32_t index);
const struct seen_interface *observed_named(const struct observed *observed, const char *name);

#endif
