#define _GNU_SOURCE
#include "interface.h"

#include "attribute.h"
#include "util.h"

#include <errno.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>

/* IFF_LOWER_UP of linux/if.h, which cannot be included beside net/if.h. */
enum { LOWER_UP = 1 << 16 };

struct search {
    const char *name;
    uint32_t index, lower, elsewhere;
    const uint8_t *mac;
    struct interface *found;
    bool done;
};

static bool copy_text(const struct nlattr *attribute, char *target, size_t size) {
    if (attribute == NULL || mnl_attr_validate(attribute, MNL_TYPE_STRING) < 0)
        return false;
    /* Without a zero of its own it ends with the attribute. */
    char text[INTERFACE_MARK] = "";
    size_t length = mnl_attr_get_payload_len(attribute);
    memcpy(text, mnl_attr_get_payload(attribute), length < sizeof(text) ? length : sizeof(text) - 1);
    return text_copy(target, size, text);
}

/* The last attribute of `type` within a nest. */
static const struct nlattr *nested(const struct nlattr *nest, uint16_t type) {
    const struct nlattr *attribute, *found = NULL;
    if (nest == NULL)
        return NULL;
    const char *end = (const char *)mnl_attr_get_payload(nest) + mnl_attr_get_payload_len(nest);
    for (attribute = mnl_attr_get_payload(nest); mnl_attr_ok(attribute, (int)(end - (const char *)attribute)); attribute = mnl_attr_next(attribute)) {
        if (mnl_attr_get_type(attribute) == type)
            found = attribute;
    }
    return found;
}

static uint32_t number(const struct nlattr *attribute) {
    return attribute != NULL && mnl_attr_get_payload_len(attribute) >= sizeof(uint32_t) ? mnl_attr_get_u32(attribute) : 0;
}

static void read_interface(const struct nlmsghdr *message, struct interface *interface) {
    const struct ifinfomsg *header = mnl_nlmsg_get_payload(message);
    const struct nlattr *table[IFLA_PROP_LIST + 1];
    attribute_table(message, sizeof(*header), table, IFLA_PROP_LIST + 1);
    *interface = (struct interface){.index = (uint32_t)header->ifi_index, .type = header->ifi_type};
    interface->up = (header->ifi_flags & IFF_UP) != 0;
    interface->carrier = (header->ifi_flags & LOWER_UP) != 0;
    interface->mtu = number(table[IFLA_MTU]);
    interface->master = number(table[IFLA_MASTER]);
    (void)copy_text(table[IFLA_IFNAME], interface->name, sizeof(interface->name));
    (void)copy_text(nested(table[IFLA_LINKINFO], IFLA_INFO_KIND), interface->kind, sizeof(interface->kind));
    /* A veth's is that of its other end. */
    uint32_t lower = strcmp(interface->kind, "veth") != 0 ? number(table[IFLA_LINK]) : 0;
    *(table[IFLA_LINK_NETNSID] == NULL ? &interface->lower : &interface->lower_elsewhere) = lower;
    (void)copy_text(nested(table[IFLA_PROP_LIST], IFLA_ALT_IFNAME), interface->mark, sizeof(interface->mark));
    if (table[IFLA_ADDRESS] != NULL && mnl_attr_get_payload_len(table[IFLA_ADDRESS]) == sizeof(interface->mac))
        memcpy(interface->mac, mnl_attr_get_payload(table[IFLA_ADDRESS]), sizeof(interface->mac));
}

static int look(const struct nlmsghdr *message, void *context) {
    struct search *search = context;
    if (search->done || message->nlmsg_type != RTM_NEWLINK || mnl_nlmsg_get_payload_len(message) < sizeof(struct ifinfomsg))
        return 0;
    struct interface one;
    read_interface(message, &one);
    search->done = search->name != NULL      ? strcmp(one.name, search->name) == 0
                   : search->index != 0      ? one.index == search->index
                   : search->mac != NULL     ? memcmp(one.mac, search->mac, sizeof(one.mac)) == 0
                   : search->elsewhere != 0 ? one.lower_elsewhere == search->elsewhere && strcmp(one.kind, "macvlan") == 0
                                             : one.lower == search->lower && one.index != search->lower;
    if (search->done)
        *search->found = one;
    return 0;
}

static void again(void *context) {
    ((struct search *)context)->done = false;
}

static int find(struct netlink *netlink, struct search *search) {
    int result = netlink_dump(netlink, RTM_GETLINK, AF_UNSPEC, again, look, search);
    return result < 0 ? result : search->done ? 0 : -ENODEV;
}

int interface_named(struct netlink *netlink, const char *name, struct interface *ret_interface) {
    struct search search = {.name = name, .found = ret_interface};
    return find(netlink, &search);
}

int interface_at(struct netlink *netlink, uint32_t index, struct interface *ret_interface) {
    struct search search = {.index = index, .found = ret_interface};
    return index == 0 ? -ENODEV : find(netlink, &search);
}

int interface_upon(struct netlink *netlink, uint32_t lower, struct interface *ret_interface) {
    struct search search = {.lower = lower, .found = ret_interface};
    return lower == 0 ? -ENODEV : find(netlink, &search);
}

int interface_macvlan(struct netlink *netlink, uint32_t lower, struct interface *ret_interface) {
    struct search search = {.elsewhere = lower, .found = ret_interface};
    return lower == 0 ? -ENODEV : find(netlink, &search);
}

int interface_with(struct netlink *netlink, const uint8_t mac[6], struct interface *ret_interface) {
    struct search search = {.mac = mac, .found = ret_interface};
    return find(netlink, &search);
}

/* --- addresses --- */

struct overlap {
    struct ip network;
    uint32_t index;
};

static bool common(const struct ip *a, const struct ip *b) {
    unsigned int length = a->prefix < b->prefix ? a->prefix : b->prefix;
    for (unsigned int bit = 0; bit < length; bit++) {
        if (((a->bytes[bit / 8] ^ b->bytes[bit / 8]) & (0x80U >> bit % 8)) != 0)
            return false;
    }
    return true;
}

static int compare(const struct nlmsghdr *message, void *context) {
    struct overlap *overlap = context;
    const struct ifaddrmsg *header = mnl_nlmsg_get_payload(message);
    if (message->nlmsg_type != RTM_NEWADDR || mnl_nlmsg_get_payload_len(message) < sizeof(*header) || header->ifa_family != overlap->network.family)
        return 0;
    const struct nlattr *table[IFA_LOCAL + 1];
    attribute_table(message, sizeof(*header), table, IFA_LOCAL + 1);
    const struct nlattr *bytes = table[IFA_ADDRESS];
    struct ip network = {.family = header->ifa_family, .prefix = header->ifa_prefixlen};
    if (bytes == NULL || mnl_attr_get_payload_len(bytes) != ip_size(network.family))
        return 0;
    memcpy(network.bytes, mnl_attr_get_payload(bytes), ip_size(network.family));
    if (common(&network, &overlap->network))
        overlap->index = header->ifa_index;
    return 0;
}

int interface_overlapped(struct netlink *netlink, const struct ip *network) {
    struct overlap overlap = {.network = *network};
    int result = netlink_dump(netlink, RTM_GETADDR, network->family, NULL, compare, &overlap);
    return result < 0 ? result : (int)overlap.index;
}
