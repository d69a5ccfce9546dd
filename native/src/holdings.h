/*
 * What an interface holds: its addresses and the routes that lead through it, kept as the messages that told them, so that they come back exactly, on the
 * same interface or on another one.
 */
#ifndef NESTWORK_HOLDINGS_H
#define NESTWORK_HOLDINGS_H

#include "ip.h"
#include "netlink.h"
#include "util.h"

#include <stdint.h>

/*
 * Appends the holdings of interface `index`, addresses first, each rounded up to 4 bytes. Left out is what the kernel makes by itself: routes of
 * addresses (but where an address is told to have none: NetworkManager makes its own), multicast, temporary addresses (RFC 8981). 0; -EMLINK if a route has several gateways or a nexthop object; or another negative errno.
 */
int holdings_read(struct netlink *netlink, uint32_t index, struct buffer *messages);

/* Which of them. An IPv6 link-local address stays with its interface. */
enum holdings { HOLDINGS_ADDRESSES = 1, HOLDINGS_LINK_LOCAL = 2, HOLDINGS_ROUTES = 4 };
/*
 * Puts requests that give them to interface `index`. Lifetimes become shorter by `elapsed` seconds. Addresses that are there and routes that are there
 * are refused by the kernel with EEXIST. 0 or a negative errno.
 */
int holdings_put(struct netlink *netlink, const struct buffer *messages, uint32_t index, uint32_t elapsed, unsigned int what);
/* Puts requests that take routes and addresses (not link-local ones) from interface `index`; what is gone already is refused. 0 or a negative errno. */
int holdings_take(struct netlink *netlink, const struct buffer *messages, uint32_t index);
/* How many of them interface `index` does not have now; the first one in words. Or a negative errno. */
int holdings_missing(struct netlink *netlink, const struct buffer *messages, uint32_t index, char *first, size_t size);

/* Whether an address of this family (AF_INET, AF_INET6) among them is lent for a time, as DHCP and router advertisements do. */
bool holdings_lent(const struct buffer *messages, uint8_t family);
/* Whether a default route is among them. */
bool holdings_default(const struct buffer *messages);
/* Whether this address (in network order, `size` bytes) is among them. */
bool holdings_has(const struct buffer *messages, const void *bytes, size_t size);
/* How many addresses, link-local ones not counted. */
size_t holdings_addresses(const struct buffer *messages);

#endif
