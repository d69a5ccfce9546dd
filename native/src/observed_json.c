#define _GNU_SOURCE
#include "observed_json.h"

#include <errno.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

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

/* Addresses that somebody gave to lo, as routers have them. NULL: none. */
static json_t *loopback_of(const struct observed *observed) {
    const struct seen_interface *lo = observed_named(observed, "lo");
    json_t *list = NULL;
    for (size_t i = 0; lo != NULL && i < observed->address_count; i++) {
        const struct seen_address *seen = &observed->addresses[i];
        char text[64];
        if (seen->index != lo->index || ip_is_loopback(&seen->ip))
            continue;
        ip_format(&seen->ip, true, text, sizeof(text));
        if (list == NULL)
            list = json_array();
        (void)json_array_append_new(list, json_string(text));
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
        if (item != NULL && seen->peer != 0)
            (void)json_object_set_new(item, seen->elsewhere ? "peerElsewhere" : "peer", json_integer(seen->peer));
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
    json_t *loopback = loopback_of(observed);
    if (loopback != NULL)
        (void)json_object_set_new(object, "loopback", loopback);
    if (json_object_set_new(object, "interfaces", interfaces) < 0 || json_object_set_new(object, "routes", routes) < 0)
        return -ENOMEM;
    return 0;
}
