/* Netlink messages: they collect in a batch; a batch is sent at once and all its answers are read. */
#define _GNU_SOURCE
#include "bare.h"

#include <arpa/inet.h>
#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/pkt_cls.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>
#include <linux/tc_act/tc_mirred.h>
#include <linux/veth.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

enum { BATCH_BYTES = 64 * 1024, BATCH_MESSAGES = 256 };

static char batch[BATCH_BYTES + 4096];
static size_t batch_bytes;
static int batch_messages;

int netlink_open(void) {
    int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE), size = 4 << 20;
    struct sockaddr_nl address = {.nl_family = AF_NETLINK};
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof(address)) < 0)
        die("netlink");
    (void)setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
    return fd;
}

void netlink_flush(int fd) {
    if (batch_messages == 0)
        return;
    if (send(fd, batch, batch_bytes, 0) < 0)
        die("send");
    static char answers[1 << 16];
    while (batch_messages > 0) {
        ssize_t got = recv(fd, answers, sizeof(answers), 0);
        if (got < 0)
            die("recv");
        int left = (int)got;
        for (struct nlmsghdr *message = (struct nlmsghdr *)answers; mnl_nlmsg_ok(message, left); message = mnl_nlmsg_next(message, &left)) {
            const struct nlmsgerr *error = mnl_nlmsg_get_payload(message);
            if (message->nlmsg_type != NLMSG_ERROR)
                continue;
            batch_messages--;
            if (error->error != 0) {
                errno = -error->error;
                (void)fprintf(stderr, "message type %d: ", error->msg.nlmsg_type);
                die("refused");
            }
        }
    }
    batch_bytes = 0;
}

static struct nlmsghdr *begin(uint16_t type, uint16_t flags) {
    struct nlmsghdr *message = mnl_nlmsg_put_header(batch + batch_bytes);
    message->nlmsg_type = type;
    message->nlmsg_flags = (uint16_t)(NLM_F_REQUEST | NLM_F_ACK | flags);
    return message;
}

static void end(int fd, const struct nlmsghdr *message) {
    batch_bytes += (message->nlmsg_len + 3u) & ~3u; /* NLMSG_ALIGN */
    if (++batch_messages == BATCH_MESSAGES || batch_bytes > BATCH_BYTES)
        netlink_flush(fd);
}

static void put_side(struct nlmsghdr *message, const struct lab *lab, const struct end *side, int netns) {
    mnl_attr_put_strz(message, IFLA_IFNAME, side->name);
    mnl_attr_put_u32(message, IFLA_NET_NS_FD, (uint32_t)netns);
    if (side->mac[0] != 0)
        mnl_attr_put(message, IFLA_ADDRESS, 6, side->mac);
    if (side->port)
        mnl_attr_put_u32(message, IFLA_MASTER, (uint32_t)lab->nodes[side->node].bridge);
    /* As the product makes them: without it the kernel waits for its readers twice a cable. */
    mnl_attr_put_u32(message, IFLA_NUM_TX_QUEUES, 1);
    mnl_attr_put_u32(message, IFLA_NUM_RX_QUEUES, 1);
}

/* The kernel takes IFF_UP of the first end only: the second is not connected yet when it is configured (drivers/net/veth.c). */
void put_veth(int fd, const struct lab *lab, const struct end *a, int a_netns, const struct end *b, int b_netns) {
    struct nlmsghdr *message = begin(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL);
    struct ifinfomsg *info = mnl_nlmsg_put_extra_header(message, sizeof(*info));
    info->ifi_flags = info->ifi_change = IFF_UP;
    info->ifi_index = a->index;
    put_side(message, lab, a, a_netns);
    struct nlattr *link = mnl_attr_nest_start(message, IFLA_LINKINFO);
    mnl_attr_put_strz(message, IFLA_INFO_KIND, "veth");
    struct nlattr *data = mnl_attr_nest_start(message, IFLA_INFO_DATA), *peer = mnl_attr_nest_start(message, VETH_INFO_PEER);
    struct ifinfomsg *other = mnl_nlmsg_put_extra_header(message, sizeof(*other));
    other->ifi_index = b->index;
    put_side(message, lab, b, b_netns);
    mnl_attr_nest_end(message, peer);
    mnl_attr_nest_end(message, data);
    mnl_attr_nest_end(message, link);
    end(fd, message);
}

void put_bridge(int fd, int index, const unsigned char *mac) {
    struct nlmsghdr *message = begin(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL);
    struct ifinfomsg *info = mnl_nlmsg_put_extra_header(message, sizeof(*info));
    info->ifi_flags = info->ifi_change = IFF_UP;
    info->ifi_index = index;
    mnl_attr_put_strz(message, IFLA_IFNAME, "br0");
    mnl_attr_put(message, IFLA_ADDRESS, 6, mac);
    struct nlattr *link = mnl_attr_nest_start(message, IFLA_LINKINFO);
    mnl_attr_put_strz(message, IFLA_INFO_KIND, "bridge");
    mnl_attr_nest_end(message, link);
    end(fd, message);
}

void put_delete(int fd, int index) {
    struct nlmsghdr *message = begin(RTM_DELLINK, 0);
    struct ifinfomsg *info = mnl_nlmsg_put_extra_header(message, sizeof(*info));
    info->ifi_index = index;
    end(fd, message);
}

void put_up(int fd, int index, bool up, int master) {
    struct nlmsghdr *message = begin(RTM_NEWLINK, 0);
    struct ifinfomsg *info = mnl_nlmsg_put_extra_header(message, sizeof(*info));
    info->ifi_index = index;
    info->ifi_change = IFF_UP;
    info->ifi_flags = up ? IFF_UP : 0;
    if (master > 0)
        mnl_attr_put_u32(message, IFLA_MASTER, (uint32_t)master);
    end(fd, message);
}

static size_t size_of(int family) {
    return family == AF_INET ? 4 : 16;
}

void put_address(int fd, const struct address *address) {
    struct nlmsghdr *message = begin(RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL);
    struct ifaddrmsg *info = mnl_nlmsg_put_extra_header(message, sizeof(*info));
    info->ifa_family = (uint8_t)address->family;
    info->ifa_prefixlen = address->prefix;
    info->ifa_index = (uint32_t)address->index;
    mnl_attr_put(message, IFA_LOCAL, size_of(address->family), address->bytes);
    mnl_attr_put(message, IFA_ADDRESS, size_of(address->family), address->bytes);
    end(fd, message);
}

void put_route(int fd, const struct route *route) {
    struct nlmsghdr *message = begin(RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL);
    struct rtmsg *info = mnl_nlmsg_put_extra_header(message, sizeof(*info));
    info->rtm_family = (uint8_t)route->family;
    info->rtm_dst_len = route->prefix;
    info->rtm_table = RT_TABLE_MAIN;
    info->rtm_protocol = RTPROT_STATIC;
    info->rtm_scope = route->has_via ? RT_SCOPE_UNIVERSE : RT_SCOPE_LINK;
    info->rtm_type = RTN_UNICAST;
    if (route->prefix > 0)
        mnl_attr_put(message, RTA_DST, size_of(route->family), route->to);
    if (route->has_via)
        mnl_attr_put(message, RTA_GATEWAY, size_of(route->family), route->via);
    if (route->index > 0)
        mnl_attr_put_u32(message, RTA_OIF, (uint32_t)route->index);
    end(fd, message);
}

/* What comes in at `from` goes out at `to`. */
void put_redirect(int fd, int from, int to) {
    struct nlmsghdr *message = begin(RTM_NEWQDISC, NLM_F_CREATE | NLM_F_EXCL);
    struct tcmsg *tc = mnl_nlmsg_put_extra_header(message, sizeof(*tc));
    tc->tcm_ifindex = from;
    tc->tcm_handle = TC_H_MAKE(TC_H_INGRESS, 0);
    tc->tcm_parent = TC_H_INGRESS;
    mnl_attr_put_strz(message, TCA_KIND, "ingress");
    end(fd, message);
    message = begin(RTM_NEWTFILTER, NLM_F_CREATE | NLM_F_EXCL);
    tc = mnl_nlmsg_put_extra_header(message, sizeof(*tc));
    tc->tcm_ifindex = from;
    tc->tcm_parent = TC_H_MAKE(TC_H_INGRESS, 0);
    tc->tcm_info = TC_H_MAKE(1u << 16, htons(0x0003 /* ETH_P_ALL */));
    mnl_attr_put_strz(message, TCA_KIND, "u32");
    struct nlattr *options = mnl_attr_nest_start(message, TCA_OPTIONS);
    struct {
        struct tc_u32_sel selector;
        struct tc_u32_key key;
    } match = {.selector = {.flags = TC_U32_TERMINAL, .nkeys = 1}};
    mnl_attr_put(message, TCA_U32_SEL, sizeof(match), &match);
    struct nlattr *actions = mnl_attr_nest_start(message, TCA_U32_ACT), *action = mnl_attr_nest_start(message, 1);
    mnl_attr_put_strz(message, TCA_ACT_KIND, "mirred");
    struct nlattr *of = mnl_attr_nest_start(message, TCA_ACT_OPTIONS);
    struct tc_mirred mirred = {.eaction = TCA_EGRESS_REDIR, .action = TC_ACT_STOLEN, .ifindex = (uint32_t)to};
    mnl_attr_put(message, TCA_MIRRED_PARMS, sizeof(mirred), &mirred);
    mnl_attr_nest_end(message, of);
    mnl_attr_nest_end(message, action);
    mnl_attr_nest_end(message, actions);
    mnl_attr_nest_end(message, options);
    end(fd, message);
}
