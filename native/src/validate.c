#define _GNU_SOURCE
#include "validate.h"

#include "validate_operation.h"

#include <errno.h>
#include <stdlib.h>

const char *const operation_names[OPERATION_KINDS] = {
    "node.create", "node.delete", "node.rename", "node.kind", "link.create", "link.delete", "link.cut", "link.restore", "interface.set",
    "address.add", "address.delete", "route.add", "route.delete", "command.run",
};
const char *const node_kind_names[NODE_KINDS] = {"host", "router", "switch", "hub"};

int validate_operation(const json_t *json, struct operation *ret_operation, struct nw_error *error) {
    *ret_operation = (struct operation){0};
    if (!json_is_object(json))
        return error_set(error, "invalid-operation", EINVAL, "An operation must be an object.");
    struct fields fields = {.object = json, .error = error, .where = ""};
    int result = 0;
    ret_operation->kind = (enum operation_kind)field_choice(&fields, "op", operation_names, OPERATION_KINDS, &result);
    if (result < 0)
        return result;
    switch (ret_operation->kind) {
    case NODE_CREATE: result = validate_node_create(&fields, ret_operation); break;
    case NODE_DELETE:
    case NODE_RENAME:
    case NODE_KIND: result = validate_node_change(&fields, ret_operation); break;
    case LINK_CREATE: result = validate_link_create(&fields, ret_operation); break;
    case LINK_DELETE:
    case LINK_CUT:
    case LINK_RESTORE: result = validate_link_change(&fields, ret_operation); break;
    case INTERFACE_SET: result = validate_interface(&fields, ret_operation); break;
    case ADDRESS_ADD:
    case ADDRESS_DELETE: result = validate_address(&fields, ret_operation); break;
    case ROUTE_ADD:
    case ROUTE_DELETE: result = validate_route(&fields, ret_operation); break;
    case COMMAND_RUN: result = validate_command(&fields, ret_operation); break;
    case OPERATION_KINDS: return -EINVAL;
    }
    result = fields_finish(&fields, result);
    if (result < 0)
        operation_clear(ret_operation);
    return result;
}

void operation_clear(struct operation *operation) {
    if (operation->kind == COMMAND_RUN) {
        free(operation->command);
        operation->command = NULL;
    }
}
