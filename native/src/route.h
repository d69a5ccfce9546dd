/* Messages about routes of the main table. */
#ifndef NESTWORK_ROUTE_H
#define NESTWORK_ROUTE_H

#include "ip.h"
#include "netlink.h"

/* One request that waits; 0 or -ENOMEM. `via` of no family: directly reachable; `index` 0: the kernel finds the interface by the gateway. */
int route_add(struct netlink *netlink, const struct ip *to, const struct ip *via, uint32_t index, uint64_t tag);
int route_delete(struct netlink *netlink, const struct ip *to, const struct ip *via, uint32_t index, uint64_t tag);

#endif
