/* An interface of the network namespace that the caller is in, as the kernel describes it. */
#ifndef NESTWORK_INTERFACE_H
#define NESTWORK_INTERFACE_H

#include "ip.h"
#include "netlink.h"

#include <net/if.h>
#include <stdbool.h>
#include <stdint.h>

/* Alternative names (ip link property) mark what Nestwork made; 127 bytes at most (ALTIFNAMSIZ). */
enum { INTERFACE_MARK = 128 };

struct interface {
    uint32_t index, mtu, master, lower; /* lower: what it stands on (IFLA_LINK); 0: nothing, or something elsewhere */
    uint32_t lower_elsewhere;           /* what it stands on in another network namespace; 0: nothing */
    uint16_t type;                      /* ARPHRD_... */
    char name[IF_NAMESIZE], kind[16];   /* kind: "veth", "bridge", ...; "": hardware, or the loopback */
    char mark[INTERFACE_MARK];          /* its last alternative name; "": none */
    uint8_t mac[6];
    bool up, carrier;
};

/* By name. 0, -ENODEV, or another negative errno. */
int interface_named(struct netlink *netlink, const char *name, struct interface *ret_interface);
/* By index. 0, -ENODEV, or another negative errno. */
int interface_at(struct netlink *netlink, uint32_t index, struct interface *ret_interface);
/* The first one that stands on `lower`. 0, -ENODEV, or another negative errno. */
int interface_upon(struct netlink *netlink, uint32_t lower, struct interface *ret_interface);
/* The first macvlan that stands on `lower` of another network namespace. 0, -ENODEV, or another negative errno. */
int interface_macvlan(struct netlink *netlink, uint32_t lower, struct interface *ret_interface);
/* The first one with this MAC address. 0, -ENODEV, or another negative errno. */
int interface_with(struct netlink *netlink, const uint8_t mac[6], struct interface *ret_interface);
/* The index of an interface with an address whose network and this one have addresses in common; 0: there is none. Or a negative errno. */
int interface_overlapped(struct netlink *netlink, const struct ip *network);

#endif
