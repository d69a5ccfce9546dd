#define _GNU_SOURCE
#include "bridge.h"

#include <errno.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <string.h>
#include <sys/socket.h>

/* Of user space's clock ticks (USER_HZ, 100 a second): the usual 300 s. */
enum { AGEING = 30000 };

static int put(struct netlink *netlink, uint32_t index, uint16_t flags, const uint8_t *mac, bool learning, uint64_t tag) {
    struct ifinfomsg header = {.ifi_family = AF_UNSPEC, .ifi_index = (int)index};
    if (mac != NULL)
        header.ifi_flags = header.ifi_change = IFF_UP;
    struct nlmsghdr *message = netlink_begin(netlink, RTM_NEWLINK, flags, &header, sizeof(header));
    if (message == NULL)
        return -ENOMEM;
    if (mac != NULL) {
        mnl_attr_put_strz(message, IFLA_IFNAME, "br0");
        mnl_attr_put(message, IFLA_ADDRESS, 6, mac);
    }
    struct nlattr *info = mnl_attr_nest_start(message, IFLA_LINKINFO);
    mnl_attr_put_strz(message, IFLA_INFO_KIND, "bridge");
    struct nlattr *data = mnl_attr_nest_start(message, IFLA_INFO_DATA);
    mnl_attr_put_u32(message, IFLA_BR_AGEING_TIME, learning ? AGEING : 0);
    if (mac == NULL)
        mnl_attr_put(message, IFLA_BR_FDB_FLUSH, 0, NULL);
    mnl_attr_nest_end(message, data);
    mnl_attr_nest_end(message, info);
    netlink_end(netlink, message, tag);
    return 0;
}

int bridge_create(struct netlink *netlink, uint32_t index, const uint8_t mac[6], bool learning, uint64_t tag) {
    return put(netlink, index, NLM_F_CREATE | NLM_F_EXCL, mac, learning, tag);
}

int bridge_learning(struct netlink *netlink, uint32_t index, bool learning, uint64_t tag) {
    return put(netlink, index, 0, NULL, learning, tag);
}
