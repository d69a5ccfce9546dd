/* The operations address.add and address.delete, and how each is undone. */
#define _GNU_SOURCE
#include "operations.h"

#include "address.h"
#include "hosts.h"
#include "restore.h"

#include <errno.h>

int apply_address(struct apply *apply, struct operation *operation, size_t index) {
    uint32_t number = 0;
    int result = apply_enter(apply, CLASS_INSIDE);
    struct node *node = result < 0 ? NULL : apply_find_node(apply, index, operation->node);
    if (node == NULL || apply_find_interface(apply, index, node, operation->of_address.interface, &number) < 0)
        return -ENOENT;
    struct rescue *rescue = NULL;
    struct done *done = NULL;
    if (operation->kind == ADDRESS_DELETE) {
        const struct observed *observed = apply_observed(apply, index, node);
        if (observed == NULL || (done = apply_note(apply, index, node)) == NULL || (rescue = rescue_new(apply, node)) == NULL)
            return apply->error.code[0] != '\0' ? -EIO : apply_refused(apply, index, ENOMEM, "no memory");
        (void)restore_address(observed, number, &operation->of_address.ip, &done->restore[0]);
        (void)restore_collect(observed, number, RESTORE_ROUTES, &done->restore[0]);
        (void)restore_collect(observed, number, RESTORE_ROUTES, &rescue->messages);
    } else if ((done = apply_note(apply, index, node)) == NULL) {
        return -ENOMEM;
    }
    done->interface = number;
    done->ip = operation->of_address.ip;
    apply_wait(apply, node);
    result = operation->kind == ADDRESS_ADD ? address_add(node->netlink, number, &done->ip, apply_tag(done))
                                            : address_delete(node->netlink, number, &done->ip, apply_tag(done));
    if (result < 0)
        return apply_refused(apply, index, -result, "no memory");
    done->entered = true;
    hosts_note_address(node, &done->ip, operation->kind == ADDRESS_ADD);
    apply->answered++;
    return 0;
}

int undo_address(struct lab *lab, struct done *done) {
    hosts_note_address(done->node, &done->ip, done->kind == ADDRESS_DELETE);
    if (done->number != 0 || done->nothing)
        return 0;
    int result = done->kind == ADDRESS_ADD ? address_delete(done->node->netlink, done->interface, &done->ip, 0) : 0;
    if (result == 0)
        result = undo_send(lab, done->node, NULL);
    undo_put_back(done->node, &done->restore[0]);
    return result;
}
