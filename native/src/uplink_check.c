#define _GNU_SOURCE
#include "uplink.h"

#include "holdings.h"
#include "interface_settings.h"
#include "interface_use.h"
#include "process.h"

#include <errno.h>
#include <linux/if_arp.h>
#include <linux/nsfs.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static int refuse(struct nw_error *error, const char *code, int number, const char *hint, const char *format, const char *one, const char *two) {
    char message[300];
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    (void)snprintf(message, sizeof(message), format, one, two);
#pragma GCC diagnostic pop
    int result = error_set(error, code, number, "%s", message);
    text_copy(error->hint, sizeof(error->hint), hint);
    return result;
}

int uplink_node(const struct computer *computer, const struct uplink_wish *wish, uid_t owner, struct nw_error *error) {
    uid_t found = (uid_t)-1;
    int net = process_network(computer->proc, wish->pid, wish->net);
    int space = net < 0 ? -1 : ioctl(net, NS_GET_USERNS);
    bool sound = space >= 0 && wish->net != computer->inode && ioctl(space, NS_GET_OWNER_UID, &found) == 0 && found == owner;
    if (space >= 0)
        close(space);
    if (sound)
        return net;
    if (net >= 0)
        close(net);
    return refuse(error, "not-yours", EPERM, "Run the lab again.", "The node %s was not joined: its network is not one of a running lab of yours.%s", wish->node, "");
}

/* By what it is. */
static int check_kind(const struct interface *nic, enum uplink_mode mode, struct nw_error *error) {
    static const char *const kinds[] = {"", "veth", "vlan", "bond", "team", "dummy"};
    bool good = nic->type == ARPHRD_ETHER && strncmp(nic->mark, "nestwork-", 9) != 0, known = false;
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        known = known || strcmp(nic->kind, kinds[i]) == 0;
    if (interface_is_wireless(nic->name))
        return refuse(error, "wireless", EOPNOTSUPP, "Choose a wired interface, or draw \"Internet\" instead: it works over Wi-Fi and needs no password.",
                      "%s was not joined: it is a Wi-Fi station, and an access point takes frames of one device only from it.%s", nic->name, "");
    if (!good || !known)
        return refuse(error, "not-ethernet", EOPNOTSUPP, "Choose an Ethernet interface.", "%s was not joined: it is no Ethernet interface of this computer (%s).", nic->name,
                      nic->kind[0] != '\0' ? nic->kind : "another kind of link");
    if (nic->master != 0)
        return refuse(error, "enslaved", EBUSY, "Take it out there first, or choose another one.",
                      "%s was not joined: it is a port of another bridge or bond already.%s", nic->name, "");
    return mode == MODE_WHOLE || nic->up ? 0 : refuse(error, "down", ENETDOWN, "Set it up first: ip link set dev NAME up.", "%s was not joined: it is down.%s", nic->name, "");
}

/* By what it is used for. */
static int check_use(const struct computer *computer, const struct record *record, struct nw_error *error) {
    static const char yes[] = "Say yes to that to go on all the same.";
    const char *name = record->journal.nic.name;
    bool whole = record->journal.wish.mode == MODE_WHOLE;
    struct interface upon;
    if (whole && interface_upon(computer->netlink, record->journal.nic.index, &upon) == 0)
        return refuse(error, "in-use", EBUSY, "Delete that first, or share the interface.", "%s was not joined: %s stands on it.", name, upon.name);
    /* With macvlan this computer keeps all that it has. */
    if (record->journal.wish.sure || record->journal.wish.mode == MODE_MACVLAN)
        return 0;
    if (holdings_default(&record->holdings))
        return refuse(error, "default-route", EBUSY, yes, "%s was not joined: it carries this computer's default route.%s", name, "");
    if (interface_carries_ssh(computer->proc, &record->holdings))
        return refuse(error, "ssh-session", EBUSY, yes, "%s was not joined: an SSH session comes in through it.%s", name, "");
    return whole && holdings_addresses(&record->holdings) > 0
               ? refuse(error, "in-use", EBUSY, yes, "%s was not joined: this computer uses it, it has an address.%s", name, "")
               : 0;
}

int uplink_nic(const struct computer *computer, struct record *record, struct nw_error *error) {
    struct journal *journal = &record->journal;
    const char *name = journal->wish.interface;
    int result = interface_named(computer->netlink, name, &journal->nic);
    if (result == -ENODEV)
        return refuse(error, "not-found", ENODEV, "`ip link` shows those that there are.", "There is no interface %s on this computer.%s", name, "");
    if (result == 0) {
        result = check_kind(&journal->nic, journal->wish.mode, error);
        if (result < 0)
            return result;
        result = holdings_read(computer->netlink, journal->nic.index, &record->holdings);
        journal->read_at = journal_now() / 1000;
    }
    if (result == -EMLINK && journal->wish.mode != MODE_MACVLAN)
        return refuse(error, "several-gateways", EOPNOTSUPP, "Join it by macvlan, which leaves this computer's routes alone.",
                      "%s was not joined: a route with several gateways leads through it, which could not be put back exactly.%s", name, "");
    if (result == 0 || result == -EMLINK)
        result = interface_settings_read(computer->proc, name, &record->settings);
    if (result < 0)
        return refuse(error, "kernel-refused", -result, "", "%s was not joined: what it has could not be read: %s.", name, strerror(-result));
    return check_use(computer, record, error);
}

int uplink_networks(const struct computer *computer, const struct uplink_wish *wish, struct nw_error *error) {
    for (uint32_t i = 0; i < wish->address_count + wish->route_count && !wish->sure; i++) {
        const struct ip *network = i < wish->address_count ? &wish->addresses[i] : &wish->routes[i - wish->address_count].to;
        struct interface other;
        char text[64];
        int index = interface_overlapped(computer->netlink, network);
        if (index <= 0 || interface_at(computer->netlink, (uint32_t)index, &other) < 0 || strcmp(other.name, wish->interface) == 0)
            continue;
        ip_format(network, true, text, sizeof(text));
        return refuse(error, "network-in-use", EADDRINUSE, "Choose another network for that part of the lab.",
                      "This computer was not joined: %s is in a network that it reaches through %s already.", text, other.name);
    }
    return 0;
}
