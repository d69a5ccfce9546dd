/* Addresses of the cache: RTM_NEWADDR and RTM_DELADDR. */
#define _GNU_SOURCE
#include "observed_take.h"

#include "attribute.h"

#include <errno.h>
#include <linux/rtnetlink.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

int observed_take_address(struct observed *observed, const struct nlmsghdr *message) {
    const struct ifaddrmsg *header = mnl_nlmsg_get_payload(message);
    if (header->ifa_family != AF_INET && header->ifa_family != AF_INET6)
        return 0;
    const struct nlattr *table[IFA_LOCAL + 1];
    attribute_table(message, sizeof(*header), table, IFA_LOCAL + 1);
    const struct nlattr *local = table[IFA_LOCAL] != NULL ? table[IFA_LOCAL] : table[IFA_ADDRESS];
    struct seen_address seen = {.index = header->ifa_index, .scope = header->ifa_scope};
    if (!attribute_bytes(local, seen.ip.bytes, ip_size(header->ifa_family)))
        return 0;
    seen.ip.family = header->ifa_family;
    seen.ip.prefix = header->ifa_prefixlen;
    size_t at = 0;
    while (at < observed->address_count &&
           (observed->addresses[at].index != seen.index || !ip_same(&observed->addresses[at].ip, &seen.ip)))
        at++;
    if (message->nlmsg_type == RTM_DELADDR) {
        if (at == observed->address_count)
            return 0;
        free(observed->addresses[at].message);
        observed->address_count--;
        memmove(&observed->addresses[at], &observed->addresses[at + 1], (observed->address_count - at) * sizeof(seen));
        return 1;
    }
    seen.message = observed_copy(message);
    if (seen.message == NULL)
        return -ENOMEM;
    if (at < observed->address_count) {
        bool changed = observed->addresses[at].scope != seen.scope;
        free(observed->addresses[at].message);
        observed->addresses[at] = seen;
        return changed ? 1 : 0;
    }
    if (!observed_room((void **)&observed->addresses, &observed->address_room, observed->address_count, sizeof(seen))) {
        free(seen.message);
        return -ENOMEM;
    }
    observed->addresses[observed->address_count++] = seen;
    return 1;
}
