#define _GNU_SOURCE
#include "monitor.h"

#include "util.h"

#include <errno.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

/* Datagrams of one turn, before others have theirs. Past it: in a refresh, a dump is quicker. */
enum { TURN = 1024 };
/* Until a cache that could not be completed is tried again. */
enum { AGAIN_MS = 50 };

struct monitor {
    struct loop *loop;
    struct loop_timer *again;
    int fd;
    struct loop_watch *watch;
    void (*changed)(void *context);
    void *context;
    bool whole;    /* the cache is complete: no dump is needed */
    bool doubtful; /* routes may have gone without a word */
    struct observed observed;
};

static char received[64 * 1024] __attribute__((aligned(8)));

/*
 * IPv4 routes that the kernel flushes because their interface went down or away, or lost its last address, are not told (fib_flush,
 * net/ipv4/fib_frontend.c): after such a message the routes are asked for.
 */
static bool flushes_routes(const struct nlmsghdr *message) {
    const struct ifinfomsg *link = mnl_nlmsg_get_payload(message);
    switch (message->nlmsg_type) {
    case RTM_DELLINK: return true;
    case RTM_NEWLINK: return mnl_nlmsg_get_payload_len(message) >= sizeof(*link) && (link->ifi_flags & IFF_UP) == 0;
    case RTM_DELADDR: return link->ifi_family == AF_INET; /* the family is the first byte of both */
    default: return false;
    }
}

/* Reads until nothing waits, or a turn is over (then *ret_rest). Returns whether the cache changed. */
static bool drain(struct monitor *monitor, bool *ret_rest) {
    bool changed = false;
    *ret_rest = false;
    for (int i = 0; i < TURN; i++) {
        ssize_t length = netlink_receive(monitor->fd, received, sizeof(received));
        if (length == -EAGAIN)
            return changed;
        if (length < 0)
            monitor->whole = false;
        int rest = length > 0 ? (int)length : 0;
        for (const struct nlmsghdr *message = (const struct nlmsghdr *)(const void *)received; mnl_nlmsg_ok(message, rest);
             message = mnl_nlmsg_next(message, &rest)) {
            monitor->doubtful = monitor->doubtful || flushes_routes(message);
            int result = observed_take(&monitor->observed, message);
            if (result < 0)
                monitor->whole = false;
            changed = changed || result > 0;
        }
    }
    *ret_rest = true;
    return changed;
}

bool monitor_hear(struct monitor *monitor) {
    /* Before the first refresh the cache is of no use to anybody, and the dump will bring all of it. */
    bool doubtful = monitor->doubtful, rest, changed = drain(monitor, &rest);
    if (changed || monitor->doubtful != doubtful || !monitor->whole)
        monitor->changed(monitor->context);
    return monitor->whole && !rest;
}

static void ready(void *context, uint32_t events) {
    (void)events;
    (void)monitor_hear(context);
}

int monitor_open(struct loop *loop, void (*changed)(void *context), void *context, struct monitor **ret_monitor) {
    static const int groups[] = {RTNLGRP_LINK, RTNLGRP_IPV4_IFADDR, RTNLGRP_IPV6_IFADDR, RTNLGRP_IPV4_ROUTE, RTNLGRP_IPV6_ROUTE};
    struct monitor *monitor = calloc(1, sizeof(*monitor));
    if (monitor == NULL)
        return -ENOMEM;
    monitor->loop = loop;
    monitor->changed = changed;
    monitor->context = context;
    struct sockaddr_nl address = {.nl_family = AF_NETLINK};
    for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++)
        address.nl_groups |= 1U << (groups[i] - 1);
    monitor->fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);
    int result = monitor->fd < 0 || bind(monitor->fd, (struct sockaddr *)&address, sizeof(address)) < 0 ? -errno : 0;
    if (result == 0)
        result = loop_watch(loop, monitor->fd, EPOLLIN, ready, monitor, &monitor->watch);
    if (result < 0) {
        monitor_close(monitor);
        return result;
    }
    *ret_monitor = monitor;
    return 0;
}

void monitor_close(struct monitor *monitor) {
    if (monitor == NULL)
        return;
    loop_unwatch(monitor->watch);
    loop_timer_cancel(monitor->again);
    if (monitor->fd >= 0)
        close(monitor->fd);
    observed_clear(&monitor->observed);
    free(monitor);
}

struct dump {
    struct observed *observed;
    uint16_t type;
    bool changed;
};

static void mark(void *context) {
    struct dump *dump = context;
    observed_mark(dump->observed, dump->type);
}

static int each(const struct nlmsghdr *message, void *context) {
    struct dump *dump = context;
    int result = observed_take(dump->observed, message);
    dump->changed = dump->changed || result > 0;
    return result < 0 ? result : 0;
}

/* Replaces one kind of what is cached by what the kernel has now. */
static int dump_kind(struct monitor *monitor, struct netlink *netlink, uint16_t type, bool *changed) {
    struct dump dump = {.observed = &monitor->observed, .type = type};
    int result = netlink_dump(netlink, type, AF_UNSPEC, mark, each, &dump);
    if (result == 0)
        *changed = observed_sweep(&monitor->observed, type) || dump.changed || *changed;
    return result;
}

static void try_again(void *context) {
    struct monitor *monitor = context;
    monitor->again = NULL;
    monitor->changed(monitor->context);
}

/* The kernel says no more about what was missed: whoever is interested is to ask again. */
static int incomplete(struct monitor *monitor, int result) {
    if (monitor->again == NULL)
        (void)loop_timer(monitor->loop, AGAIN_MS, try_again, monitor, &monitor->again);
    return result;
}

/* All that waits; what comes faster than it can be read is read by a dump. */
static bool drain_all(struct monitor *monitor) {
    bool rest, changed = drain(monitor, &rest);
    if (rest)
        monitor->whole = false;
    return changed;
}

int monitor_refresh(struct monitor *monitor, struct netlink *netlink) {
    bool changed = drain_all(monitor);
    for (int attempt = 0; attempt < 4 && (!monitor->whole || monitor->doubtful); attempt++) {
        static const uint16_t types[] = {RTM_GETLINK, RTM_GETADDR, RTM_GETROUTE};
        size_t first = monitor->whole ? 2 : 0;
        monitor->whole = true;
        monitor->doubtful = false;
        for (size_t i = first; i < sizeof(types) / sizeof(types[0]); i++) {
            int result = dump_kind(monitor, netlink, types[i], &changed);
            if (result < 0) {
                monitor->whole = false;
                return incomplete(monitor, result);
            }
        }
        /* What was told during the dump is newer than the dump, or the same. */
        changed = drain_all(monitor) || changed;
    }
    if (!monitor->whole || monitor->doubtful)
        return incomplete(monitor, changed ? 1 : 0);
    return changed ? 1 : 0;
}

const struct observed *monitor_observed(const struct monitor *monitor) {
    return &monitor->observed;
}

int monitor_descriptor(const struct monitor *monitor) {
    return monitor->fd;
}
