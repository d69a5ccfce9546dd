/* The operations interface.set and interface.delete, and how the former is undone. */
#define _GNU_SOURCE
#include "operations.h"

#include "cable.h"
#include "link.h"
#include "restore.h"
#include "saved.h"

#include <errno.h>
#include <string.h>

int apply_interface_set(struct apply *apply, struct operation *operation, size_t index) {
    uint32_t number = 0;
    int result = apply_enter(apply, CLASS_INSIDE);
    struct node *node = result < 0 ? NULL : apply_find_node(apply, index, operation->node);
    if (node == NULL || apply_find_interface(apply, index, node, operation->set.interface, &number) < 0)
        return -ENOENT;
    const struct observed *observed = apply_observed(apply, index, node);
    const struct seen_interface *seen = observed == NULL ? NULL : observed_interface(observed, number);
    if (seen == NULL)
        return observed == NULL ? -EIO : apply_refused(apply, index, ENODEV, strerror(ENODEV));
    struct done *done = apply_note(apply, index, node);
    if (done == NULL)
        return -ENOMEM;
    struct cable_end *end = cable_end_of(apply->lab, node->id, operation->set.interface);
    done->interface = number;
    text_copy(done->name, sizeof(done->name), operation->set.interface);
    done->set_before.has_up = operation->set.has_up;
    done->set_before.up = seen->up;
    done->set_before.mtu = operation->set.mtu != 0 ? seen->mtu : 0;
    done->set_before.has_mac = operation->set.has_mac;
    memcpy(done->set_before.mac, seen->mac, sizeof(seen->mac));
    bool was_up = seen->up;
    done->end = end;
    if (end != NULL)
        done->end_before = *end;
    if (operation->set.has_up && !operation->set.up && was_up && apply_save(apply, index, node, operation->set.interface, number) < 0)
        return -EIO;
    struct link_change change = {.has_up = operation->set.has_up, .up = operation->set.up, .mtu = operation->set.mtu,
                                 .mac = operation->set.has_mac ? operation->set.mac : NULL};
    /* The end on which a pair is cut stays down until the cable is restored. */
    if (end != NULL && end->cable->cut && !end->cable->wire && cable_cut_end(end->cable) == end)
        change.up = false;
    apply_wait(apply, node);
    result = link_change(node->netlink, number, &change, apply_tag(done));
    const struct buffer *saved = change.has_up && change.up && !was_up ? saved_of(node, operation->set.interface, false) : NULL;
    if (result == 0 && saved != NULL)
        result = restore_put(node, saved, 0);
    if (result < 0)
        return apply_refused(apply, index, -result, "no memory");
    done->entered = true;
    if (end != NULL) {
        end->up = operation->set.has_up ? operation->set.up : end->up;
        end->mtu = operation->set.mtu != 0 ? operation->set.mtu : end->mtu;
        if (operation->set.has_mac)
            memcpy(end->mac, operation->set.mac, sizeof(end->mac));
    }
    apply->answered++;
    return 0;
}

int undo_interface_set(struct lab *lab, struct done *done) {
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
        result = undo_send(lab, node, NULL);
    const struct buffer *saved = before->has_up && before->up ? saved_of(node, done->name, false) : NULL;
    if (saved != NULL)
        undo_put_back(node, saved);
    return result;
}

int apply_interface_delete(struct apply *apply, struct operation *operation, size_t index) {
    uint32_t number = 0;
    int result = apply_enter(apply, CLASS_INSIDE);
    struct node *node = result < 0 ? NULL : apply_find_node(apply, index, operation->node);
    if (node == NULL || apply_find_interface(apply, index, node, operation->set.interface, &number) < 0)
        return -ENOENT;
    if (cable_end_of(apply->lab, node->id, operation->set.interface) != NULL || number == node->bridge)
        return apply_refuse(apply, index, "in-use", "%s of %s is the drawing's own: it goes with its cable or its node.", operation->set.interface, node->name);
    struct done *done = apply_note(apply, index, node);
    if (done == NULL)
        return -ENOMEM;
    saved_drop(node, operation->set.interface);
    apply_wait(apply, node);
    if (link_delete(node->netlink, number, apply_tag(done)) < 0)
        return apply_refused(apply, index, ENOMEM, "no memory");
    done->entered = true;
    apply->answered++;
    return 0;
}
