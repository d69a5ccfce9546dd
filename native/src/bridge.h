/* The bridge of a switch or hub. */
#ifndef NESTWORK_BRIDGE_H
#define NESTWORK_BRIDGE_H

#include "netlink.h"

#include <stdbool.h>
#include <stdint.h>

struct bridge_kind {
    bool learning; /* else it is a hub */
    bool stp;      /* the kernel's own Spanning Tree Protocol */
};

/* `br0`, up, with its MAC address from the beginning: a bridge without one walks all its ports whenever a port comes. */
int bridge_create(struct netlink *netlink, uint32_t index, const uint8_t mac[6], const struct bridge_kind *kind, uint64_t tag);
/* A bridge that ages entries after 0 s never learns one: a hub. Forgets what was learned. */
int bridge_learning(struct netlink *netlink, uint32_t index, bool learning, uint64_t tag);
int bridge_stp(struct netlink *netlink, uint32_t index, bool stp, uint64_t tag);

#endif
