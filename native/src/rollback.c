#define _GNU_SOURCE
#include "rollback.h"

#include "holdings.h"
#include "interface_settings.h"
#include "liveness.h"
#include "named_network.h"
#include "namespace.h"
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

enum { TRIES = 4, NETWORKS = 72, GENERATIONS = 8, MACVLANS = 4096 };

/* Whether interface `index` is the one that was made: by name and MAC address too. */
static bool is_ours(struct computer *computer, const struct edge *edge) {
    struct interface now;
    return edge->index != 0 && interface_at(computer->netlink, edge->index, &now) == 0 && strcmp(now.name, edge->name) == 0 &&
           memcmp(now.mac, edge->mac, sizeof(now.mac)) == 0;
}

/* An error only says what is so already; what counts is what the kernel shows afterwards. */
static void send_all(struct netlink *netlink) {
    (void)netlink_flush(netlink, NULL, NULL);
}

static void delete_ours(struct computer *computer, const struct edge *edge) {
    if (is_ours(computer, edge))
        (void)edge_delete(computer->netlink, edge->index);
    send_all(computer->netlink);
}

static uint32_t since(const struct journal *journal) {
    return (uint32_t)(journal_now() / 1000 - journal->read_at);
}

static bool is_nic(const struct journal *journal, const struct interface *now) {
    return now->index == journal->nic.index && strcmp(now->name, journal->nic.name) == 0 && memcmp(now->mac, journal->nic.mac, sizeof(now->mac)) == 0;
}

static void undo_bridge(struct computer *computer, const struct record *record) {
    const struct journal *journal = &record->journal;
    struct netlink *netlink = computer->netlink;
    struct interface nic;
    delete_ours(computer, &journal->port);
    bool there = interface_at(netlink, journal->nic.index, &nic) == 0 && is_nic(journal, &nic);
    bool bridge = is_ours(computer, &journal->bridge);
    if (there && bridge && nic.master == journal->bridge.index)
        (void)edge_master(netlink, journal->nic.index, 0);
    if (there)
        (void)holdings_put(netlink, &record->holdings, journal->nic.index, since(journal), HOLDINGS_ADDRESSES | HOLDINGS_LINK_LOCAL);
    /* The bridge's routes go with it; only then the same ones can lead through the interface. */
    if (bridge)
        (void)edge_delete(netlink, journal->bridge.index);
    if (there)
        (void)holdings_put(netlink, &record->holdings, journal->nic.index, since(journal), HOLDINGS_ROUTES);
    send_all(netlink);
}

/* A descriptor of the node's network, if it is there; the caller's. */
static int find_network(const struct computer *computer, const struct journal *journal) {
    for (const int *one = computer->networks; one != NULL && *one >= 0; one++) {
        if (process_is_network(*one, journal->wish.net))
            return fcntl(*one, F_DUPFD_CLOEXEC, 3);
    }
    return process_network(computer->proc, journal->wish.pid, journal->wish.net);
}

/* Of macvlans there may be more upon the same interface: receivers of the supervisor's, and whatever the node's root made. */
static int look_inside(struct netlink *inside, const struct journal *journal, struct interface *found) {
    return journal->wish.mode == MODE_WHOLE ? interface_with(inside, journal->port.mac, found) : interface_macvlan(inside, journal->nic.index, found);
}

/*
 * In the node's network, if it is there: what was made in it or moved into it goes. 1: it was found; 0: it is not there; or a negative errno: nobody knows. The
 * socket there is closed again.
 */
static int undo_inside(struct computer *computer, const struct journal *journal, bool only_look) {
    struct netlink *inside = NULL;
    struct interface found;
    int net = find_network(computer, journal), result = net < 0 ? 0 : namespace_enter(net, NAMESPACE_NET);
    if (net >= 0 && result == 0) {
        result = netlink_open(&inside);
        namespace_return(computer->net, NAMESPACE_NET);
    }
    if (net >= 0)
        close(net);
    if (inside == NULL)
        return result;
    result = look_inside(inside, journal, &found);
    for (int i = 0; i < MACVLANS && result == 0 && !only_look; i++) {
        if (journal->wish.mode == MODE_WHOLE && edge_up(inside, found.index, false) == 0)
            (void)edge_move(inside, found.index, computer->net, journal->nic.name, journal->nic.index);
        else
            (void)edge_delete(inside, found.index);
        send_all(inside);
        result = look_inside(inside, journal, &found);
    }
    netlink_close(inside);
    return result == 0 ? 1 : result == -ENODEV ? 0 : result;
}

static void undo_whole(struct computer *computer, const struct record *record) {
    const struct journal *journal = &record->journal;
    struct netlink *netlink = computer->netlink;
    struct interface nic;
    (void)undo_inside(computer, journal, false);
    if (interface_with(netlink, journal->nic.mac, &nic) < 0)
        return;
    /* The kernel itself sent it home, when the lab ended before anybody could: by the name that it had there. */
    if (strcmp(nic.name, journal->nic.name) != 0) {
        (void)edge_up(netlink, nic.index, false);
        (void)edge_move(netlink, nic.index, computer->net, journal->nic.name, 0);
        send_all(netlink);
    }
    interface_settings_write(computer->proc, journal->nic.name, &record->settings);
    (void)edge_up(netlink, nic.index, journal->nic.up);
    (void)holdings_put(netlink, &record->holdings, nic.index, since(journal), HOLDINGS_ADDRESSES | HOLDINGS_LINK_LOCAL | HOLDINGS_ROUTES);
    send_all(netlink);
}

/* --- checking --- */

static int differs(struct nw_error *error, const struct journal *journal, const char *what, const char *detail) {
    const char *name = journal->wish.mode == MODE_EXPOSE ? journal->wish.name : journal->wish.interface;
    int result = error_set(error, "not-put-back", EIO, "%s could not be put back as it was: %s%s.", name, what, detail);
    text_copy(error->hint, sizeof(error->hint), "Run `nestwork uplink recover` to try again.");
    return result;
}

static int check_nic(struct computer *computer, const struct record *record, struct nw_error *error) {
    const struct journal *journal = &record->journal;
    struct interface now;
    char first[128] = "";
    if (interface_named(computer->netlink, journal->nic.name, &now) < 0)
        /* Pulled out, or a virtual one that went with the lab's network: there is nothing left to put back. */
        return interface_with(computer->netlink, journal->nic.mac, &now) < 0 ? 0 : differs(error, journal, "it is called ", now.name);
    if (memcmp(now.mac, journal->nic.mac, sizeof(now.mac)) != 0 || now.master != journal->nic.master)
        return differs(error, journal, now.master != 0 ? "it is still a port" : "it has another MAC address", "");
    if (now.up != journal->nic.up)
        return differs(error, journal, "it is ", now.up ? "up" : "down");
    int missing = journal->wish.mode == MODE_MACVLAN ? 0 : holdings_missing(computer->netlink, &record->holdings, now.index, first, sizeof(first));
    return missing == 0 ? 0 : differs(error, journal, "it lacks ", missing < 0 ? strerror(-missing) : first);
}

static int check(struct computer *computer, const struct record *record, struct nw_error *error) {
    const struct journal *journal = &record->journal;
    if (journal->wish.mode == MODE_EXPOSE)
        return named_network_left(journal->wish.name, journal->wish.net) ? differs(error, journal, "its name is still there", "") : 0;
    if ((journal->wish.mode == MODE_COMPUTER || journal->wish.mode == MODE_BRIDGE) && is_ours(computer, &journal->port))
        return differs(error, journal, "its cable is still there", "");
    if (journal->wish.mode == MODE_BRIDGE && is_ours(computer, &journal->bridge))
        return differs(error, journal, "its bridge is still there", "");
    if ((journal->wish.mode == MODE_MACVLAN || journal->wish.mode == MODE_WHOLE) && undo_inside(computer, journal, true) != 0)
        return differs(error, journal, "the lab still has it", "");
    return journal->wish.mode == MODE_COMPUTER ? 0 : check_nic(computer, record, error);
}

int rollback(struct computer *computer, struct record *record, struct nw_error *error) {
    const struct journal *journal = &record->journal;
    int result = -EIO;
    for (int i = 0; i < TRIES && result < 0; i++) {
        switch (journal->wish.mode) {
        case MODE_COMPUTER: delete_ours(computer, &journal->port); break;
        case MODE_BRIDGE: undo_bridge(computer, record); break;
        case MODE_MACVLAN: (void)undo_inside(computer, journal, false); break;
        case MODE_WHOLE: undo_whole(computer, record); break;
        case MODE_EXPOSE: named_network_remove(journal->wish.name, journal->wish.net); break;
        case MODES: break;
        }
        result = check(computer, record, error);
    }
    care_return(computer->proc, &(struct care_names){journal->nic.name, journal->bridge.name, journal->port.name}, &journal->care);
    if (result == 0)
        journal_end(computer->folder, record);
    record_free(record);
    return result;
}

struct round {
    struct computer *computer;
    const char *instance;
};

static void one_back(void *context, const char *name) {
    const struct round *round = context;
    struct record record;
    struct nw_error error;
    int result = journal_read(round->computer->folder, name, &record);
    if (result == -ESTALE || result == -EBADMSG)
        (void)unlinkat(round->computer->folder, name, 0);
    if (result < 0)
        return;
    const struct journal *journal = &record.journal;
    bool wanted = round->instance != NULL ? strcmp(journal->instance, round->instance) == 0 : !liveness_there(round->computer->folder, journal->instance);
    if (!wanted || journal->host != round->computer->inode) {
        record_free(&record);
        return;
    }
    if (round->instance == NULL)
        liveness_end(round->computer->folder, journal->instance);
    (void)rollback(round->computer, &record, &error);
}

void rollback_all(struct computer *computer, const char *instance) {
    struct round round = {.computer = computer, .instance = instance};
    /* One at a time puts back; whoever comes second finds that it is done. */
    (void)flock(computer->folder, LOCK_EX);
    journal_all(computer->folder, one_back, &round);
    (void)flock(computer->folder, LOCK_UN);
}

/* --- the guard --- */

static void bereaved(void *context) {
    struct computer *computer = context;
    struct guard own = {.socket = -1};
    /* Whatever ended each of them will end the next one too: the journals are left to the next start. */
    if (++computer->generation > GENERATIONS)
        return;
    (void)rollback_guard(computer, &own);
    if (netlink_open(&computer->netlink) == 0)
        rollback_all(computer, computer->instance);
    liveness_end(computer->folder, computer->instance);
    (void)rmdir(JOURNAL_FOLDER); /* if nothing is in it any more */
    guard_stop(&own);
}

int rollback_guard(struct computer *computer, struct guard *ret_guard) {
    int keep[NETWORKS] = {computer->folder, computer->live, computer->proc, computer->net, -1}, count = 4;
    for (const int *one = computer->networks; one != NULL && *one >= 0 && count < NETWORKS - 1; one++)
        keep[count++] = *one;
    keep[count] = -1;
    return guard_start(keep, bereaved, computer, ret_guard);
}
