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

/* A message about the bridge `index`, in the middle of what is said of it as a bridge. */
struct about {
    struct nlmsghdr *message;
    struct nlattr *info, *data;
};

static bool begin(struct netlink *netlink, uint32_t index, uint16_t flags, const uint8_t *mac, struct about *about) {
    struct ifinfomsg header = {.ifi_family = AF_UNSPEC, .ifi_index = (int)index};
    if (mac != NULL)
        header.ifi_flags = header.ifi_change = IFF_UP;
    about->message = netlink_begin(netlink, RTM_NEWLINK, flags, &header, sizeof(header));
    if (about->message == NULL)
        return false;
    if (mac != NULL) {
        mnl_attr_put_strz(about->message, IFLA_IFNAME, "br0");
        mnl_attr_put(about->message, IFLA_ADDRESS, 6, mac);
    }
    about->info = mnl_attr_nest_start(about->message, IFLA_LINKINFO);
    mnl_attr_put_strz(about->message, IFLA_INFO_KIND, "bridge");
    about->data = mnl_attr_nest_start(about->message, IFLA_INFO_DATA);
    return true;
}

static void end(struct netlink *netlink, struct about *about, uint64_t tag) {
    mnl_attr_nest_end(about->message, about->data);
    mnl_attr_nest_end(about->message, about->info);
    netlink_end(netlink, about->message, tag);
}

int bridge_create(struct netlink *netlink, uint32_t index, const uint8_t mac[6], const struct bridge_kind *kind, uint64_t tag) {
    struct about about;
    if (!begin(netlink, index, NLM_F_CREATE | NLM_F_EXCL, mac, &about))
        return -ENOMEM;
    mnl_attr_put_u32(about.message, IFLA_BR_AGEING_TIME, kind->learning ? AGEING : 0);
    if (kind->stp)
        mnl_attr_put_u32(about.message, IFLA_BR_STP_STATE, 1);
    end(netlink, &about, tag);
    return 0;
}

int bridge_learning(struct netlink *netlink, uint32_t index, bool learning, uint64_t tag) {
    struct about about;
    if (!begin(netlink, index, 0, NULL, &about))
        return -ENOMEM;
    mnl_attr_put_u32(about.message, IFLA_BR_AGEING_TIME, learning ? AGEING : 0);
    mnl_attr_put(about.message, IFLA_BR_FDB_FLUSH, 0, NULL);
    end(netlink, &about, tag);
    return 0;
}

int bridge_stp(struct netlink *netlink, uint32_t index, bool stp, uint64_t tag) {
    struct about about;
    if (!begin(netlink, index, 0, NULL, &about))
        return -ENOMEM;
    mnl_attr_put_u32(about.message, IFLA_BR_STP_STATE, stp ? 1 : 0);
    end(netlink, &about, tag);
    return 0;
}
