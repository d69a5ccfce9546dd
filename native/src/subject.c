/* What an operation is about: the node, cable or interface that it names, what the kernel has of it, and the note of what is being done to it. */
#define _GNU_SOURCE
#include "transaction.h"

#include "cable.h"
#include "restore.h"
#include "saved.h"

#include <errno.h>
#include <stdlib.h>

const char *operation_subject(const struct operation *operation) {
    switch (operation->kind) {
    case LINK_CREATE:
    case LINK_DELETE:
    case LINK_CUT:
    case LINK_RESTORE: return operation->of_link.link;
    case LAB_RESOLVER: return "all";
    default: return operation->node;
    }
}

struct node *apply_find_node(struct apply *apply, size_t index, const char *id) {
    struct node *node = table_get(apply->lab->nodes, id);
    if (node == NULL)
        (void)apply_refuse(apply, index, "not-found", "There is no node %s in the lab.%s", id, "");
    return node;
}

struct done *apply_note(struct apply *apply, size_t index, struct node *node) {
    struct done *done = calloc(1, sizeof(*done));
    if (done == NULL) {
        (void)apply_refused(apply, index, ENOMEM, "no memory");
        return NULL;
    }
    done->index = index;
    done->kind = apply->operations[index].kind;
    done->node = node;
    done->below = apply->log;
    apply->log = done;
    return done;
}

const struct observed *apply_observed(struct apply *apply, size_t index, struct node *node) {
    return node->waiting && apply_flush(apply) < 0 ? NULL : apply_seen(apply, index, node);
}

const struct observed *apply_seen(struct apply *apply, size_t index, struct node *node) {
    int result = node_refresh(apply->lab, node);
    if (result < 0) {
        (void)apply_refused(apply, index, -result, "reading what the kernel has");
        return NULL;
    }
    return monitor_observed(node->monitor);
}

struct cable *apply_find_cable(struct apply *apply, size_t index, const char *id) {
    struct cable *cable = table_get(apply->lab->cables, id);
    if (cable == NULL)
        (void)apply_refuse(apply, index, "not-found", "There is no cable %s in the lab.%s", id, "");
    return cable;
}

int apply_save(struct apply *apply, size_t index, struct node *node, const char *interface, uint32_t number) {
    const struct observed *observed = apply_observed(apply, index, node);
    if (observed == NULL)
        return -EIO;
    struct buffer *saved = saved_of(node, interface, true);
    if (saved == NULL)
        return apply_refused(apply, index, ENOMEM, "no memory");
    const struct seen_interface *seen = observed_interface(observed, number);
    if (seen != NULL && !seen->up && saved->length > 0)
        return 0; /* it is down already: what was saved then is what there is to save */
    saved->length = 0;
    if (restore_collect(observed, number, RESTORE_ADDRESSES6 | RESTORE_ROUTES, saved) < 0)
        return apply_refused(apply, index, ENOMEM, "no memory");
    return 0;
}

int apply_find_interface(struct apply *apply, size_t index, struct node *node, const char *interface, uint32_t *ret_index) {
    const struct cable_end *end = cable_end_of(apply->lab, node->id, interface);
    *ret_index = end != NULL ? end->index : 0;
    if (*ret_index == 0)
        *ret_index = node_index(apply->lab, node, interface);
    if (*ret_index != 0)
        return 0;
    int result = apply_refuse(apply, index, "not-found", "%s has no interface %s.", node->name, interface);
    text_copy(apply->error.interface, sizeof(apply->error.interface), interface);
    return result;
}
