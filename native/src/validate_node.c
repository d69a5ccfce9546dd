/* node.*: what a node is and becomes. */
#define _GNU_SOURCE
#include "validate_operation.h"

#include "namespace.h"

#include <errno.h>
#include <string.h>

static void take_isolation(struct fields *fields, uint64_t *target, int *result) {
    const json_t *list = field_take(fields, "isolation", true, result);
    if (list == NULL)
        return;
    if (!json_is_array(list) || json_array_size(list) < 1 || json_array_size(list) > NAMESPACE_KINDS) {
        *result = field_refuse(fields, "isolation", "must list one to six namespaces");
        return;
    }
    size_t index;
    const json_t *item;
    json_array_foreach(list, index, item) {
        const char *name = field_plain(item);
        uint64_t flag = name != NULL ? namespace_flag_named(name) : 0;
        if (flag == 0 || (*target & flag) != 0) {
            *result = field_refuse(fields, "isolation", flag == 0 ? "names a namespace that there is not" : "names a namespace twice");
            return;
        }
        *target |= flag;
    }
    if ((*target & namespace_flag(NAMESPACE_NET)) == 0)
        *result = field_refuse(fields, "isolation", "must contain \"net\"");
}

int validate_node_create(struct fields *fields, struct operation *operation) {
    int result = 0;
    field_id(fields, "node", operation->node, &result);
    field_name(fields, operation->of_node.name, &result);
    operation->of_node.kind = (enum node_kind)field_choice(fields, "kind", node_kind_names, NODE_KINDS, &result);
    take_isolation(fields, &operation->of_node.isolation, &result);
    field_flag(fields, "forwarding", true, &operation->of_node.forwarding, &result);
    bool bridge = operation->of_node.kind == KIND_SWITCH || operation->of_node.kind == KIND_HUB;
    bool mac = field_mac(fields, bridge, operation->of_node.mac, &result);
    if (result == 0 && mac && !bridge)
        return field_refuse(fields, "mac", "is for switches and hubs only");
    (void)field_flag(fields, "stp", false, &operation->of_node.stp, &result);
    (void)field_flag(fields, "readOnly", false, &operation->of_node.read_only, &result);
    if (result == 0 && operation->of_node.stp && operation->of_node.kind != KIND_SWITCH)
        return field_refuse(fields, "stp", "is for switches only");
    /* In a mount namespace of the lab's own user namespace files could be made writable again from inside. */
    uint64_t needed = namespace_flag(NAMESPACE_MNT) | namespace_flag(NAMESPACE_USER);
    if (result == 0 && operation->of_node.read_only && (operation->of_node.isolation & needed) != needed)
        return field_refuse(fields, "readOnly", "needs \"mnt\" and \"user\" among the isolation");
    return result;
}

int validate_node_change(struct fields *fields, struct operation *operation) {
    int result = 0;
    field_id(fields, "node", operation->node, &result);
    switch (operation->kind) {
    case NODE_DELETE:
        break;
    case NODE_RENAME:
        field_name(fields, operation->of_node.name, &result);
        break;
    case NODE_STP:
        field_flag(fields, "stp", true, &operation->of_node.stp, &result);
        break;
    case NODE_KIND:
        operation->of_node.kind = (enum node_kind)field_choice(fields, "kind", node_kind_names, NODE_KINDS, &result);
        field_flag(fields, "forwarding", true, &operation->of_node.forwarding, &result);
        break;
    default:
        return -EINVAL;
    }
    return result;
}
