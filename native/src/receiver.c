#define _GNU_SOURCE
#include "receiver.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_link.h>
#include <linux/pkt_cls.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>
#include <linux/tc_act/tc_mirred.h>
#include <stdio.h>
#include <sys/socket.h>

void receiver_name(const uint8_t mac[6], char ret_name[IF_NAMESIZE]) {
    (void)snprintf(ret_name, IF_NAMESIZE, "for%02x%02x%02x%02x%02x%02x", mac[0], mac[1], mac[2], mac[3], mac[4], mac[5]);
}

/* A macvlan upon a macvlan stands on the same interface of the computer (drivers/net/macvlan.c). */
static int put_macvlan(struct netlink *netlink, uint32_t index, const uint8_t mac[6], uint32_t port, uint64_t tag) {
    struct ifinfomsg header = {.ifi_family = AF_UNSPEC, .ifi_index = (int)index, .ifi_flags = IFF_UP, .ifi_change = IFF_UP};
    struct nlmsghdr *message = netlink_begin(netlink, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, &header, sizeof(header));
    char name[IF_NAMESIZE];
    if (message == NULL)
        return -ENOMEM;
    receiver_name(mac, name);
    mnl_attr_put_strz(message, IFLA_IFNAME, name);
    mnl_attr_put(message, IFLA_ADDRESS, ETH_ALEN, mac);
    mnl_attr_put_u32(message, IFLA_LINK, port);
    struct nlattr *info = mnl_attr_nest_start(message, IFLA_LINKINFO);
    mnl_attr_put_strz(message, IFLA_INFO_KIND, "macvlan");
    struct nlattr *data = mnl_attr_nest_start(message, IFLA_INFO_DATA);
    mnl_attr_put_u32(message, IFLA_MACVLAN_MODE, MACVLAN_MODE_PRIVATE);
    mnl_attr_nest_end(message, data);
    mnl_attr_nest_end(message, info);
    netlink_end(netlink, message, tag);
    return 0;
}

/* What `tc qdisc add dev RECEIVER ingress` sends. */
static int put_ingress(struct netlink *netlink, uint32_t index, uint64_t tag) {
    struct tcmsg header = {.tcm_family = AF_UNSPEC, .tcm_ifindex = (int)index, .tcm_handle = 0xffff0000U, .tcm_parent = TC_H_INGRESS};
    struct nlmsghdr *message = netlink_begin(netlink, RTM_NEWQDISC, NLM_F_CREATE | NLM_F_EXCL, &header, sizeof(header));
    if (message == NULL)
        return -ENOMEM;
    mnl_attr_put_strz(message, TCA_KIND, "ingress");
    netlink_end(netlink, message, tag);
    return 0;
}

/*
 * What `tc filter add dev RECEIVER ingress u32 match u8 0 1 at -14 action mirred ingress redirect dev PORT` sends: frames to one, not to all, come in by the
 * port. The lowest bit of the first byte of the destination, 14 bytes before the packet, tells them apart; the word that holds it begins at -16.
 */
static int put_hand_over(struct netlink *netlink, uint32_t index, uint32_t port, uint64_t tag) {
    struct tcmsg header = {.tcm_family = AF_UNSPEC, .tcm_ifindex = (int)index, .tcm_parent = 0xffff0000U};
    header.tcm_info = TC_H_MAKE(1U << 16, (uint32_t)htons(ETH_P_ALL));
    struct nlmsghdr *message = netlink_begin(netlink, RTM_NEWTFILTER, NLM_F_CREATE | NLM_F_EXCL, &header, sizeof(header));
    if (message == NULL)
        return -ENOMEM;
    struct {
        struct tc_u32_sel selector;
        struct tc_u32_key key;
    } match = {.selector = {.flags = TC_U32_TERMINAL, .nkeys = 1}, .key = {.mask = htonl(0x00000100), .off = -16}};
    struct tc_mirred mirred = {.action = TC_ACT_STOLEN, .eaction = TCA_INGRESS_REDIR, .ifindex = port};
    mnl_attr_put_strz(message, TCA_KIND, "u32");
    struct nlattr *options = mnl_attr_nest_start(message, TCA_OPTIONS);
    mnl_attr_put(message, TCA_U32_SEL, sizeof(match), &match);
    struct nlattr *actions = mnl_attr_nest_start(message, TCA_U32_ACT);
    struct nlattr *first = mnl_attr_nest_start(message, 1);
    mnl_attr_put_strz(message, TCA_ACT_KIND, "mirred");
    struct nlattr *parameters = mnl_attr_nest_start(message, TCA_ACT_OPTIONS);
    mnl_attr_put(message, TCA_MIRRED_PARMS, sizeof(mirred), &mirred);
    mnl_attr_nest_end(message, parameters);
    mnl_attr_nest_end(message, first);
    mnl_attr_nest_end(message, actions);
    mnl_attr_nest_end(message, options);
    netlink_end(netlink, message, tag);
    return 0;
}

int receiver_make(struct netlink *netlink, uint32_t index, const uint8_t mac[6], uint32_t port, uint64_t tag) {
    int result = put_macvlan(netlink, index, mac, port, tag);
    if (result == 0)
        result = put_ingress(netlink, index, tag);
    return result == 0 ? put_hand_over(netlink, index, port, tag) : result;
}
