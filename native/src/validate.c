#define _GNU_SOURCE
#include "validate.h"

#include "validate_operation.h"

#include <errno.h>
#include <stdlib.h>

const char *const operation_names[OPERATION_KINDS] = {
    "node.create", "node.delete", "node.rename", "node.kind", "node.stp", "node.sysctl", "node.files", "node.limits", "lab.resolver", "link.create",
    "link.delete", "link.cut", "link.restore", "interface.set", "interface.delete", "address.add", "address.delete", "route.add", "route.delete",
    "command.run",
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
    case NODE_STP:
    case NODE_KIND: result = validate_node_change(&fields, ret_operation); break;
    case NODE_SYSCTL: result = validate_setting(&fields, ret_operation); break;
    case NODE_FILES: result = validate_files(&fields, ret_operation); break;
    case NODE_LIMITS: result = validate_limits(&fields, ret_operation); break;
    case LAB_RESOLVER: result = validate_resolver(&fields, ret_operation); break;
    case LINK_CREATE: result = validate_link_create(&fields, ret_operation); break;
    case LINK_DELETE:
    case LINK_CUT:
    case LINK_RESTORE: result = validate_link_change(&fields, ret_operation); break;
    case INTERFACE_DELETE:
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
    switch (operation->kind) {
    case NODE_SYSCTL: free(operation->setting); break;
    case NODE_FILES: files_free(operation->files); break;
    case LAB_RESOLVER: free(operation->resolver); break;
    case COMMAND_RUN: startup_free(operation->startup); break;
    default: return;
    }
    operation->setting = NULL; /* any of the pointers: they share their place */
}
