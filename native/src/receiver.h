/*
 * Behind a macvlan the outside sends frames to its own MAC address alone. For each address behind the lab's bridge there is a receiver: another macvlan, on the
 * same interface of the computer, that has this address and hands what comes for it to the bridge's port. What everybody gets comes by the port itself.
 */
#ifndef NESTWORK_RECEIVER_H
#define NESTWORK_RECEIVER_H

#include "netlink.h"

#include <net/if.h>
#include <stdint.h>

/* The name of the receiver of an address: as long as a name may be. */
void receiver_name(const uint8_t mac[6], char ret_name[IF_NAMESIZE]);
/* Puts requests that make the receiver `index` beside the macvlan `port`. 0 or -ENOMEM. */
int receiver_make(struct netlink *netlink, uint32_t index, const uint8_t mac[6], uint32_t port, uint64_t tag);

#endif
