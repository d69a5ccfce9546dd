/* Messages about addresses of interfaces. */
#ifndef NESTWORK_ADDRESS_H
#define NESTWORK_ADDRESS_H

#include "ip.h"
#include "netlink.h"

/* One request that waits; 0 or -ENOMEM. IPv6 addresses are usable at once: their uniqueness is not probed for (IFA_F_NODAD). */
int address_add(struct netlink *netlink, uint32_t index, const struct ip *ip, uint64_t tag);
int address_delete(struct netlink *netlink, uint32_t index, const struct ip *ip, uint64_t tag);

#endif
