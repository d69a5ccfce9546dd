#define _GNU_SOURCE
#include "uplink.h"

#include "address.h"
#include "holdings.h"
#include "interface_settings.h"
#include "named_network.h"
#include "rollback.h"
#include "route.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/if_ether.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

/* The port by which a node's bridge leads outside (electron/engine/uplinks.ts). */
static const char port_name[] = "uplink0";

int computer_open(struct computer *computer) {
    struct stat status;
    computer->proc = open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
    computer->net = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
    if (computer->proc < 0 || computer->net < 0 || fstat(computer->net, &status) < 0)
        return -errno;
    computer->inode = status.st_ino;
    return netlink_open(&computer->netlink);
}

/* Sends what waits. `what` failed, if the kernel refuses. */
static int send_all(struct computer *computer, const char *what, struct nw_error *error) {
    char kernel[200] = "";
    int result = netlink_flush_simple(computer->netlink, kernel, sizeof(kernel));
    if (result < 0) {
        (void)error_set(error, "kernel-refused", result, "%s failed: %s.", what, kernel);
        text_copy(error->kernel, sizeof(error->kernel), kernel);
    }
    return result;
}

static int failed(struct nw_error *error, int number, const char *what) {
    return error_set(error, "kernel-refused", number, "%s failed: %s.", what, strerror(number < 0 ? -number : number));
}

/* --- this computer --- */

/* What a node says does not become this computer's route: nodes are often hostile on purpose. */
static void set_up(const struct computer *computer, const struct uplink_wish *wish) {
    bool ipv6 = false;
    for (uint32_t i = 0; i < wish->address_count; i++)
        ipv6 = ipv6 || wish->addresses[i].family == AF_INET6;
    interface_settings_distrust(computer->proc, wish->interface, ipv6);
}

static int put_addresses(struct computer *computer, const struct uplink_wish *wish, uint32_t index) {
    int result = 0;
    for (uint32_t i = 0; i < wish->address_count && result == 0; i++)
        result = address_add(computer->netlink, index, &wish->addresses[i], 0);
    return result;
}

static int put_routes(struct computer *computer, const struct uplink_wish *wish, uint32_t index) {
    int result = 0;
    for (uint32_t i = 0; i < wish->route_count && result == 0; i++)
        result = route_add(computer->netlink, &wish->routes[i].to, &wish->routes[i].via, index, 0);
    return result;
}

static int attach_computer(struct computer *computer, struct record *record, int net, struct nw_error *error) {
    const struct uplink_wish *wish = &record->journal.wish;
    const struct edge *own = &record->journal.port;
    struct edge other = {.mtu = own->mtu};
    text_copy(other.name, sizeof(other.name), port_name);
    memcpy(other.mac, wish->port_mac, sizeof(other.mac));
    if (edge_pair(computer->netlink, own, 0, &other, net) < 0 || edge_mark(computer->netlink, own->index, record->journal.mark) < 0)
        return failed(error, -ENOMEM, "Taking memory");
    int result = send_all(computer, "Making the cable between this computer and the lab", error);
    if (result < 0)
        return result;
    set_up(computer, wish);
    if (put_addresses(computer, wish, own->index) < 0 || edge_up(computer->netlink, own->index, true) < 0 || put_routes(computer, wish, own->index) < 0)
        return failed(error, -ENOMEM, "Taking memory");
    return send_all(computer, "Giving this computer its addresses and routes", error);
}

/* What it has becomes what the journal says. The routes go with the addresses; those that stay come back at once. */
static int give(struct computer *computer, struct record *record, struct nw_error *error) {
    const uint32_t index = record->journal.port.index;
    const struct uplink_wish *wish = &record->journal.wish;
    struct buffer held = {0};
    int result = journal_write(record);
    if (result == 0)
        result = holdings_read(computer->netlink, index, &held);
    set_up(computer, wish);
    if (result == 0)
        result = holdings_take(computer->netlink, &held, index);
    if (result == 0 && (result = put_addresses(computer, wish, index)) == 0)
        result = put_routes(computer, wish, index);
    buffer_free(&held);
    return result < 0 ? failed(error, result, "Changing the addresses of this computer") : send_all(computer, "Changing the addresses and routes of this computer", error);
}

int uplink_change(struct computer *computer, struct record *record, const struct uplink_wish *wish, struct nw_error *error) {
    struct uplink_wish before = record->journal.wish, *now = &record->journal.wish;
    struct nw_error ignored;
    memcpy(now->addresses, wish->addresses, sizeof(now->addresses));
    memcpy(now->routes, wish->routes, sizeof(now->routes));
    now->address_count = wish->address_count;
    now->route_count = wish->route_count;
    now->sure = wish->sure;
    int result = uplink_networks(computer, now, error);
    if (result == 0 && (result = give(computer, record, error)) == 0)
        return 0;
    *now = before;
    netlink_discard(computer->netlink);
    (void)give(computer, record, &ignored);
    return result;
}

/* --- an interface of this computer --- */

/* Whoever takes care of it lets go first: what is made next is nothing that they set up. */
static void release(const struct computer *computer, const struct journal *journal) {
    care_release(computer->proc, &(struct care_names){journal->nic.name, journal->bridge.name, journal->port.name}, &journal->care);
}

/* The bridge takes the place of the interface: addresses, routes, settings; all in one row of requests, so that connections hardly notice. */
static int attach_bridge(struct computer *computer, struct record *record, int net, struct nw_error *error) {
    struct journal *journal = &record->journal;
    struct netlink *netlink = computer->netlink;
    const uint32_t bridge = journal->bridge.index, nic = journal->nic.index;
    struct edge other;
    release(computer, journal);
    int gate = -1, result = edge_choose(&other, port_name, NULL, journal->nic.mtu);
    other.index = 0;
    if (result == 0)
        result = edge_bridge(netlink, &journal->bridge);
    if (result == 0)
        result = edge_mark(netlink, bridge, journal->mark);
    if (result == 0)
        result = edge_pair(netlink, &journal->port, bridge, &other, net);
    if (result < 0 || (result = send_all(computer, "Making the bridge and its cable to the lab", error)) < 0)
        return error->number == 0 ? failed(error, result, "Taking memory") : result;
    interface_settings_write(computer->proc, journal->bridge.name, &record->settings);
    if (journal->care.network_manager == NETWORK_MANAGER_HAS || journal->care.networkd)
        interface_settings_by_kernel(computer->proc, journal->bridge.name, holdings_lent(&record->holdings, AF_INET6));
    interface_settings_distrust(computer->proc, journal->port.name, false);
    if (edge_up(netlink, bridge, true) < 0 || edge_up(netlink, journal->port.index, true) < 0 || edge_master(netlink, nic, bridge) < 0 ||
        edge_up(netlink, nic, true) < 0)
        return failed(error, -ENOMEM, "Taking memory");
    if ((result = send_all(computer, "Making the interface a port of the bridge", error)) < 0)
        return result;
    /* What is there, or gone, already is refused, and is as it shall be. */
    if (holdings_put(netlink, &record->holdings, bridge, 0, HOLDINGS_ADDRESSES) < 0 || holdings_take(netlink, &record->holdings, nic) < 0 ||
        holdings_put(netlink, &record->holdings, bridge, 0, HOLDINGS_ROUTES) < 0)
        return failed(error, -ENOMEM, "Taking memory");
    if ((result = netlink_flush(netlink, NULL, NULL)) < 0)
        return failed(error, result, "Moving the addresses to the bridge");
    if (!holdings_lent(&record->holdings, AF_INET))
        return 0;
    result = care_renew(computer->proc, journal->bridge.name, &journal->care, &gate);
    if (result == 0 && (result = journal_write(record)) == 0)
        result = care_begin(gate);
    else if (gate >= 0)
        close(gate); /* and it ends unborn */
    /* Without a client the addresses stay for as long as they were lent. */
    return result == 0 || (result == -ENOENT && journal->care.client.pid == 0) ? 0 : failed(error, result, "Starting the bridge's DHCP client");
}

static int attach_macvlan(struct computer *computer, struct record *record, int net, struct nw_error *error) {
    if (edge_macvlan(computer->netlink, &record->journal.port, record->journal.nic.index, net) < 0)
        return failed(error, -ENOMEM, "Taking memory");
    return send_all(computer, "Making an interface of the lab upon it", error);
}

static int attach_whole(struct computer *computer, struct record *record, int net, struct nw_error *error) {
    release(computer, &record->journal);
    if (edge_up(computer->netlink, record->journal.nic.index, false) < 0 || edge_move(computer->netlink, record->journal.nic.index, net, port_name, 0) < 0)
        return failed(error, -ENOMEM, "Taking memory");
    return send_all(computer, "Moving it into the lab", error);
}

/* As `ip netns attach NAME PID`. */
static int attach_expose(const struct record *record, int net, struct nw_error *error) {
    int result = named_network_make(record->journal.wish.name, net);
    return result < 0 ? failed(error, result, "Naming the network under /run/netns") : 0;
}

/* --- all of them --- */

/* Decides all names, indexes and addresses, before anything is made. */
static int prepare(struct computer *computer, struct record *record, struct nw_error *error) {
    struct journal *journal = &record->journal;
    const struct uplink_wish *wish = &journal->wish;
    char name[IF_NAMESIZE];
    int result = 0;
    (void)snprintf(journal->mark, sizeof(journal->mark), "nestwork-%s-%s", wish->lab, wish->node);
    if (wish->mode == MODE_EXPOSE)
        return named_network_taken(wish->name) ? error_set(error, "busy", EEXIST, "There is a network called %s under /run/netns already.", wish->name) : 0;
    if (wish->mode == MODE_COMPUTER) {
        result = uplink_networks(computer, wish, error);
        return result < 0 ? result : edge_choose(&journal->port, wish->interface, wish->mac, ETH_DATA_LEN);
    }
    if ((result = uplink_nic(computer, record, error)) < 0)
        return result;
    journal->deadline = journal_now() + UPLINK_PATIENCE_MS;
    if (wish->mode == MODE_BRIDGE) {
        edge_name("nw-", journal->nic.name, journal->nic.index, name);
        result = edge_choose(&journal->bridge, name, journal->nic.mac, journal->nic.mtu);
        edge_name("nwp-", journal->nic.name, journal->nic.index, name);
    }
    if (result == 0)
        result = edge_choose(&journal->port, wish->mode == MODE_BRIDGE ? name : port_name, wish->mode == MODE_WHOLE ? journal->nic.mac : NULL, journal->nic.mtu);
    if (wish->mode != MODE_BRIDGE)
        journal->port.index = 0;
    if (wish->mode != MODE_MACVLAN)
        care_find(computer->proc, computer->inode, journal->nic.name, journal->nic.index, &journal->care);
    return result;
}

static int make(struct computer *computer, struct record *record, int net, struct nw_error *error) {
    switch (record->journal.wish.mode) {
    case MODE_COMPUTER: return attach_computer(computer, record, net, error);
    case MODE_BRIDGE: return attach_bridge(computer, record, net, error);
    case MODE_MACVLAN: return attach_macvlan(computer, record, net, error);
    case MODE_WHOLE: return attach_whole(computer, record, net, error);
    case MODE_EXPOSE: return attach_expose(record, net, error);
    case MODES: break;
    }
    return failed(error, -EINVAL, "Joining");
}

int uplink_attach(struct computer *computer, const struct uplink_wish *wish, int net, struct record *ret_record, struct nw_error *error) {
    struct nw_error left = {0};
    *error = (struct nw_error){.index = -1};
    *ret_record = (struct record){.journal = {.host = computer->inode, .wish = *wish}, .fd = -1};
    text_copy(ret_record->journal.instance, sizeof(ret_record->journal.instance), computer->instance);
    int result = prepare(computer, ret_record, error);
    if (result == 0 && (result = journal_begin(computer->folder, ret_record)) == -EEXIST)
        (void)error_set(error, "busy", EEXIST, "%s is joined to a lab already.", wish->mode == MODE_EXPOSE ? wish->name : wish->interface);
    if (result == 0) {
        result = make(computer, ret_record, net, error);
        if (result == 0)
            return 0;
        netlink_discard(computer->netlink);
        if (rollback(computer, ret_record, &left) < 0)
            *error = left;
    }
    record_free(ret_record);
    return error->number != 0 ? result : failed(error, result, "Writing the journal under " JOURNAL_FOLDER);
}
