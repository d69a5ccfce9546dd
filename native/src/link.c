#define _GNU_SOURCE
#include "link.h"

#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <string.h>
#include <sys/socket.h>

#include "redirect.h"

static struct nlmsghdr *begin(struct netlink *netlink, uint16_t type, uint16_t flags, const struct ifinfomsg *header) {
    return netlink_begin(netlink, type, flags, header, sizeof(*header));
}

static struct ifinfomsg header_of(uint32_t index, bool up) {
    return (struct ifinfomsg){.ifi_family = AF_UNSPEC, .ifi_index = (int)index, .ifi_flags = up ? IFF_UP : 0, .ifi_change = up ? IFF_UP : 0};
}

static void put_end(struct nlmsghdr *message, const struct veth_end *end) {
    mnl_attr_put_strz(message, IFLA_IFNAME, end->name);
    if (end->mac != NULL)
        mnl_attr_put(message, IFLA_ADDRESS, 6, end->mac);
    mnl_attr_put_u32(message, IFLA_MTU, end->mtu);
    if (end->master != 0)
        mnl_attr_put_u32(message, IFLA_MASTER, end->master);
    /*
     * The one queue that a veth uses by default. Not told so, the kernel makes one for each possible processor (veth_get_num_queues, in newer kernels) and takes all but one back,
     * for which it waits for its readers at each end of each cable (netif_set_real_num_tx_queues), with all other changes of networks waiting for it.
     */
    mnl_attr_put_u32(message, IFLA_NUM_TX_QUEUES, 1);
    mnl_attr_put_u32(message, IFLA_NUM_RX_QUEUES, 1);
}

int link_veth(struct netlink *netlink, const struct veth_end *own, const struct veth_end *other, pid_t peer, uint64_t tag) {
    struct ifinfomsg header = header_of(own->index, own->up), peer_header = header_of(other->index, other->up);
    struct nlmsghdr *message = begin(netlink, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, &header);
    if (message == NULL)
        return -ENOMEM;
    put_end(message, own);
    struct nlattr *info = mnl_attr_nest_start(message, IFLA_LINKINFO);
    mnl_attr_put_strz(message, IFLA_INFO_KIND, "veth");
    struct nlattr *data = mnl_attr_nest_start(message, IFLA_INFO_DATA);
    struct nlattr *peer_info = mnl_attr_nest_start(message, VETH_INFO_PEER);
    memcpy(mnl_nlmsg_put_extra_header(message, sizeof(peer_header)), &peer_header, sizeof(peer_header));
    put_end(message, other);
    mnl_attr_put_u32(message, IFLA_NET_NS_PID, (uint32_t)peer);
    mnl_attr_nest_end(message, peer_info);
    mnl_attr_nest_end(message, data);
    mnl_attr_nest_end(message, info);
    netlink_end(netlink, message, tag);
    return 0;
}

int link_delete(struct netlink *netlink, uint32_t index, uint64_t tag) {
    struct ifinfomsg header = header_of(index, false);
    struct nlmsghdr *message = begin(netlink, RTM_DELLINK, 0, &header);
    if (message == NULL)
        return -ENOMEM;
    netlink_end(netlink, message, tag);
    return 0;
}

static int put_group(struct netlink *netlink, uint16_t type, uint32_t index, uint32_t group, uint64_t tag) {
    struct ifinfomsg header = header_of(index, false);
    struct nlmsghdr *message = begin(netlink, type, 0, &header);
    if (message == NULL)
        return -ENOMEM;
    mnl_attr_put_u32(message, IFLA_GROUP, group);
    netlink_end(netlink, message, tag);
    return 0;
}

int link_group(struct netlink *netlink, uint32_t index, uint32_t group, uint64_t tag) {
    return put_group(netlink, RTM_NEWLINK, index, group, tag);
}

int link_delete_group(struct netlink *netlink, uint32_t group, uint64_t tag) {
    return put_group(netlink, RTM_DELLINK, 0, group, tag);
}

int link_change(struct netlink *netlink, uint32_t index, const struct link_change *change, uint64_t tag) {
    struct ifinfomsg header = {.ifi_family = AF_UNSPEC, .ifi_index = (int)index};
    if (change->has_up) {
        header.ifi_flags = change->up ? IFF_UP : 0;
        header.ifi_change = IFF_UP;
    }
    struct nlmsghdr *message = begin(netlink, RTM_NEWLINK, 0, &header);
    if (message == NULL)
        return -ENOMEM;
    if (change->mac != NULL)
        mnl_attr_put(message, IFLA_ADDRESS, 6, change->mac);
    if (change->mtu != 0)
        mnl_attr_put_u32(message, IFLA_MTU, change->mtu);
    if (change->master != 0)
        mnl_attr_put_u32(message, IFLA_MASTER, change->master);
    netlink_end(netlink, message, tag);
    return 0;
}

/* What `tc filter add dev FROM ingress u32 match u32 0 0 action mirred egress redirect dev TO` sends. */
int link_redirect(struct netlink *netlink, uint32_t from, uint32_t to, uint64_t tag) {
    return redirect_make(netlink, &(struct redirect){.from = from, .to = to, .way = TCA_EGRESS_REDIR}, tag);
}
