/* Routes of the cache: RTM_NEWROUTE and RTM_DELROUTE, of the main table and as far as a person would call them routes. */
#define _GNU_SOURCE
#include "observed_take.h"

#include "attribute.h"

#include <errno.h>
#include <linux/rtnetlink.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

static bool of_interest(const struct seen_route *route, const struct rtmsg *header, uint32_t table) {
    if (table != RT_TABLE_MAIN || (header->rtm_flags & RTM_F_CLONED) != 0)
        return false;
    if (header->rtm_type == RTN_LOCAL || header->rtm_type == RTN_BROADCAST || header->rtm_type == RTN_ANYCAST || header->rtm_type == RTN_MULTICAST)
        return false;
    if (route->to.family == AF_INET6 && (route->to.bytes[0] == 0xff || (route->to.bytes[0] == 0xfe && (route->to.bytes[1] & 0xc0) == 0x80)))
        return false;
    return true;
}

static void read_hop(const struct nlattr *multipath, struct seen_route *seen) {
    const struct rtnexthop *hop = mnl_attr_get_payload(multipath);
    if (mnl_attr_get_payload_len(multipath) < sizeof(*hop))
        return;
    seen->index = (uint32_t)hop->rtnh_ifindex;
    seen->linkdown = (hop->rtnh_flags & RTNH_F_LINKDOWN) != 0;
}

static bool same_route(const struct seen_route *a, const struct seen_route *b) {
    return a->index == b->index && a->protocol == b->protocol && a->metric == b->metric && ip_same(&a->to, &b->to) && ip_same(&a->via, &b->via);
}

static void drop_route(struct observed *observed, size_t at) {
    free(observed->routes[at].message);
    observed->route_count--;
    memmove(&observed->routes[at], &observed->routes[at + 1], (observed->route_count - at) * sizeof(observed->routes[0]));
}

/* `ip route replace` is one notification of the new route; the one whose place it took has the same destination and metric. */
static int replaced(struct observed *observed, const struct seen_route *seen) {
    for (size_t i = 0; i < observed->route_count; i++) {
        if (observed->routes[i].metric == seen->metric && ip_same(&observed->routes[i].to, &seen->to)) {
            drop_route(observed, i);
            return 1;
        }
    }
    return 0;
}

int observed_take_route(struct observed *observed, const struct nlmsghdr *message) {
    const struct rtmsg *header = mnl_nlmsg_get_payload(message);
    if (header->rtm_family != AF_INET && header->rtm_family != AF_INET6)
        return 0;
    const struct nlattr *table[RTA_TABLE + 1];
    attribute_table(message, sizeof(*header), table, RTA_TABLE + 1);
    size_t size = ip_size(header->rtm_family);
    struct seen_route seen = {.protocol = header->rtm_protocol, .linkdown = (header->rtm_flags & RTNH_F_LINKDOWN) != 0};
    seen.to.family = header->rtm_family;
    seen.to.prefix = header->rtm_dst_len;
    (void)attribute_bytes(table[RTA_DST], seen.to.bytes, size);
    if (attribute_bytes(table[RTA_GATEWAY], seen.via.bytes, size)) {
        seen.via.family = header->rtm_family;
        seen.via.prefix = (uint8_t)(size * 8);
    }
    attribute_u32(table[RTA_OIF], &seen.index);
    attribute_u32(table[RTA_PRIORITY], &seen.metric);
    if (table[RTA_MULTIPATH] != NULL)
        read_hop(table[RTA_MULTIPATH], &seen);
    uint32_t routing_table = header->rtm_table;
    attribute_u32(table[RTA_TABLE], &routing_table);
    if (!of_interest(&seen, header, routing_table))
        return 0;
    size_t at = 0;
    while (at < observed->route_count && !same_route(&observed->routes[at], &seen))
        at++;
    if (message->nlmsg_type == RTM_DELROUTE) {
        if (at == observed->route_count)
            return 0;
        drop_route(observed, at);
        return 1;
    }
    seen.message = observed_copy(message);
    if (seen.message == NULL)
        return -ENOMEM;
    if (at < observed->route_count) {
        bool changed = observed->routes[at].linkdown != seen.linkdown;
        free(observed->routes[at].message);
        observed->routes[at] = seen;
        return changed ? 1 : 0;
    }
    if ((message->nlmsg_flags & NLM_F_REPLACE) != 0)
        (void)replaced(observed, &seen);
    if (!observed_room((void **)&observed->routes, &observed->route_room, observed->route_count, sizeof(seen))) {
        free(seen.message);
        return -ENOMEM;
    }
    observed->routes[observed->route_count++] = seen;
    return 1;
}
