/* The way back: each operation that was done, the last one first, by requests of its own. */
#define _GNU_SOURCE
#include "apply.h"

#include "address.h"
#include "bridge.h"
#include "link.h"
#include "route.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Sends what waits on the sockets of these nodes and of the lab. An error that only says "gone" or "there" is the state that is wanted. */
static int send_to(struct lab *lab, struct node *one, struct node *two) {
    int results[3] = {0, 0, 0}, result = 0;
    if (one != NULL)
        results[0] = netlink_flush_simple(one->netlink, NULL, 0);
    if (two != NULL && two != one)
        results[1] = netlink_flush_simple(two->netlink, NULL, 0);
    results[2] = netlink_flush_simple(lab->netlink, NULL, 0);
    for (int i = 0; i < 3; i++) {
        if (results[i] < 0 && results[i] != -ENODEV && results[i] != -ESRCH && results[i] != -EEXIST && results[i] != -EADDRNOTAVAIL)
            result = results[i];
    }
    return result;
}

/* Restored one by one, errors ignored: what cannot come back is not to keep the rest away. */
static void put_back(struct node *node, const struct buffer *messages) {
    if (messages->length > 0 && restore_put(node, messages, 0) == 0)
        (void)netlink_flush(node->netlink, NULL, NULL);
}

static int undo_cable_create(struct lab *lab, struct done *done) {
    struct cable *cable = done->cable;
    int result = cable_put_delete(lab, cable, 0);
    if (result == 0)
        result = send_to(lab, cable->ends[0].node, cable->ends[1].node);
    cable_leave(lab, cable);
    free(cable);
    return result;
}

static int undo_cable_delete(struct lab *lab, struct done *done) {
    struct cable *cable = done->cable;
    struct node *one = cable->ends[0].node, *two = cable->ends[1].node;
    int result = cable_enter(lab, cable);
    if (result == 0 && done->number == 0) {
        result = cable_put_create(lab, cable, 0);
        if (result == 0)
            result = send_to(lab, one, two);
        if (result == 0)
            result = cable_put_join(lab, cable, 0);
        if (result == 0)
            result = send_to(lab, one, two);
    }
    for (int i = 0; i < 2; i++)
        put_back(cable->ends[i].node, &done->restore[i]);
    return result;
}

static int undo_cable_cut(struct lab *lab, struct done *done) {
    struct cable *cable = done->cable;
    struct cable_end *end = cable_cut_end(cable);
    if (done->nothing)
        return 0;
    cable->cut = !cable->cut;
    int result = cable_put_cut(lab, cable, cable->cut, 0);
    if (result == 0)
        result = send_to(lab, end->node, NULL);
    const struct buffer *saved = cable->cut || cable->wire || end->port ? NULL : node_saved(end->node, end->interface, false);
    if (saved != NULL)
        put_back(end->node, saved);
    return result;
}

static int undo_interface_set(struct lab *lab, struct done *done) {
    struct node *node = done->node;
    const struct link_change_before *before = &done->set_before;
    struct link_change change = {.has_up = before->has_up, .up = before->up, .mtu = before->mtu, .mac = before->has_mac ? before->mac : NULL};
    if (done->end != NULL) {
        done->end->up = done->end_before.up;
        done->end->mtu = done->end_before.mtu;
        memcpy(done->end->mac, done->end_before.mac, sizeof(done->end->mac));
    }
    int result = link_change(node->netlink, done->interface, &change, 0);
    if (result == 0)
        result = send_to(lab, node, NULL);
    const struct buffer *saved = before->has_up && before->up ? node_saved(node, done->name, false) : NULL;
    if (saved != NULL)
        put_back(node, saved);
    return result;
}

static int undo_node_change(struct lab *lab, struct done *done) {
    struct node *node = done->node;
    node->dirty = true;
    if (done->kind == NODE_RENAME)
        return node_rename(lab, node, done->name);
    int result = node->forwarding != done->forwarding ? node_set_forwarding(lab, node, done->forwarding) : 0;
    if (node->bridge != 0 && node->kind != done->node_kind) {
        (void)bridge_learning(node->netlink, node->bridge, done->node_kind == KIND_SWITCH, 0);
        int sent = send_to(lab, node, NULL);
        result = result < 0 ? result : sent;
    }
    node->kind = done->node_kind;
    return result;
}

static int undo_inside(struct lab *lab, struct done *done) {
    int result = 0;
    if (done->number != 0 || done->nothing)
        return 0;
    switch (done->kind) {
    case ADDRESS_ADD: result = address_delete(done->node->netlink, done->interface, &done->ip, 0); break;
    case ROUTE_ADD: result = route_delete(done->node->netlink, &done->ip, &done->via, done->interface, 0); break;
    case ROUTE_DELETE: result = route_add(done->node->netlink, &done->ip, &done->via, done->interface, 0); break;
    default: break;
    }
    if (result == 0)
        result = send_to(lab, done->node, NULL);
    put_back(done->node, &done->restore[0]);
    return result;
}

static int undo_one(struct lab *lab, struct done *done) {
    switch (done->kind) {
    case NODE_CREATE: node_destroy(lab, done->node); return 0;
    case NODE_DELETE: return node_revive(lab, done->node);
    case NODE_RENAME:
    case NODE_KIND: return undo_node_change(lab, done);
    case LINK_CREATE: return undo_cable_create(lab, done);
    case LINK_DELETE: return undo_cable_delete(lab, done);
    case LINK_CUT:
    case LINK_RESTORE: return undo_cable_cut(lab, done);
    case INTERFACE_SET: return undo_interface_set(lab, done);
    case ADDRESS_ADD:
    case ADDRESS_DELETE:
    case ROUTE_ADD:
    case ROUTE_DELETE: return undo_inside(lab, done);
    case COMMAND_RUN:
    case OPERATION_KINDS: break;
    }
    return 0;
}

bool undo_all(struct apply *apply) {
    bool complete = true;
    /* What was never sent was discarded, and undoing it finds nothing: that is why "gone" is no error here. */
    for (struct done *done = apply->log; done != NULL; done = done->below) {
        int result = done->entered ? undo_one(apply->lab, done) : 0;
        if (result == 0)
            continue;
        if (complete) {
            size_t length = strlen(apply->error.message);
            (void)snprintf(apply->error.message + length, sizeof(apply->error.message) - length, " Undoing %s (step %zu) failed too: %s; it is left as it is.",
                           operation_names[done->kind], done->index + 1, strerror(-result));
        }
        complete = false;
    }
    apply->error.left = !complete;
    return complete;
}
