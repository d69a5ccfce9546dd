#define _GNU_SOURCE
#include "restore.h"

#include <errno.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>

/* Messages are kept as they came, one behind the other, each rounded up to 4 bytes. */
static int keep(struct buffer *messages, const struct nlmsghdr *message) {
    static const char zero[4];
    size_t length = message->nlmsg_len, rest = (4 - length % 4) % 4;
    int result = buffer_append(messages, message, length);
    return result < 0 ? result : buffer_append(messages, zero, rest);
}

/* Flags that tell of a state are refused when a route is added. */
static int keep_route(struct buffer *messages, const struct nlmsghdr *message) {
    size_t at = messages->length;
    int result = keep(messages, message);
    if (result < 0)
        return result;
    struct nlmsghdr *copy = (struct nlmsghdr *)(void *)(messages->data + at);
    struct rtmsg *header = mnl_nlmsg_get_payload(copy);
    header->rtm_flags &= RTNH_F_ONLINK;
    struct nlattr *attribute;
    for (attribute = mnl_nlmsg_get_payload_offset(copy, sizeof(*header));
         mnl_attr_ok(attribute, (int)((char *)mnl_nlmsg_get_payload_tail(copy) - (char *)attribute)); attribute = mnl_attr_next(attribute)) {
        if (mnl_attr_get_type(attribute) == RTA_CACHEINFO)
            attribute->nla_type = RTA_UNSPEC; /* ages and use counts of the old one */
        if (mnl_attr_get_type(attribute) != RTA_MULTIPATH)
            continue;
        char *hop = mnl_attr_get_payload(attribute), *end = hop + mnl_attr_get_payload_len(attribute);
        while (end - hop >= (ptrdiff_t)sizeof(struct rtnexthop)) {
            struct rtnexthop *one = (struct rtnexthop *)(void *)hop;
            if (one->rtnh_len < sizeof(*one))
                break;
            one->rtnh_flags &= RTNH_F_ONLINK;
            hop += (one->rtnh_len + 3U) & ~3U;
        }
    }
    return 0;
}

int restore_address(const struct observed *observed, uint32_t index, const struct ip *ip, struct buffer *messages) {
    for (size_t i = 0; i < observed->address_count; i++) {
        const struct seen_address *seen = &observed->addresses[i];
        if (seen->index == index && memcmp(&seen->ip, ip, sizeof(*ip)) == 0)
            return keep(messages, seen->message);
    }
    return 0;
}

int restore_collect(const struct observed *observed, uint32_t index, unsigned int what, struct buffer *messages) {
    int result = 0;
    for (size_t i = 0; i < observed->address_count && result == 0; i++) {
        const struct seen_address *seen = &observed->addresses[i];
        unsigned int kind = seen->ip.family == AF_INET ? RESTORE_ADDRESSES4 : RESTORE_ADDRESSES6;
        /* The link-local address comes by itself. */
        if (seen->index == index && (what & kind) != 0 && !(seen->ip.family == AF_INET6 && seen->scope == RT_SCOPE_LINK))
            result = keep(messages, seen->message);
    }
    /* First what is directly reachable, then what is behind a gateway that must be. */
    for (int gateways = 0; gateways < 2; gateways++) {
        for (size_t i = 0; i < observed->route_count && result == 0; i++) {
            const struct seen_route *seen = &observed->routes[i];
            if (seen->index == index && (what & RESTORE_ROUTES) != 0 && seen->protocol != RTPROT_KERNEL && (seen->via.family != 0) == (gateways == 1))
                result = keep_route(messages, seen->message);
        }
    }
    return result;
}

int restore_put(struct node *node, const struct buffer *messages, uint64_t tag) {
    for (size_t at = 0; at + sizeof(struct nlmsghdr) <= messages->length;) {
        const struct nlmsghdr *message = (const struct nlmsghdr *)(const void *)(messages->data + at);
        int result = netlink_add(node->netlink, message, message->nlmsg_type, NLM_F_CREATE | NLM_F_EXCL, tag);
        if (result < 0)
            return result;
        at += (message->nlmsg_len + 3U) & ~3U;
    }
    return 0;
}
