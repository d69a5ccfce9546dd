/* Messages about interfaces: veth pairs, bridges, bridge ports, up and down, and the wire that joins two veth ends. */
#ifndef NESTWORK_LINK_H
#define NESTWORK_LINK_H

#include "netlink.h"

#include <net/if.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* One end of a veth pair, as it is created. */
struct veth_end {
    char name[IF_NAMESIZE];
    uint32_t index; /* wanted; so that the next message may name it without asking */
    const uint8_t *mac; /* NULL: the kernel's choice */
    uint32_t mtu;
    bool up;
    uint32_t master; /* of the first end only; 0: none */
};

/* All of these put one request that waits, and return 0 or -ENOMEM. The first end lives where `netlink` does, the second where process `peer` does. */
int link_veth(struct netlink *netlink, const struct veth_end *own, const struct veth_end *other, pid_t peer, uint64_t tag);
int link_delete(struct netlink *netlink, uint32_t index, uint64_t tag);
/* Puts an interface into the group `group`; 0 is the one that all are in at first. */
int link_group(struct netlink *netlink, uint32_t index, uint32_t group, uint64_t tag);
/*
 * Deletes all of a group, with their peers, at once: the kernel waits for readers of what it frees (some 10 to 30 ms) once instead of once for each
 * (rtnl_group_dellink, net/core/rtnetlink.c). ENODEV: nobody is in it. EOPNOTSUPP: one is that cannot be deleted, and all are still there.
 */
int link_delete_group(struct netlink *netlink, uint32_t group, uint64_t tag);
struct link_change {
    bool has_up, up;
    uint32_t mtu;       /* 0: as it is */
    const uint8_t *mac; /* NULL: as it is */
    uint32_t master;    /* 0: as it is */
};
int link_change(struct netlink *netlink, uint32_t index, const struct link_change *change, uint64_t tag);
/* All that comes into `from` leaves by `to`, both being interfaces where `netlink` lives: two requests. */
int link_redirect(struct netlink *netlink, uint32_t from, uint32_t to, uint64_t tag);

#endif
