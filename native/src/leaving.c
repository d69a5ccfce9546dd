/* Cables that go: each was marked, and all that are marked are deleted at once. The plan goes on when the kernel has taken them out (removal.h). */
#define _GNU_SOURCE
#include "transaction.h"

#include "removal.h"
#include "trace.h"

#include <errno.h>
#include <poll.h>

/* One by one, where one of the group cannot be deleted: a network card of the computer's that root of a node has put there, say. */
static int leave_singly(struct apply *apply, struct done *leaves) {
    for (struct done *done = leaves; done != NULL; done = done->next_leave) {
        for (int i = 0; i < 2; i++)
            apply_wait(apply, done->cable->ends[i].node);
        if (cable_put_delete(apply->lab, done->cable, apply_tag(done)) < 0)
            return apply_refused(apply, done->index, ENOMEM, "no memory");
    }
    return apply_settle(apply);
}

static bool end_is_gone(struct lab *lab, const struct cable_end *end) {
    return node_hear(lab, end->node) == 0 && observed_interface(monitor_observed(end->node->monitor), end->index) == NULL;
}

/* Until the kernel has said of both ends of each cable that they are gone, or has answered all requests. Whether they are. */
static bool watch(struct lab *lab, struct done *leaves, struct removal *removal) {
    while (leaves != NULL) {
        const struct cable_end *ends = leaves->cable->ends;
        /* Asked before looking: what was answered by now is seen by now. */
        bool over = removal_over(removal), gone[2] = {end_is_gone(lab, &ends[0]), end_is_gone(lab, &ends[1])};
        if (gone[0] && gone[1]) {
            leaves = leaves->next_leave;
            continue;
        }
        if (over)
            return false;
        struct pollfd waited[] = {{.fd = removal_descriptor(removal), .events = POLLIN}, {.fd = -1, .events = POLLIN}};
        const struct node *node = ends[gone[0] ? 1 : 0].node;
        if (node->monitor != NULL)
            waited[1].fd = monitor_descriptor(node->monitor);
        (void)poll(waited, sizeof(waited) / sizeof(waited[0]), -1);
    }
    return true;
}

/* Sends the one request of this socket on a thread or, where there can be none, here. Whether nothing was refused that is known of. */
static bool send_away(struct netlink *netlink, struct removal *removal) {
    if (removal != NULL && removal_send(removal, netlink) == 0) {
        trace_sent("RTM_DELLINK of a group");
        return true;
    }
    int result = netlink_flush_simple(netlink, NULL, 0);
    return result == 0 || result == -ENODEV;
}

/* Puts the request that deletes what was marked on each socket through which something was, and lists the nodes as waiting. */
static int put_deletions(struct apply *apply, struct done *leaves, bool *ret_own) {
    *ret_own = false;
    for (struct done *done = leaves; done != NULL; done = done->next_leave) {
        struct node *by = cable_marked_by(done->cable);
        struct netlink *netlink = by != NULL ? by->netlink : apply->lab->netlink;
        done->gone = true;
        if (by != NULL ? by->waiting : *ret_own)
            continue;
        if (by != NULL)
            apply_wait(apply, by);
        *ret_own = *ret_own || by == NULL;
        if (cable_put_delete_marked(netlink) < 0)
            return apply_refused(apply, done->index, ENOMEM, "no memory");
    }
    return 0;
}

int apply_leave(struct apply *apply) {
    struct done *leaves = apply->leaves;
    struct removal *removal = NULL;
    bool own = false;
    if (leaves == NULL)
        return 0;
    int result = apply_settle(apply);
    apply->leaves = NULL;
    if (result == 0)
        result = put_deletions(apply, leaves, &own);
    if (result < 0)
        return result;
    (void)removal_new(&removal); /* without it the plan waits for each answer */
    bool fine = true;
    while (apply->waiting != NULL) {
        struct node *node = apply->waiting;
        apply->waiting = node->next_waiting;
        node->waiting = false;
        fine = send_away(node->netlink, removal) && fine;
    }
    if (own)
        fine = send_away(apply->lab->netlink, removal) && fine;
    if (removal != NULL)
        fine = watch(apply->lab, leaves, removal) && fine;
    removal_leave(removal);
    return fine ? 0 : leave_singly(apply, leaves);
}
