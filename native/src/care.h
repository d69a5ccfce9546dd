/*
 * Who takes care of an interface of this computer: a DHCP client, NetworkManager (nmcli(1)), systemd-networkd (systemd.network(5)). While it belongs to a lab
 * they are asked to let go of it, and of what is made for the lab; nothing of theirs is ended or forgotten.
 *
 * NetworkManager: `nmcli device set NIC managed no` leaves addresses, routes and resolv.conf(5) as they are (seen with 1.42), where an `unmanaged-devices` of its
 * settings would take them away at once; that one is set too, for what is made or comes back later, and for a restart of NetworkManager. Back it goes by the
 * profile that was active: `managed yes` alone takes whichever connects by itself. A checkpoint (CheckpointCreate) would bring no more than that, lives in
 * NetworkManager's memory alone, ends with its timeout or its restart, and keeps others (nmstate, Cockpit) from taking one for as long as the lab runs.
 *
 * systemd-networkd: an unmanaged link loses its addresses at `networkctl reload`, and is set up anew at the next one.
 */
#ifndef NESTWORK_CARE_H
#define NESTWORK_CARE_H

#include "dhcp_client.h"

#include <stdbool.h>
#include <stdint.h>

/* LEAVES: NetworkManager runs and looks on only: what it is told not to manage, or found set up by somebody else ("connected (externally)"). */
enum network_manager { NETWORK_MANAGER_ABSENT, NETWORK_MANAGER_LEAVES, NETWORK_MANAGER_HAS };

struct care {
    enum network_manager network_manager;
    char profile[40];                  /* UUID of the active connection, or empty */
    bool stays_apart;                  /* NetworkManager does not connect it by itself: the person disconnected it */
    bool networkd;                     /* it has the interface */
    bool folders[2];                   /* of the hints below /run: there before */
    struct dhcp_client theirs, client; /* theirs, stopped meanwhile; ours, on the bridge */
};
/* What belongs to the lab meanwhile, by name: `bridge` and `port` are empty when the interface itself moves into the lab. */
struct care_names {
    const char *nic, *bridge, *port;
};

/* Who of those that run has the interface. `proc`: a descriptor of /proc; `net`: inode of the network namespace. */
void care_find(int proc, uint64_t net, const char *interface, uint32_t index, struct care *ret_care);
/* Asks them to let go, before anything is made. They may take the addresses away. */
void care_release(int proc, const struct care_names *names, const struct care *care);
/* Prepares a DHCP client for the bridge (dhcp_client.h), so that care->client can be noted before care_begin gets `*ret_gate`. */
int care_renew(int proc, const char *bridge, struct care *care, int *ret_gate);
int care_begin(int gate);
/* Ours ends, theirs go on. */
void care_return(int proc, const struct care_names *names, const struct care *care);

#endif
