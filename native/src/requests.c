/*
 * The requests of an apply on their way: they collect on the sockets of their nodes, go out class by class, and what the kernel answers is settled.
 */
#define _GNU_SOURCE
#include "transaction.h"

#include <errno.h>
#include <string.h>

void apply_wait(struct apply *apply, struct node *node) {
    if (node->waiting)
        return;
    node->waiting = true;
    node->next_waiting = apply->waiting;
    apply->waiting = node;
}

uint64_t apply_tag(struct done *done) {
    return (uint64_t)(uintptr_t)done;
}

/* --- answers --- */

/* What an operation wanted is there, or gone, already. */
static bool harmless(const struct done *done, int number) {
    switch (done->kind) {
    case INTERFACE_DELETE:
    case LINK_DELETE: return number == ENODEV;
    case ADDRESS_ADD: return number == EEXIST;
    case ADDRESS_DELETE: return number == EADDRNOTAVAIL || number == ENODEV;
    case ROUTE_DELETE: return number == ESRCH || number == ENODEV;
    default: return false;
    }
}

static void answered(void *context, uint64_t tag, int number, const char *kernel) {
    struct apply *apply = context;
    struct done *done = (struct done *)(uintptr_t)tag;
    if (done == NULL)
        return;
    done->asked = true;
    if (number == 0)
        return;
    if (harmless(done, number)) {
        done->nothing = done->kind != LINK_DELETE;
        return;
    }
    if (done->number != 0)
        return;
    done->number = number;
    text_copy(done->kernel, sizeof(done->kernel), kernel);
    done->next_refused = apply->refused;
    apply->refused = done;
}

static int send_all(struct apply *apply) {
    int result = 0;
    while (apply->waiting != NULL) {
        struct node *node = apply->waiting;
        apply->waiting = node->next_waiting;
        node->waiting = false;
        if (result < 0) {
            netlink_discard(node->netlink);
            continue;
        }
        result = netlink_flush(node->netlink, answered, apply);
    }
    if (result < 0)
        netlink_discard(apply->lab->netlink);
    else
        result = netlink_flush(apply->lab->netlink, answered, apply);
    return result;
}

/* The person made the very same route by hand. */
static bool same_route_there(struct apply *apply, const struct done *done) {
    if (done->kind != ROUTE_ADD || done->number != EEXIST || node_refresh(apply->lab, done->node) < 0)
        return false;
    const struct observed *observed = monitor_observed(done->node->monitor);
    for (size_t i = 0; i < observed->route_count; i++) {
        const struct seen_route *seen = &observed->routes[i];
        if (memcmp(&seen->to, &done->ip, sizeof(seen->to)) == 0 && memcmp(&seen->via, &done->via, sizeof(seen->via)) == 0 &&
            (done->interface == 0 || seen->index == done->interface))
            return true;
    }
    return false;
}

/* An interface that somebody made by hand may have taken the index that was asked for: once more, with one that is free. */
static bool try_other_index(struct apply *apply, struct done *done) {
    if (done->kind != LINK_CREATE || done->retried || (done->number != EEXIST && done->number != EBUSY))
        return false;
    for (int i = 0; i < 2; i++) {
        struct cable_end *end = &done->cable->ends[i];
        if (node_refresh(apply->lab, end->node) < 0 || observed_named(monitor_observed(end->node->monitor), end->interface) != NULL)
            return false;
    }
    done->retried = true;
    done->number = 0;
    for (int i = 0; i < 2; i++)
        done->cable->ends[i].index = 0;
    for (int i = 0; i < 2; i++)
        apply_wait(apply, done->cable->ends[i].node);
    return cable_put_create(apply->lab, done->cable, apply_tag(done)) == 0;
}

/* What was refused for good; the first by its place in the plan, or NULL. */
static struct done *settle(struct apply *apply) {
    struct done *first = NULL;
    while (apply->refused != NULL) {
        struct done *done = apply->refused;
        apply->refused = done->next_refused;
        done->next_refused = NULL;
        if (same_route_there(apply, done)) {
            done->number = 0;
            done->nothing = true;
        } else if (!try_other_index(apply, done) && (first == NULL || done->index < first->index)) {
            first = done;
        }
    }
    return first;
}

int apply_settle(struct apply *apply) {
    for (int round = 0; round < 3; round++) {
        int result = send_all(apply);
        if (result < 0)
            return apply_refused(apply, apply->at < apply->count ? apply->at : apply->count - 1, -result, strerror(-result));
        struct done *first = settle(apply);
        if (first != NULL)
            return apply_refused(apply, first->index, first->number, first->kernel);
        if (apply->waiting == NULL)
            return 0;
    }
    return 0;
}

/* Sends all, and puts (without sending) the second step of the cables that this created. */
static int join(struct apply *apply) {
    int result = apply->waiting == NULL && !netlink_waiting(apply->lab->netlink) ? 0 : apply_settle(apply);
    while (apply->joins != NULL && result == 0) {
        struct done *done = apply->joins;
        apply->joins = done->next_join;
        apply_wait(apply, done->cable->ends[0].node);
        apply_wait(apply, done->cable->ends[1].node);
        if (cable_put_join(apply->lab, done->cable, apply_tag(done)) < 0)
            result = apply_refused(apply, done->index, ENOMEM, "no memory");
    }
    return result;
}

int apply_flush(struct apply *apply) {
    int result = apply_leave(apply);
    if (result == 0)
        result = join(apply);
    return result == 0 && (apply->waiting != NULL || netlink_waiting(apply->lab->netlink)) ? apply_settle(apply) : result;
}

int apply_enter(struct apply *apply, enum apply_class class) {
    if (apply->class == class)
        return 0;
    /* The second half of cables may go out together with what comes inside the nodes. */
    int result = apply->class == CLASS_LINK_CREATE && class == CLASS_INSIDE ? join(apply) : apply_flush(apply);
    apply->class = class;
    return result;
}

void apply_discard(struct apply *apply) {
    while (apply->waiting != NULL) {
        struct node *node = apply->waiting;
        apply->waiting = node->next_waiting;
        node->waiting = false;
        netlink_discard(node->netlink);
    }
    netlink_discard(apply->lab->netlink);
}
