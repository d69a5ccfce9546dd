#define _GNU_SOURCE
#include "address.h"

#include <errno.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

static int put(struct netlink *netlink, uint16_t type, uint16_t flags, uint32_t index, const struct ip *ip, uint64_t tag) {
    struct ifaddrmsg header = {.ifa_family = ip->family, .ifa_prefixlen = ip->prefix, .ifa_index = index};
    struct nlmsghdr *message = netlink_begin(netlink, type, flags, &header, sizeof(header));
    if (message == NULL)
        return -ENOMEM;
    mnl_attr_put(message, IFA_LOCAL, ip_size(ip->family), ip->bytes);
    mnl_attr_put(message, IFA_ADDRESS, ip_size(ip->family), ip->bytes);
    if (type == RTM_NEWADDR && ip->family == AF_INET6)
        mnl_attr_put_u32(message, IFA_FLAGS, IFA_F_NODAD);
    netlink_end(netlink, message, tag);
    return 0;
}

int address_add(struct netlink *netlink, uint32_t index, const struct ip *ip, uint64_t tag) {
    return put(netlink, RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, index, ip, tag);
}

int address_delete(struct netlink *netlink, uint32_t index, const struct ip *ip, uint64_t tag) {
    return put(netlink, RTM_DELADDR, 0, index, ip, tag);
}
