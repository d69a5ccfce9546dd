/* The cache of one node: see observed.h. */
#define _GNU_SOURCE
#include "observed.h"

#include "observed_take.h"

#include <linux/rtnetlink.h>
#include <stdlib.h>
#include <string.h>

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

bool observed_room(void **list, size_t *capacity, size_t count, size_t size) {
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

struct nlmsghdr *observed_copy(const struct nlmsghdr *message) {
    struct nlmsghdr *copy = malloc(message->nlmsg_len);
    if (copy != NULL)
        memcpy(copy, message, message->nlmsg_len);
    return copy;
}

int observed_take(struct observed *observed, const struct nlmsghdr *message) {
    switch (message->nlmsg_type) {
    case RTM_NEWLINK:
    case RTM_DELLINK:
        return mnl_nlmsg_get_payload_len(message) >= sizeof(struct ifinfomsg) ? observed_take_interface(observed, message) : 0;
    case RTM_NEWADDR:
    case RTM_DELADDR:
        return mnl_nlmsg_get_payload_len(message) >= sizeof(struct ifaddrmsg) ? observed_take_address(observed, message) : 0;
    case RTM_NEWROUTE:
    case RTM_DELROUTE:
        return mnl_nlmsg_get_payload_len(message) >= sizeof(struct rtmsg) ? observed_take_route(observed, message) : 0;
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
