#define _GNU_SOURCE
#include "route.h"

#include <errno.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

static int put(struct netlink *netlink, bool add, const struct ip *to, const struct ip *via, uint32_t index, uint64_t tag) {
    struct rtmsg header = {.rtm_family = to->family, .rtm_dst_len = to->prefix, .rtm_table = RT_TABLE_MAIN, .rtm_scope = RT_SCOPE_NOWHERE};
    if (add) {
        header.rtm_protocol = RTPROT_STATIC;
        header.rtm_type = RTN_UNICAST;
        header.rtm_scope = via->family == 0 && to->family == AF_INET ? RT_SCOPE_LINK : RT_SCOPE_UNIVERSE;
    }
    struct nlmsghdr *message = netlink_begin(netlink, add ? RTM_NEWROUTE : RTM_DELROUTE, (uint16_t)(add ? NLM_F_CREATE | NLM_F_EXCL : 0), &header, sizeof(header));
    if (message == NULL)
        return -ENOMEM;
    if (to->prefix > 0)
        mnl_attr_put(message, RTA_DST, ip_size(to->family), to->bytes);
    if (via->family != 0)
        mnl_attr_put(message, RTA_GATEWAY, ip_size(via->family), via->bytes);
    if (index != 0)
        mnl_attr_put_u32(message, RTA_OIF, index);
    netlink_end(netlink, message, tag);
    return 0;
}

int route_add(struct netlink *netlink, const struct ip *to, const struct ip *via, uint32_t index, uint64_t tag) {
    return put(netlink, true, to, via, index, tag);
}

int route_delete(struct netlink *netlink, const struct ip *to, const struct ip *via, uint32_t index, uint64_t tag) {
    return put(netlink, false, to, via, index, tag);
}
