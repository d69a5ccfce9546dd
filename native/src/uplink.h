/* Joins something of this computer to a node of a lab. Each way begins with a journal; what goes wrong on the way is put back before the error is told. */
#ifndef NESTWORK_UPLINK_H
#define NESTWORK_UPLINK_H

#include "journal.h"

/* This computer, as a process of nestwork-root works on it. */
struct computer {
    int folder, live, proc, net; /* the journals; the lock that says that the instance lives; /proc; the network namespace */
    uint64_t inode;              /* of the network namespace */
    struct netlink *netlink;
    int generation;      /* of guards: how many before this one did not come to the end */
    const int *networks; /* of nodes, which must not end before what is in them has come home; ends with -1 */
    char instance[40];
};

/* How long the person is waited for, ms. */
enum { UPLINK_PATIENCE_MS = 30000 };

/* Opens all but the folder and the instance, in the namespaces that the caller is in. 0 or a negative errno. */
int computer_open(struct computer *computer);
/*
 * `net`: the node's network. Interfaces of this computer (bridge, macvlan, whole) get a deadline. 0, or a negative errno with the error filled and nothing
 * changed.
 */
int uplink_attach(struct computer *computer, const struct uplink_wish *wish, int net, struct record *ret_record, struct nw_error *error);
/* Other addresses and routes for this computer's end. 0, or a negative errno with the error filled and the old ones back. */
int uplink_change(struct computer *computer, struct record *record, const struct uplink_wish *wish, struct nw_error *error);

/* --- uplink_check.c: what may be joined. 0, or a negative errno with the error filled --- */

/*
 * Opens the node's network and makes sure that it is the one that is meant, is of a user namespace of `owner`'s, and is not this computer's. A descriptor, or a
 * negative errno with the error filled.
 */
int uplink_node(const struct computer *computer, const struct uplink_wish *wish, uid_t owner, struct nw_error *error);
/* Fills journal.nic, holdings and settings. Refuses Wi-Fi, ports, what is no Ethernet, and without a yes what carries the default route or an SSH session. */
int uplink_nic(const struct computer *computer, struct record *record, struct nw_error *error);
/* The networks that this computer is to have are not its own already. */
int uplink_networks(const struct computer *computer, const struct uplink_wish *wish, struct nw_error *error);

#endif
