#define _GNU_SOURCE
#include "holdings.h"

#include "attribute.h"

#include <errno.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

static const uint32_t forever = UINT32_MAX;

/* --- one message --- */

static struct nlattr *attribute_of(struct nlmsghdr *message, size_t header, uint16_t type) {
    const struct nlattr *table[RTA_MAX + 1];
    attribute_table(message, header, table, RTA_MAX + 1);
    return (struct nlattr *)(uintptr_t)table[type];
}

static bool is_address(const struct nlmsghdr *message) {
    return message->nlmsg_type == RTM_NEWADDR;
}

static bool is_link_local(const struct nlmsghdr *message) {
    const struct ifaddrmsg *header = mnl_nlmsg_get_payload(message);
    return is_address(message) && header->ifa_family == AF_INET6 && header->ifa_scope == RT_SCOPE_LINK;
}

static uint32_t address_flags(struct nlmsghdr *message) {
    const struct ifaddrmsg *header = mnl_nlmsg_get_payload(message);
    const struct nlattr *flags = attribute_of(message, sizeof(*header), IFA_FLAGS);
    return flags != NULL ? mnl_attr_get_u32(flags) : header->ifa_flags;
}

/* States and counters go, so that the same holding is the same bytes whenever it is read, and may be sent as a request. */
static void make_plain(struct nlmsghdr *message) {
    message->nlmsg_seq = message->nlmsg_pid = 0;
    message->nlmsg_flags = 0;
    if (is_address(message)) {
        struct ifaddrmsg *header = mnl_nlmsg_get_payload(message);
        const uint32_t wanted = IFA_F_NODAD | IFA_F_MANAGETEMPADDR | IFA_F_NOPREFIXROUTE | IFA_F_MCAUTOJOIN;
        uint32_t flags = address_flags(message) & wanted;
        struct nlattr *attribute = attribute_of(message, sizeof(*header), IFA_FLAGS);
        header->ifa_flags = (uint8_t)flags;
        if (attribute != NULL)
            memcpy(mnl_attr_get_payload(attribute), &flags, sizeof(flags));
        return;
    }
    struct rtmsg *header = mnl_nlmsg_get_payload(message);
    header->rtm_flags &= RTNH_F_ONLINK;
}

/* What changes with time by itself. */
static void forget_time(struct nlmsghdr *message) {
    size_t header = is_address(message) ? sizeof(struct ifaddrmsg) : sizeof(struct rtmsg);
    struct nlattr *cache = attribute_of(message, header, is_address(message) ? IFA_CACHEINFO : RTA_CACHEINFO);
    if (cache != NULL)
        memset(mnl_attr_get_payload(cache), 0, mnl_attr_get_payload_len(cache));
}

/* --- reading --- */

struct reading {
    uint32_t index;
    struct buffer *messages;
    size_t length; /* before this dump */
    bool several;
    bool own_routes; /* IFA_F_NOPREFIXROUTE: the way into an address's network is somebody's route, though it may say that it is the kernel's */
};

static void again(void *context) {
    struct reading *reading = context;
    reading->messages->length = reading->length;
    reading->several = false;
}

static int keep(struct buffer *messages, const struct nlmsghdr *message) {
    static const char zero[4];
    size_t at = messages->length;
    int result = buffer_append(messages, message, message->nlmsg_len);
    if (result == 0)
        result = buffer_append(messages, zero, (4 - message->nlmsg_len % 4) % 4);
    if (result == 0)
        make_plain((struct nlmsghdr *)(void *)(messages->data + at));
    return result;
}

static int take_address(const struct nlmsghdr *message, void *context) {
    struct reading *reading = context;
    const struct ifaddrmsg *header = mnl_nlmsg_get_payload(message);
    if (message->nlmsg_type != RTM_NEWADDR || mnl_nlmsg_get_payload_len(message) < sizeof(*header) || header->ifa_index != reading->index)
        return 0;
    /* IFA_F_TEMPORARY is IFA_F_SECONDARY, which IPv4 uses for another thing. */
    if (header->ifa_family == AF_INET6 && (header->ifa_flags & IFA_F_TEMPORARY) != 0)
        return 0;
    const struct nlattr *flags = attribute_of((struct nlmsghdr *)(uintptr_t)message, sizeof(*header), IFA_FLAGS);
    reading->own_routes = reading->own_routes || (flags != NULL && (mnl_attr_get_u32(flags) & IFA_F_NOPREFIXROUTE) != 0);
    return keep(reading->messages, message);
}

static bool among_gateways(const struct nlattr *list, uint32_t index) {
    const char *at = mnl_attr_get_payload(list), *end = at + mnl_attr_get_payload_len(list);
    while (end - at >= (ptrdiff_t)sizeof(struct rtnexthop)) {
        const struct rtnexthop *hop = (const struct rtnexthop *)(const void *)at;
        if (hop->rtnh_len < sizeof(*hop))
            break;
        if ((uint32_t)hop->rtnh_ifindex == index)
            return true;
        at += (hop->rtnh_len + 3U) & ~3U;
    }
    return false;
}

static int take_route(const struct nlmsghdr *message, void *context) {
    struct reading *reading = context;
    const struct rtmsg *header = mnl_nlmsg_get_payload(message);
    if (message->nlmsg_type != RTM_NEWROUTE || mnl_nlmsg_get_payload_len(message) < sizeof(*header))
        return 0;
    const struct nlattr *table[RTA_MAX + 1];
    attribute_table(message, sizeof(*header), table, RTA_MAX + 1);
    if (table[RTA_MULTIPATH] != NULL && among_gateways(table[RTA_MULTIPATH], reading->index))
        reading->several = true;
    if (table[RTA_OIF] == NULL || mnl_attr_get_u32(table[RTA_OIF]) != reading->index)
        return 0;
    if (header->rtm_type != RTN_UNICAST || (header->rtm_protocol == RTPROT_KERNEL && !reading->own_routes) || (header->rtm_flags & RTM_F_CLONED) != 0)
        return 0;
    if (table[RTA_NH_ID] != NULL)
        reading->several = true;
    return keep(reading->messages, message);
}

int holdings_read(struct netlink *netlink, uint32_t index, struct buffer *messages) {
    static const uint8_t families[] = {AF_INET, AF_INET6};
    struct reading reading = {.index = index, .messages = messages};
    bool several = false;
    int result = 0;
    for (size_t i = 0; i < 4 && result == 0; i++) {
        reading.length = messages->length;
        result = netlink_dump(netlink, i < 2 ? RTM_GETADDR : RTM_GETROUTE, families[i % 2], again, i < 2 ? take_address : take_route, &reading);
        several = several || reading.several;
    }
    return result < 0 ? result : several ? -EMLINK : 0;
}

/* --- walking --- */

/* The message at `*at`, which then stands behind it; NULL at the end. */
static struct nlmsghdr *next(const struct buffer *messages, size_t *at) {
    if (*at + sizeof(struct nlmsghdr) > messages->length)
        return NULL;
    struct nlmsghdr *message = (struct nlmsghdr *)(void *)(messages->data + *at);
    if (message->nlmsg_len < sizeof(struct nlmsghdr) || message->nlmsg_len > messages->length - *at)
        return NULL;
    *at += (message->nlmsg_len + 3U) & ~3U;
    return message;
}

union copy {
    char bytes[NETLINK_MESSAGE_SIZE];
    struct nlmsghdr message;
};

/* A copy that may be changed and made longer; NULL if there is no room. */
static struct nlmsghdr *copy_of(const struct nlmsghdr *message, union copy *copy) {
    if (message->nlmsg_len + 64 > sizeof(*copy))
        return NULL;
    memcpy(copy, message, message->nlmsg_len);
    return &copy->message;
}

static void lead_to(struct nlmsghdr *message, uint32_t index) {
    if (is_address(message)) {
        struct ifaddrmsg *header = mnl_nlmsg_get_payload(message);
        /* The label names the interface that it was given on. */
        struct nlattr *label = header->ifa_index != index ? attribute_of(message, sizeof(*header), IFA_LABEL) : NULL;
        header->ifa_index = index;
        if (label != NULL)
            label->nla_type = IFA_UNSPEC;
        return;
    }
    struct nlattr *out = attribute_of(message, sizeof(struct rtmsg), RTA_OIF);
    if (out != NULL)
        memcpy(mnl_attr_get_payload(out), &index, sizeof(index));
}

static void shorten(uint32_t *seconds, uint32_t elapsed) {
    if (*seconds != forever)
        *seconds = *seconds > elapsed ? *seconds - elapsed : 1; /* 0 would be refused; it ends at once */
}

static void let_pass(struct nlmsghdr *message, uint32_t elapsed) {
    if (is_address(message)) {
        struct nlattr *cache = attribute_of(message, sizeof(struct ifaddrmsg), IFA_CACHEINFO);
        struct ifa_cacheinfo times;
        if (cache == NULL || mnl_attr_get_payload_len(cache) < sizeof(times))
            return;
        memcpy(&times, mnl_attr_get_payload(cache), sizeof(times));
        shorten(&times.ifa_valid, elapsed);
        if (times.ifa_prefered != 0)
            shorten(&times.ifa_prefered, elapsed);
        memcpy(mnl_attr_get_payload(cache), &times, sizeof(times));
        return;
    }
    /* A route's remaining time is told in a structure (clock ticks of 1/100 s) and set by a number (s). */
    struct nlattr *cache = attribute_of(message, sizeof(struct rtmsg), RTA_CACHEINFO);
    struct rta_cacheinfo times;
    if (cache == NULL || mnl_attr_get_payload_len(cache) < sizeof(times))
        return;
    memcpy(&times, mnl_attr_get_payload(cache), sizeof(times));
    uint32_t left = times.rta_expires > 0 ? (uint32_t)times.rta_expires / 100 : forever;
    cache->nla_type = RTA_UNSPEC;
    shorten(&left, elapsed);
    if (left != forever)
        mnl_attr_put_u32(message, RTA_EXPIRES, left);
}

static bool chosen(const struct nlmsghdr *message, unsigned int what) {
    return (what & (is_link_local(message) ? HOLDINGS_LINK_LOCAL : is_address(message) ? HOLDINGS_ADDRESSES : HOLDINGS_ROUTES)) != 0;
}

static bool has_gateway(struct nlmsghdr *message) {
    return !is_address(message) &&
           (attribute_of(message, sizeof(struct rtmsg), RTA_GATEWAY) != NULL || attribute_of(message, sizeof(struct rtmsg), RTA_VIA) != NULL);
}

int holdings_put(struct netlink *netlink, const struct buffer *messages, uint32_t index, uint32_t elapsed, unsigned int what) {
    /* Routes that are directly reachable come before those behind a gateway. */
    for (int gateways = 0; gateways < 2; gateways++) {
        const struct nlmsghdr *message;
        for (size_t at = 0; (message = next(messages, &at)) != NULL;) {
            union copy room;
            struct nlmsghdr *copy = copy_of(message, &room);
            if (copy == NULL)
                return -EMSGSIZE;
            if (!chosen(copy, what) || has_gateway(copy) != (gateways == 1))
                continue;
            lead_to(copy, index);
            let_pass(copy, elapsed);
            /* One that never went is told again: systemd-networkd 252 forgets it when the interface leaves a bridge, and would wait for it for ever. */
            int result = netlink_add(netlink, copy, copy->nlmsg_type, NLM_F_CREATE | (is_link_local(copy) ? NLM_F_REPLACE : NLM_F_EXCL), 0);
            if (result < 0)
                return result;
        }
    }
    return 0;
}

/* Into the network of link-local addresses: it stays with them. */
static bool leads_link_local(struct nlmsghdr *message) {
    const struct nlattr *to = attribute_of(message, sizeof(struct rtmsg), RTA_DST);
    const uint8_t *bytes = to == NULL ? NULL : mnl_attr_get_payload(to);
    return bytes != NULL && mnl_attr_get_payload_len(to) == 16 && bytes[0] == 0xfe && (bytes[1] & 0xc0) == 0x80;
}

/* A request that takes it away, if it is to be taken; 0 or a negative errno. */
static int take_one(struct netlink *netlink, const struct nlmsghdr *message, uint32_t index) {
    union copy room;
    struct nlmsghdr *copy = copy_of(message, &room);
    if (copy == NULL)
        return -EMSGSIZE;
    if (is_link_local(copy) || (!is_address(copy) && leads_link_local(copy)))
        return 0;
    lead_to(copy, index);
    struct nlattr *unused = is_address(copy) ? attribute_of(copy, sizeof(struct ifaddrmsg), IFA_LABEL) : attribute_of(copy, sizeof(struct rtmsg), RTA_CACHEINFO);
    if (unused != NULL)
        unused->nla_type = IFA_UNSPEC;
    return netlink_add(netlink, copy, is_address(copy) ? RTM_DELADDR : RTM_DELROUTE, 0, 0);
}

int holdings_take(struct netlink *netlink, const struct buffer *messages, uint32_t index) {
    const struct nlmsghdr *message;
    /* Routes first: with an address the kernel takes IPv4 routes along, and then there is nothing to take. */
    for (int addresses = 0; addresses < 2; addresses++) {
        for (size_t at = 0; (message = next(messages, &at)) != NULL;) {
            int result = is_address(message) == (addresses == 1) ? take_one(netlink, message, index) : 0;
            if (result < 0)
                return result;
        }
    }
    return 0;
}

/* --- comparing --- */

static bool found_in(const struct buffer *messages, const struct nlmsghdr *wanted) {
    const struct nlmsghdr *message;
    for (size_t at = 0; (message = next(messages, &at)) != NULL;) {
        union copy room;
        struct nlmsghdr *copy = copy_of(message, &room);
        if (copy == NULL || copy->nlmsg_len != wanted->nlmsg_len)
            continue;
        forget_time(copy);
        if (memcmp(copy, wanted, wanted->nlmsg_len) == 0)
            return true;
    }
    return false;
}

static void describe(struct nlmsghdr *message, char *text, size_t size) {
    struct ip ip = {0};
    char shown[64];
    bool address = is_address(message);
    const struct rtmsg *route = mnl_nlmsg_get_payload(message);
    const struct ifaddrmsg *header = mnl_nlmsg_get_payload(message);
    ip.family = address ? header->ifa_family : route->rtm_family;
    ip.prefix = address ? header->ifa_prefixlen : route->rtm_dst_len;
    const struct nlattr *bytes = address ? attribute_of(message, sizeof(*header), IFA_ADDRESS) : attribute_of(message, sizeof(*route), RTA_DST);
    if (bytes != NULL && mnl_attr_get_payload_len(bytes) <= sizeof(ip.bytes))
        memcpy(ip.bytes, mnl_attr_get_payload(bytes), mnl_attr_get_payload_len(bytes));
    ip_format(&ip, true, shown, sizeof(shown));
    (void)snprintf(text, size, "%s %s", address ? "the address" : "the route to", shown);
}

int holdings_missing(struct netlink *netlink, const struct buffer *messages, uint32_t index, char *first, size_t size) {
    struct buffer now = {0};
    int result = holdings_read(netlink, index, &now), count = 0;
    const struct nlmsghdr *message;
    for (size_t at = 0; result == 0 && (message = next(messages, &at)) != NULL;) {
        union copy room;
        struct nlmsghdr *wanted = copy_of(message, &room);
        if (wanted == NULL) {
            result = -EMSGSIZE;
            break;
        }
        forget_time(wanted);
        if (!found_in(&now, wanted) && ++count == 1)
            describe(wanted, first, size);
    }
    buffer_free(&now);
    return result < 0 ? result : count;
}

/* --- asking --- */

bool holdings_lent(const struct buffer *messages, uint8_t family) {
    struct nlmsghdr *message;
    for (size_t at = 0; (message = next(messages, &at)) != NULL;) {
        const struct ifaddrmsg *header = mnl_nlmsg_get_payload(message);
        const struct nlattr *cache = is_address(message) && header->ifa_family == family ? attribute_of(message, sizeof(*header), IFA_CACHEINFO) : NULL;
        struct ifa_cacheinfo times = {.ifa_valid = forever};
        if (cache != NULL && mnl_attr_get_payload_len(cache) >= sizeof(times))
            memcpy(&times, mnl_attr_get_payload(cache), sizeof(times));
        if (times.ifa_valid != forever)
            return true;
    }
    return false;
}

bool holdings_default(const struct buffer *messages) {
    const struct nlmsghdr *message;
    for (size_t at = 0; (message = next(messages, &at)) != NULL;) {
        const struct rtmsg *header = mnl_nlmsg_get_payload(message);
        if (!is_address(message) && header->rtm_dst_len == 0)
            return true;
    }
    return false;
}

bool holdings_has(const struct buffer *messages, const void *bytes, size_t size) {
    struct nlmsghdr *message;
    for (size_t at = 0; (message = next(messages, &at)) != NULL;) {
        if (!is_address(message))
            continue;
        const struct nlattr *local = attribute_of(message, sizeof(struct ifaddrmsg), IFA_LOCAL);
        if (local == NULL)
            local = attribute_of(message, sizeof(struct ifaddrmsg), IFA_ADDRESS);
        if (local != NULL && mnl_attr_get_payload_len(local) == size && memcmp(mnl_attr_get_payload(local), bytes, size) == 0)
            return true;
    }
    return false;
}

size_t holdings_addresses(const struct buffer *messages) {
    const struct nlmsghdr *message;
    size_t count = 0;
    for (size_t at = 0; (message = next(messages, &at)) != NULL;)
        count += is_address(message) && !is_link_local(message);
    return count;
}
