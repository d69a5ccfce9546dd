#define _GNU_SOURCE
#include "edge.h"

#include "util.h"

#include <errno.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>

int edge_choose(struct edge *ret_edge, const char *name, const uint8_t *mac, uint32_t mtu) {
    uint32_t number[3];
    if (getrandom(number, sizeof(number), 0) != (ssize_t)sizeof(number))
        return -errno;
    *ret_edge = (struct edge){.index = (number[0] & 0x3fffffffU) | 0x40000000U, .mtu = mtu};
    text_copy(ret_edge->name, sizeof(ret_edge->name), name);
    memcpy(ret_edge->mac, mac != NULL ? mac : (const uint8_t *)&number[1], sizeof(ret_edge->mac));
    if (mac == NULL)
        ret_edge->mac[0] = (uint8_t)((ret_edge->mac[0] & 0xfcU) | 2U);
    return 0;
}

void edge_name(const char *prefix, const char *interface, uint32_t index, char ret_name[IF_NAMESIZE]) {
    if (snprintf(ret_name, IF_NAMESIZE, "%s%s", prefix, interface) >= IF_NAMESIZE)
        (void)snprintf(ret_name, IF_NAMESIZE, "%s%u", prefix, index);
}

static struct nlmsghdr *begin(struct netlink *netlink, uint16_t type, uint16_t flags, uint32_t index) {
    struct ifinfomsg header = {.ifi_family = AF_UNSPEC, .ifi_index = (int)index};
    return netlink_begin(netlink, type, flags, &header, sizeof(header));
}

static int end(struct netlink *netlink, struct nlmsghdr *message) {
    netlink_end(netlink, message, 0);
    return 0;
}

static void put_edge(struct nlmsghdr *message, const struct edge *edge) {
    mnl_attr_put_strz(message, IFLA_IFNAME, edge->name);
    mnl_attr_put(message, IFLA_ADDRESS, sizeof(edge->mac), edge->mac);
    if (edge->mtu != 0)
        mnl_attr_put_u32(message, IFLA_MTU, edge->mtu);
}

static struct nlmsghdr *begin_new(struct netlink *netlink, const struct edge *edge) {
    struct nlmsghdr *message = begin(netlink, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, edge->index);
    if (message != NULL)
        put_edge(message, edge);
    return message;
}

int edge_bridge(struct netlink *netlink, const struct edge *bridge) {
    struct nlmsghdr *message = begin_new(netlink, bridge);
    if (message == NULL)
        return -ENOMEM;
    struct nlattr *info = mnl_attr_nest_start(message, IFLA_LINKINFO);
    mnl_attr_put_strz(message, IFLA_INFO_KIND, "bridge");
    mnl_attr_nest_end(message, info);
    return end(netlink, message);
}

int edge_pair(struct netlink *netlink, const struct edge *own, uint32_t master, const struct edge *other, int net) {
    struct nlmsghdr *message = begin_new(netlink, own);
    if (message == NULL)
        return -ENOMEM;
    struct ifinfomsg header = {.ifi_family = AF_UNSPEC, .ifi_index = (int)other->index};
    if (master != 0)
        mnl_attr_put_u32(message, IFLA_MASTER, master);
    struct nlattr *info = mnl_attr_nest_start(message, IFLA_LINKINFO);
    mnl_attr_put_strz(message, IFLA_INFO_KIND, "veth");
    struct nlattr *data = mnl_attr_nest_start(message, IFLA_INFO_DATA);
    struct nlattr *peer = mnl_attr_nest_start(message, VETH_INFO_PEER);
    memcpy(mnl_nlmsg_put_extra_header(message, sizeof(header)), &header, sizeof(header));
    put_edge(message, other);
    mnl_attr_put_u32(message, IFLA_NET_NS_FD, (uint32_t)net);
    mnl_attr_nest_end(message, peer);
    mnl_attr_nest_end(message, data);
    mnl_attr_nest_end(message, info);
    return end(netlink, message);
}

int edge_macvlan(struct netlink *netlink, const struct edge *macvlan, uint32_t lower, int net) {
    struct nlmsghdr *message = begin_new(netlink, macvlan);
    if (message == NULL)
        return -ENOMEM;
    mnl_attr_put_u32(message, IFLA_LINK, lower);
    mnl_attr_put_u32(message, IFLA_NET_NS_FD, (uint32_t)net);
    struct nlattr *info = mnl_attr_nest_start(message, IFLA_LINKINFO);
    mnl_attr_put_strz(message, IFLA_INFO_KIND, "macvlan");
    struct nlattr *data = mnl_attr_nest_start(message, IFLA_INFO_DATA);
    mnl_attr_put_u32(message, IFLA_MACVLAN_MODE, MACVLAN_MODE_PRIVATE);
    mnl_attr_nest_end(message, data);
    mnl_attr_nest_end(message, info);
    return end(netlink, message);
}

int edge_mark(struct netlink *netlink, uint32_t index, const char *mark) {
    struct nlmsghdr *message = begin(netlink, RTM_NEWLINKPROP, NLM_F_CREATE | NLM_F_EXCL | NLM_F_APPEND, index);
    if (message == NULL)
        return -ENOMEM;
    struct nlattr *list = mnl_attr_nest_start(message, IFLA_PROP_LIST);
    mnl_attr_put_strz(message, IFLA_ALT_IFNAME, mark);
    mnl_attr_nest_end(message, list);
    return end(netlink, message);
}

int edge_up(struct netlink *netlink, uint32_t index, bool up) {
    struct ifinfomsg header = {.ifi_family = AF_UNSPEC, .ifi_index = (int)index, .ifi_flags = up ? IFF_UP : 0, .ifi_change = IFF_UP};
    struct nlmsghdr *message = netlink_begin(netlink, RTM_NEWLINK, 0, &header, sizeof(header));
    return message == NULL ? -ENOMEM : end(netlink, message);
}

int edge_master(struct netlink *netlink, uint32_t index, uint32_t master) {
    struct nlmsghdr *message = begin(netlink, RTM_NEWLINK, 0, index);
    if (message == NULL)
        return -ENOMEM;
    mnl_attr_put_u32(message, IFLA_MASTER, master);
    return end(netlink, message);
}

int edge_move(struct netlink *netlink, uint32_t index, int net, const char *name, uint32_t there) {
    struct nlmsghdr *message = begin(netlink, RTM_NEWLINK, 0, index);
    if (message == NULL)
        return -ENOMEM;
    mnl_attr_put_u32(message, IFLA_NET_NS_FD, (uint32_t)net);
    mnl_attr_put_strz(message, IFLA_IFNAME, name);
    if (there != 0)
        mnl_attr_put_u32(message, IFLA_NEW_IFINDEX, there);
    return end(netlink, message);
}

int edge_delete(struct netlink *netlink, uint32_t index) {
    struct nlmsghdr *message = begin(netlink, RTM_DELLINK, 0, index);
    return message == NULL ? -ENOMEM : end(netlink, message);
}
