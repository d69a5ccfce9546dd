/* The uplinks that are there: watched, kept or put back. */
#define _GNU_SOURCE
#include "root_server.h"

#include "rollback.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { TICK_MS = 200, MOST_NETWORKS = 60 };

struct held {
    struct held *next;
    struct server *server;
    const struct client *asker;
    struct record record;
    struct loop_watch *watch;
    struct loop_timer *timer;
    int net, node; /* the node's network, of a whole interface, else -1; a pidfd of its first process */
};

static struct uplink_view view_of(const struct held *held) {
    const struct journal *journal = &held->record.journal;
    const enum uplink_mode mode = journal->wish.mode;
    int64_t left = (int64_t)(journal->deadline - journal_now());
    struct uplink_view view = {.mode = mode, .state = journal->deadline == 0 ? STATE_KEPT : STATE_ASKING};
    view.left = journal->deadline == 0 ? -1 : left > 0 ? (int32_t)left : 0;
    text_copy(view.lab, sizeof(view.lab), journal->wish.lab);
    text_copy(view.node, sizeof(view.node), journal->wish.node);
    text_copy(view.interface, sizeof(view.interface), journal->wish.interface);
    text_copy(view.made, sizeof(view.made), mode == MODE_EXPOSE ? journal->wish.name : mode == MODE_BRIDGE ? journal->bridge.name : journal->port.name);
    return view;
}

/* --- the guard --- */

static void guard_ended(void *context, int status) {
    struct server *server = context;
    (void)status;
    close(server->guard.socket);
    server->guard.socket = -1;
    (void)uplinks_guard(server);
}

int uplinks_guard(struct server *server) {
    static int networks[MOST_NETWORKS + 1];
    struct guard before = server->guard;
    size_t count = 0;
    for (const struct held *held = server->uplinks; held != NULL && count < MOST_NETWORKS; held = held->next) {
        if (held->net >= 0)
            networks[count++] = held->net;
    }
    networks[count] = -1;
    server->computer->networks = networks;
    int result = count == MOST_NETWORKS ? -EMFILE : rollback_guard(server->computer, &server->guard);
    if (result == 0)
        result = loop_child(server->loop, server->guard.pid, guard_ended, server);
    else
        server->guard = before;
    if (result == 0 && before.socket >= 0) {
        loop_child_forget(server->loop, before.pid);
        guard_stop(&before);
    }
    return result;
}

/* --- going back --- */

static void forget(struct held *held) {
    struct server *server = held->server;
    struct held **place = &server->uplinks;
    bool guarded = held->net >= 0;
    while (*place != held)
        place = &(*place)->next;
    *place = held->next;
    loop_unwatch(held->watch);
    loop_timer_cancel(held->timer);
    if (guarded)
        close(held->net);
    if (held->node >= 0)
        close(held->node);
    free(held);
    if (guarded)
        (void)uplinks_guard(server);
}

static void put_back(struct held *held, const char *why) {
    struct server *server = held->server;
    struct uplink_view view = view_of(held);
    struct nw_error error;
    if (held->record.journal.care.client.pid != 0)
        loop_child_forget(server->loop, held->record.journal.care.client.pid);
    view.state = rollback(server->computer, &held->record, &error) < 0 ? STATE_STUCK : STATE_BACK;
    text_copy(view.why, sizeof(view.why), why);
    if (view.state == STATE_STUCK)
        text_copy(view.message, sizeof(view.message), error.message);
    forget(held);
    server_tell(server, &view);
    server_end_if_idle(server);
}

static void node_ended(void *context, uint32_t events) {
    (void)events;
    put_back(context, "lab-ended");
}

static void client_ended(void *context, int status) {
    (void)status;
    put_back(context, "dhcp-ended");
}

/* The interface whose carrier tells whether the LAN is still there; a whole one is the lab's own matter. */
static bool carrier_lost(const struct held *held) {
    const struct journal *journal = &held->record.journal;
    struct interface now;
    return journal->wish.mode != MODE_WHOLE && journal->nic.carrier &&
           (interface_at(held->server->computer->netlink, journal->nic.index, &now) < 0 || !now.carrier);
}

static void tick(void *context) {
    struct held *held = context;
    held->timer = NULL;
    if (journal_now() >= held->record.journal.deadline)
        put_back(held, "timeout");
    else if (carrier_lost(held))
        put_back(held, "carrier");
    else if (loop_timer(held->server->loop, TICK_MS, tick, held, &held->timer) < 0)
        put_back(held, "failed");
}

/* --- coming --- */

static int watch(struct held *held) {
    const struct journal *journal = &held->record.journal;
    struct loop *loop = held->server->loop;
    int result = loop_watch(loop, held->node, EPOLLIN, node_ended, held, &held->watch);
    if (result == 0 && journal->care.client.pid != 0)
        result = loop_child(loop, journal->care.client.pid, client_ended, held);
    return result == 0 && journal->deadline != 0 ? loop_timer(loop, TICK_MS, tick, held, &held->timer) : result;
}

int uplinks_attach(struct server *server, struct client *client, const struct uplink_wish *wish, struct nw_error *error) {
    struct held *held = calloc(1, sizeof(*held));
    if (held == NULL)
        return error_set(error, "kernel-refused", ENOMEM, "There is no memory for it.");
    *held = (struct held){.server = server, .asker = client, .record = {.fd = -1}, .net = -1, .next = server->uplinks};
    server->uplinks = held;
    held->node = (int)syscall(SYS_pidfd_open, wish->pid, 0);
    int net = uplink_node(server->computer, wish, server->owner, error), result = net < 0 ? net : 0;
    if (result == 0 && held->node < 0)
        result = error_set(error, "not-yours", ESRCH, "The node %s is not running.", wish->node);
    /* Held only for what must come home out of it: it would keep the network of a node that has ended. */
    if (result == 0 && wish->mode == MODE_WHOLE) {
        held->net = net;
        result = uplinks_guard(server);
        if (result < 0)
            (void)error_set(error, "kernel-refused", result, "The guard could not be started: %s.", strerror(-result));
    }
    if (result == 0)
        result = uplink_attach(server->computer, wish, net, &held->record, error);
    if (net >= 0 && held->net < 0)
        close(net);
    if (result < 0) {
        forget(held);
        return result;
    }
    struct uplink_view view = view_of(held);
    server_tell(server, &view);
    if (watch(held) < 0) {
        put_back(held, "failed");
        return error_set(error, "kernel-refused", ENOMEM, "The timer could not be started.");
    }
    return 0;
}

/* --- what clients want of them --- */

static bool meant(const struct held *held, const struct uplink_wish *wish) {
    const struct uplink_wish *own = &held->record.journal.wish;
    return strcmp(own->lab, wish->lab) == 0 && (wish->node[0] == '\0' || strcmp(own->node, wish->node) == 0) &&
           (own->mode == MODE_EXPOSE) == (wish->mode == MODE_EXPOSE);
}

static int keep(struct held *held, struct nw_error *error) {
    uint64_t before = held->record.journal.deadline;
    held->record.journal.deadline = 0;
    int result = journal_write(&held->record);
    if (result < 0) {
        held->record.journal.deadline = before;
        return error_set(error, "kernel-refused", result, "The answer could not be written down: %s.", strerror(-result));
    }
    loop_timer_cancel(held->timer);
    held->timer = NULL;
    struct uplink_view view = view_of(held);
    server_tell(held->server, &view);
    return 0;
}

int uplinks_each(struct server *server, const struct privileged_request *request, struct nw_error *error) {
    int result = error_set(error, "not-found", ENOENT, "Nothing of this computer is joined to that part of the lab %s.", request->wish.lab);
    bool found = false;
    for (struct held *held = server->uplinks, *next; held != NULL; held = next) {
        next = held->next;
        if (!meant(held, &request->wish) || (found && result < 0))
            continue;
        found = true;
        result = 0;
        if (request->verb == VERB_DETACH)
            put_back(held, "asked");
        else if (request->verb == VERB_CONFIRM)
            result = keep(held, error);
        else if (held->record.journal.wish.mode == MODE_COMPUTER)
            result = uplink_change(server->computer, &held->record, &request->wish, error);
    }
    return result;
}

const struct held *uplinks_next(const struct server *server, const struct held *before, struct uplink_view *ret_view) {
    const struct held *next = before == NULL ? server->uplinks : before->next;
    if (next != NULL)
        *ret_view = view_of(next);
    return next;
}

void uplinks_abandon(struct server *server, const struct client *client, const char *why) {
    for (struct held *held = server->uplinks, *next; held != NULL; held = next) {
        next = held->next;
        if (client == NULL || (held->asker == client && held->record.journal.deadline != 0))
            put_back(held, why);
        else if (held->asker == client)
            held->asker = NULL; /* what was kept belongs to the lab */
    }
}
