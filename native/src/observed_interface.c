/* Interfaces of the cache: RTM_NEWLINK and RTM_DELLINK. */
#define _GNU_SOURCE
#include "observed_take.h"

#include "attribute.h"
#include "util.h"

#include <errno.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>

/* IFF_LOWER_UP of linux/if.h, which cannot be included beside net/if.h. */
enum { LOWER_UP = 1 << 16 };

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
    const struct nlattr *table[IFLA_INFO_KIND + 1];
    text_copy(seen->kind, sizeof(seen->kind), (header->ifi_flags & IFF_LOOPBACK) != 0 ? "loopback" : "");
    if (info == NULL)
        return;
    attribute_nested(info, table, IFLA_INFO_KIND + 1);
    attribute_text(table[IFLA_INFO_KIND], seen->kind, sizeof(seen->kind));
}

static bool same_interface(const struct seen_interface *a, const struct seen_interface *b) {
    return a->index == b->index && a->mtu == b->mtu && a->master == b->master && a->peer == b->peer && a->elsewhere == b->elsewhere && a->up == b->up && a->carrier == b->carrier &&
           strcmp(a->name, b->name) == 0 && strcmp(a->kind, b->kind) == 0 && memcmp(a->mac, b->mac, sizeof(a->mac)) == 0;
}

int observed_take_interface(struct observed *observed, const struct nlmsghdr *message) {
    const struct ifinfomsg *header = mnl_nlmsg_get_payload(message);
    /* Messages of the bridge's own family tell of a port that left it, not of an interface that is gone. */
    if (header->ifi_family != AF_UNSPEC)
        return 0;
    const struct nlattr *table[IFLA_LINK_NETNSID + 1];
    attribute_table(message, sizeof(*header), table, IFLA_LINK_NETNSID + 1);
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
    attribute_text(table[IFLA_IFNAME], seen.name, sizeof(seen.name));
    attribute_u32(table[IFLA_MTU], &seen.mtu);
    attribute_u32(table[IFLA_MASTER], &seen.master);
    (void)attribute_bytes(table[IFLA_ADDRESS], seen.mac, sizeof(seen.mac));
    read_kind(table[IFLA_LINKINFO], header, &seen);
    if (strcmp(seen.kind, "veth") == 0) {
        attribute_u32(table[IFLA_LINK], &seen.peer);
        seen.elsewhere = table[IFLA_LINK_NETNSID] != NULL;
    }
    if (at < observed->interface_count) {
        bool changed = !same_interface(&observed->interfaces[at], &seen);
        observed->interfaces[at] = seen;
        return changed ? 1 : 0;
    }
    if (!observed_room((void **)&observed->interfaces, &observed->interface_room, observed->interface_count, sizeof(seen)))
        return -ENOMEM;
    observed->interfaces[observed->interface_count++] = seen;
    return 1;
}
