/* Counters of interfaces, read through the sockets that live in their network namespaces. */
#ifndef NESTWORK_COUNTERS_H
#define NESTWORK_COUNTERS_H

#include "netlink.h"

#include <linux/if_link.h>

/* Calls `each` with every interface where `netlink` lives; it must have nothing waiting. 0 or a negative errno. */
int counters_read(struct netlink *netlink, void (*each)(void *context, uint32_t index, const struct rtnl_link_stats64 *counters), void *context);

#endif
