/* The one place that sees all operations: two switches without a default, one for the way there and one for the way back. */
#define _GNU_SOURCE
#include "operations.h"

#include "startup.h"

#include <errno.h>

/* Started when all the rest has been done: a command cannot be undone. */
static int command_run(struct apply *apply, struct operation *operation, size_t index) {
    struct node *node = apply_find_node(apply, index, operation->node);
    if (node == NULL)
        return -ENOENT;
    if (!startup_has_room(node, ++node->commands_asked))
        return apply_refuse(apply, index, "in-use", "%s has as many start-up commands as it can have.%s", node->name, "");
    apply->answered++;
    return 0;
}

int dispatch(struct apply *apply, struct operation *operation, size_t index) {
    switch (operation->kind) {
    case NODE_CREATE: return apply_node_create(apply, operation, index);
    case NODE_DELETE: return apply_node_delete(apply, operation, index);
    case NODE_RENAME:
    case NODE_KIND: return apply_node_change(apply, operation, index);
    case NODE_STP: return apply_stp(apply, operation, index);
    case NODE_SYSCTL: return apply_setting(apply, operation, index);
    case NODE_FILES: return apply_files(apply, operation, index);
    case NODE_LIMITS: return apply_limits(apply, operation, index);
    case LAB_RESOLVER: return apply_resolver(apply, operation, index);
    case LINK_CREATE: return apply_link_create(apply, operation, index);
    case LINK_DELETE: return apply_link_delete(apply, operation, index);
    case LINK_CUT:
    case LINK_RESTORE: return apply_link_cut(apply, operation, index);
    case INTERFACE_SET: return apply_interface_set(apply, operation, index);
    case INTERFACE_DELETE: return apply_interface_delete(apply, operation, index);
    case ADDRESS_ADD:
    case ADDRESS_DELETE: return apply_address(apply, operation, index);
    case ROUTE_ADD:
    case ROUTE_DELETE: return apply_route(apply, operation, index);
    case COMMAND_RUN: return command_run(apply, operation, index);
    case OPERATION_KINDS: break;
    }
    return -EINVAL;
}

int dispatch_undo(struct lab *lab, struct done *done) {
    switch (done->kind) {
    case NODE_CREATE: return undo_node_create(lab, done);
    case NODE_DELETE: return undo_node_delete(lab, done);
    case NODE_RENAME:
    case NODE_KIND: return undo_node_change(lab, done);
    case NODE_STP: return undo_stp(lab, done);
    case NODE_SYSCTL: return undo_setting(lab, done);
    case NODE_FILES: return undo_files(lab, done);
    case NODE_LIMITS: return undo_limits(lab, done);
    case LAB_RESOLVER: return undo_resolver(lab, done);
    case LINK_CREATE: return undo_link_create(lab, done);
    case LINK_DELETE: return undo_link_delete(lab, done);
    case LINK_CUT:
    case LINK_RESTORE: return undo_link_cut(lab, done);
    case INTERFACE_SET: return undo_interface_set(lab, done);
    case ADDRESS_ADD:
    case ADDRESS_DELETE: return undo_address(lab, done);
    case ROUTE_ADD:
    case ROUTE_DELETE: return undo_route(lab, done);
    case INTERFACE_DELETE:
    case COMMAND_RUN:
    case OPERATION_KINDS: break;
    }
    return 0;
}
