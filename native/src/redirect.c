#define _GNU_SOURCE
#include "redirect.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

/* What `tc qdisc add dev FROM ingress` sends. */
static int put_ingress(struct netlink *netlink, uint32_t index, uint64_t tag) {
    struct tcmsg header = {.tcm_family = AF_UNSPEC, .tcm_ifindex = (int)index, .tcm_handle = 0xffff0000U, .tcm_parent = TC_H_INGRESS};
    struct nlmsghdr *message = netlink_begin(netlink, RTM_NEWQDISC, NLM_F_CREATE | NLM_F_EXCL, &header, sizeof(header));
    if (message == NULL)
        return -ENOMEM;
    mnl_attr_put_strz(message, TCA_KIND, "ingress");
    netlink_end(netlink, message, tag);
    return 0;
}

int redirect_make(struct netlink *netlink, const struct redirect *redirect, uint64_t tag) {
    if (put_ingress(netlink, redirect->from, tag) < 0)
        return -ENOMEM;
    struct tcmsg header = {.tcm_family = AF_UNSPEC, .tcm_ifindex = (int)redirect->from, .tcm_parent = 0xffff0000U};
    header.tcm_info = TC_H_MAKE(1U << 16, (uint32_t)htons(ETH_P_ALL));
    struct nlmsghdr *message = netlink_begin(netlink, RTM_NEWTFILTER, NLM_F_CREATE | NLM_F_EXCL, &header, sizeof(header));
    if (message == NULL)
        return -ENOMEM;
    struct {
        struct tc_u32_sel selector;
        struct tc_u32_key key;
    } match = {.selector = {.flags = TC_U32_TERMINAL, .nkeys = 1}, .key = redirect->match};
    struct tc_mirred mirred = {.action = TC_ACT_STOLEN, .eaction = redirect->way, .ifindex = redirect->to};
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
