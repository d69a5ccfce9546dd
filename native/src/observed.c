#define _GNU_SOURCE
#include "observed.h"

#include "util.h"

#include <errno.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/* IFF_LOWER_UP of linux/if.h, which cannot be included beside net/if.h. */
enum { LOWER_UP = 1 << 16 };

void observed_clear(struct observed *observed) {
    for (size_t i = 0; i < observed->address_count; i++)
        free(observed->addresses[i].message);
    for (size_t i = 0; i < observed->route_count; i++)
        free(observed->routes[i].message);
    free(observed->interfaces);
    free(observed->addresses);
    free(observed->routes);
    *observed = (struct observed){0};
}

static bool room(void **list, size_t *capacity, size_t count, size_t size) {
    if (count < *capacity)
        return true;
    size_t more = *capacity > 0 ? *capacity * 2 : 4;
    void *larger = reallocarray(*list, more, size);
    if (larger == NULL)
        return false;
    *list = larger;
    *capacity = more;
    return true;
}

static struct nlmsghdr *copy_of(const struct nlmsghdr *message) {
    struct nlmsghdr *copy = malloc(message->nlmsg_len);
    if (copy != NULL)
        memcpy(copy, message, message->nlmsg_len);
    return copy;
}

/* Attributes by type, as far as they fit. */
static void attributes(const struct nlmsghdr *message, size_t header, const struct nlattr **table, size_t size) {
    memset(table, 0, size * sizeof(*table));
    const struct nlattr *attribute;
    for (attribute = mnl_nlmsg_get_payload_offset(message, header);
         mnl_attr_ok(attribute, (int)((const char *)mnl_nlmsg_get_payload_tail(message) - (const char *)attribute));
         attribute = mnl_attr_next(attribute)) {
        if (mnl_attr_get_type(attribute) < size)
            table[mnl_attr_get_type(attribute)] = attribute;
    }
}

/* --- interfaces --- */

static size_t find_interface(const struct observed *observed, uint32_t index) {
    size_t at = 0;
    while (at < observed->interface_count && observed->interfaces[at].index != index)
        at++;
    return at;
}

const struct seen_interface *observed_interface(const struct observed *observed, uint32_t index) {
    size_t at = find_interface(observed, index);
    return at < observed->interface_count ? &observed->interfaces[at] : NULL;
}

const struct seen_interface *observed_named(const struct observed *observed, const char *name) {
    for (size_t at = 0; at < observed->interface_count; at++) {
        if (strcmp(observed->interfaces[at].name, name) == 0)
            return &observed->interfaces[at];
    }
    return NULL;
}

static void read_kind(const struct nlattr *info, const struct ifinfomsg *header, struct seen_interface *seen) {
    const struct nlattr *attribute;
    text_copy(seen->kind, sizeof(seen->kind), (header->ifi_flags & IFF_LOOPBACK) != 0 ? "loopback" : "");
    if (info == NULL)
        return;
    for (attribute = mnl_attr_get_payload(info);
         mnl_attr_ok(attribute, (int)((const char *)mnl_attr_get_payload(info) + mnl_attr_get_payload_len(info) - (const char *)attribute));
         attribute = mnl_attr_next(attribute)) {
        if (mnl_attr_get_type(attribute) == IFLA_INFO_KIND)
            text_copy(seen->kind, sizeof(seen->kind), mnl_attr_get_str(attribute));
    }
}

static int take_interface(struct observed *observed, const struct nlmsghdr *message) {
    const struct ifinfomsg *header = mnl_nlmsg_get_payload(message);
    /* Messages of the bridge's own family tell of a port that left it, not of an interface that is gone. */
    if (header->ifi_family != AF_UNSPEC)
        return 0;
    const struct nlattr *table[IFLA_LINKINFO + 1];
    attributes(message, sizeof(*header), table, IFLA_LINKINFO + 1);
    size_t at = find_interface(observed, (uint32_t)header->ifi_index);
    if (message->nlmsg_type == RTM_DELLINK) {
        if (at == observed->interface_count)
            return 0;
        observed->interface_count--;
        memmove(&observed->interfaces[at], &observed->interfaces[at + 1], (observed->interface_count - at) * sizeof(observed->interfaces[0]));
        return 1;
    }
    struct seen_interface seen = {.index = (uint32_t)header->ifi_index};
    seen.up = (header->ifi_flags & IFF_UP) != 0;
    seen.carrier = (header->ifi_flags & LOWER_UP) != 0;
    if (table[IFLA_IFNAME] != NULL)
        text_copy(seen.name, sizeof(seen.name), mnl_attr_get_str(table[IFLA_IFNAME]));
    if (table[IFLA_MTU] != NULL)
        seen.mtu = mnl_attr_get_u32(table[IFLA_MTU]);
    if (table[IFLA_MASTER] != NULL)
        seen.master = mnl_attr_get_u32(table[IFLA_MASTER]);
    if (table[IFLA_ADDRESS] != NULL && mnl_attr_get_payload_len(table[IFLA_ADDRESS]) == 6)
        memcpy(seen.mac, mnl_attr_get_payload(table[IFLA_ADDRESS]), 6);
    read_kind(table[IFLA_LINKINFO], header, &seen);
    if (at < observed->interface_count) {
        observed->interfaces[at].stale = false;
        if (memcmp(&observed->interfaces[at], &seen, sizeof(seen)) == 0)
            return 0;
        observed->interfaces[at] = seen;
        return 1;
    }
    if (!room((void **)&observed->interfaces, &observed->interface_room, observed->interface_count, sizeof(seen)))
        return -ENOMEM;
    observed->interfaces[observed->interface_count++] = seen;
    return 1;
}

/* --- addresses --- */

static bool same_ip(const struct ip *a, const struct ip *b) {
    return a->family == b->family && a->prefix == b->prefix && memcmp(a->bytes, b->bytes, sizeof(a->bytes)) == 0;
}

static int take_address(struct observed *observed, const struct nlmsghdr *message) {
    const struct ifaddrmsg *header = mnl_nlmsg_get_payload(message);
    if (header->ifa_family != AF_INET && header->ifa_family != AF_INET6)
        return 0;
    const struct nlattr *table[IFA_LOCAL + 1];
    attributes(message, sizeof(*header), table, IFA_LOCAL + 1);
    const struct nlattr *local = table[IFA_LOCAL] != NULL ? table[IFA_LOCAL] : table[IFA_ADDRESS];
    struct seen_address seen = {.index = header->ifa_index, .scope = header->ifa_scope};
    if (local == NULL || mnl_attr_get_payload_len(local) != ip_size(header->ifa_family))
        return 0;
    seen.ip.family = header->ifa_family;
    seen.ip.prefix = header->ifa_prefixlen;
    memcpy(seen.ip.bytes, mnl_attr_get_payload(local), ip_size(header->ifa_family));
    size_t at = 0;
    while (at < observed->address_count &&
           (observed->addresses[at].index != seen.index || !same_ip(&observed->addresses[at].ip, &seen.ip)))
        at++;
    if (message->nlmsg_type == RTM_DELADDR) {
        if (at == observed->address_count)
            return 0;
        free(observed->addresses[at].message);
        observed->address_count--;
        memmove(&observed->addresses[at], &observed->addresses[at + 1], (observed->address_count - at) * sizeof(seen));
        return 1;
    }
    seen.message = copy_of(message);
    if (seen.message == NULL)
        return -ENOMEM;
    if (at < observed->address_count) {
        bool changed = observed->addresses[at].scope != seen.scope;
        free(observed->addresses[at].message);
        observed->addresses[at] = seen;
        return changed ? 1 : 0;
    }
    if (!room((void **)&observed->addresses, &observed->address_room, observed->address_count, sizeof(seen))) {
        free(seen.message);
        return -ENOMEM;
    }
    observed->addresses[observed->address_count++] = seen;
    return 1;
}

/* --- routes --- */

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
    return a->index == b->index && a->protocol == b->protocol && a->metric == b->metric && same_ip(&a->to, &b->to) && same_ip(&a->via, &b->via);
}

static void drop_route(struct observed *observed, size_t at) {
    free(observed->routes[at].message);
    observed->route_count--;
    memmove(&observed->routes[at], &observed->routes[at + 1], (observed->route_count - at) * sizeof(observed->routes[0]));
}

/* `ip route replace` is one notification of the new route; the one whose place it took has the same destination and metric. */
static int replaced(struct observed *observed, const struct seen_route *seen) {
    for (size_t i = 0; i < observed->route_count; i++) {
        if (observed->routes[i].metric == seen->metric && same_ip(&observed->routes[i].to, &seen->to)) {
            drop_route(observed, i);
            return 1;
        }
    }
    return 0;
}

static int take_route(struct observed *observed, const struct nlmsghdr *message) {
    const struct rtmsg *header = mnl_nlmsg_get_payload(message);
    if (header->rtm_family != AF_INET && header->rtm_family != AF_INET6)
        return 0;
    const struct nlattr *table[RTA_TABLE + 1];
    attributes(message, sizeof(*header), table, RTA_TABLE + 1);
    size_t size = ip_size(header->rtm_family);
    struct seen_route seen = {.protocol = header->rtm_protocol, .linkdown = (header->rtm_flags & RTNH_F_LINKDOWN) != 0};
    seen.to.family = header->rtm_family;
    seen.to.prefix = header->rtm_dst_len;
    if (table[RTA_DST] != NULL && mnl_attr_get_payload_len(table[RTA_DST]) == size)
        memcpy(seen.to.bytes, mnl_attr_get_payload(table[RTA_DST]), size);
    if (table[RTA_GATEWAY] != NULL && mnl_attr_get_payload_len(table[RTA_GATEWAY]) == size) {
        seen.via.family = header->rtm_family;
        seen.via.prefix = (uint8_t)(size * 8);
        memcpy(seen.via.bytes, mnl_attr_get_payload(table[RTA_GATEWAY]), size);
    }
    if (table[RTA_OIF] != NULL)
        seen.index = mnl_attr_get_u32(table[RTA_OIF]);
    if (table[RTA_PRIORITY] != NULL)
        seen.metric = mnl_attr_get_u32(table[RTA_PRIORITY]);
    if (table[RTA_MULTIPATH] != NULL)
        read_hop(table[RTA_MULTIPATH], &seen);
    if (!of_interest(&seen, header, table[RTA_TABLE] != NULL ? mnl_attr_get_u32(table[RTA_TABLE]) : header->rtm_table))
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
    seen.message = copy_of(message);
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
    if (!room((void **)&observed->routes, &observed->route_room, observed->route_count, sizeof(seen))) {
        free(seen.message);
        return -ENOMEM;
    }
    observed->routes[observed->route_count++] = seen;
    return 1;
}

int observed_take(struct observed *observed, const struct nlmsghdr *message) {
    switch (message->nlmsg_type) {
    case RTM_NEWLINK:
    case RTM_DELLINK:
        return mnl_nlmsg_get_payload_len(message) >= sizeof(struct ifinfomsg) ? take_interface(observed, message) : 0;
    case RTM_NEWADDR:
    case RTM_DELADDR:
        return mnl_nlmsg_get_payload_len(message) >= sizeof(struct ifaddrmsg) ? take_address(observed, message) : 0;
    case RTM_NEWROUTE:
    case RTM_DELROUTE:
        return mnl_nlmsg_get_payload_len(message) >= sizeof(struct rtmsg) ? take_route(observed, message) : 0;
    default:
        return 0;
    }
}

/* --- a dump replaces what was there --- */

void observed_mark(struct observed *observed, uint16_t type) {
    for (size_t i = 0; type == RTM_GETLINK && i < observed->interface_count; i++)
        observed->interfaces[i].stale = true;
    for (size_t i = 0; type == RTM_GETADDR && i < observed->address_count; i++)
        observed->addresses[i].stale = true;
    for (size_t i = 0; type == RTM_GETROUTE && i < observed->route_count; i++)
        observed->routes[i].stale = true;
}

bool observed_sweep(struct observed *observed, uint16_t type) {
    size_t kept = 0, before;
    switch (type) {
    case RTM_GETLINK:
        before = observed->interface_count;
        for (size_t i = 0; i < before; i++) {
            if (!observed->interfaces[i].stale)
                observed->interfaces[kept++] = observed->interfaces[i];
        }
        observed->interface_count = kept;
        return kept < before;
    case RTM_GETADDR:
        before = observed->address_count;
        for (size_t i = 0; i < before; i++) {
            if (observed->addresses[i].stale)
                free(observed->addresses[i].message);
            else
                observed->addresses[kept++] = observed->addresses[i];
        }
        observed->address_count = kept;
        return kept < before;
    default:
        before = observed->route_count;
        for (size_t i = 0; i < before; i++) {
            if (observed->routes[i].stale)
                free(observed->routes[i].message);
            else
                observed->routes[kept++] = observed->routes[i];
        }
        observed->route_count = kept;
        return kept < before;
    }
}

/* --- JSON --- */

static const char *scope_name(uint8_t scope) {
    return scope == RT_SCOPE_LINK ? "link" : scope == RT_SCOPE_HOST ? "host" : scope == RT_SCOPE_SITE ? "site" : "global";
}

static const char *protocol_name(uint8_t protocol, char *number, size_t size) {
    switch (protocol) {
    case RTPROT_REDIRECT: return "redirect";
    case RTPROT_KERNEL: return "kernel";
    case RTPROT_BOOT: return "boot";
    case RTPROT_STATIC: return "static";
    case RTPROT_RA: return "ra";
    case RTPROT_ZEBRA: return "zebra";
    case RTPROT_BIRD: return "bird";
    case RTPROT_DHCP: return "dhcp";
    case RTPROT_BABEL: return "babel";
    case RTPROT_BGP: return "bgp";
    case RTPROT_ISIS: return "isis";
    case RTPROT_OSPF: return "ospf";
    case RTPROT_RIP: return "rip";
    case RTPROT_EIGRP: return "eigrp";
    default:
        (void)snprintf(number, size, "%u", protocol);
        return number;
    }
}

static const char *family_name(uint8_t family) {
    return family == AF_INET ? "inet" : "inet6";
}

static json_t *addresses_of(const struct observed *observed, uint32_t index) {
    json_t *list = json_array();
    for (size_t i = 0; i < observed->address_count; i++) {
        const struct seen_address *seen = &observed->addresses[i];
        char text[64];
        if (seen->index != index)
            continue;
        ip_format(&seen->ip, true, text, sizeof(text));
        (void)json_array_append_new(list, json_pack("{s:s,s:s,s:s}", "address", text, "family", family_name(seen->ip.family), "scope", scope_name(seen->scope)));
    }
    return list;
}

int observed_json(const struct observed *observed, json_t *object) {
    json_t *interfaces = json_array(), *routes = json_array();
    for (size_t i = 0; i < observed->interface_count; i++) {
        const struct seen_interface *seen = &observed->interfaces[i];
        if (strcmp(seen->name, "lo") == 0)
            continue;
        char mac[18];
        mac_format(seen->mac, mac);
        json_t *item = json_pack("{s:i,s:s,s:s,s:i,s:b,s:b,s:s,s:o}", "index", (int)seen->index, "name", seen->name, "mac", mac, "mtu", (int)seen->mtu, "up", seen->up,
                                 "carrier", seen->carrier, "kind", seen->kind, "addresses", addresses_of(observed, seen->index));
        if (item != NULL && seen->master != 0)
            (void)json_object_set_new(item, "master", json_integer(seen->master));
        (void)json_array_append_new(interfaces, item);
    }
    for (size_t i = 0; i < observed->route_count; i++) {
        const struct seen_route *seen = &observed->routes[i];
        const struct seen_interface *dev = observed_interface(observed, seen->index);
        char text[64], number[8];
        /* The kernel does not tell that a route's interface lost its carrier: RTNH_F_LINKDOWN is worked out. */
        ip_format(&seen->to, true, text, sizeof(text));
        json_t *item = json_pack("{s:s,s:s,s:s,s:b}", "to", text, "protocol", protocol_name(seen->protocol, number, sizeof(number)), "family", family_name(seen->to.family),
                                 "linkdown", dev != NULL ? !dev->carrier : seen->linkdown);
        if (item != NULL && seen->via.family != 0) {
            ip_format(&seen->via, false, text, sizeof(text));
            (void)json_object_set_new(item, "via", json_string(text));
        }
        if (item != NULL && dev != NULL)
            (void)json_object_set_new(item, "dev", json_string(dev->name));
        (void)json_array_append_new(routes, item);
    }
    if (json_object_set_new(object, "interfaces", interfaces) < 0 || json_object_set_new(object, "routes", routes) < 0)
        return -ENOMEM;
    return 0;
}
