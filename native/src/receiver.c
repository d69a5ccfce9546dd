#define _GNU_SOURCE
#include "receiver.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <sys/socket.h>

#include "redirect.h"

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

/*
 * What `tc filter add dev RECEIVER ingress u32 match u8 0 1 at -14 action mirred ingress redirect dev PORT` sends: frames to one, not to all, come in by the
 * port. The lowest bit of the first byte of the destination, 14 bytes before the packet, tells them apart; the word that holds it begins at -16.
 */
static int put_hand_over(struct netlink *netlink, uint32_t index, uint32_t port, uint64_t tag) {
    const struct tc_u32_key to_one = {.mask = htonl(0x00000100), .off = -16};
    return redirect_make(netlink, &(struct redirect){.from = index, .to = port, .way = TCA_INGRESS_REDIR, .match = to_one}, tag);
}

int receiver_make(struct netlink *netlink, uint32_t index, const uint8_t mac[6], uint32_t port, uint64_t tag) {
    int result = put_macvlan(netlink, index, mac, port, tag);
    return result == 0 ? put_hand_over(netlink, index, port, tag) : result;
}
