/* node.*: what a node is and becomes, and the commands that it runs. */
#define _GNU_SOURCE
#include "validate_operation.h"

#include "namespace.h"

#include <errno.h>
#include <stdlib.h>
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
        uint64_t flag = 0;
        for (int kind = 0; kind < NAMESPACE_KINDS && json_is_string(item); kind++) {
            if (strcmp(json_string_value(item), namespace_names[kind]) == 0)
                flag = namespace_flag((enum namespace_kind)kind);
        }
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
    case NODE_KIND:
        operation->of_node.kind = (enum node_kind)field_choice(fields, "kind", node_kind_names, NODE_KINDS, &result);
        field_flag(fields, "forwarding", true, &operation->of_node.forwarding, &result);
        break;
    default:
        return -EINVAL;
    }
    return result;
}

/* UTF-16 code units, as the TypeScript side counts them. */
static size_t units(const char *text) {
    size_t count = 0;
    for (const unsigned char *at = (const unsigned char *)text; *at != '\0'; at++)
        count += (*at & 0xc0) == 0x80 ? 0 : *at >= 0xf0 ? 2 : 1;
    return count;
}

int validate_command(struct fields *fields, struct operation *operation) {
    int result = 0;
    field_id(fields, "node", operation->node, &result);
    const char *command = field_text(fields, "command", true, &result);
    if (command == NULL)
        return result;
    if (command[0] == '\0' || units(command) > 4096)
        return field_refuse(fields, "command", "must have 1 to 4,096 characters");
    operation->command = strdup(command);
    return operation->command == NULL ? error_set(fields->error, "out-of-memory", ENOMEM, "There is no memory for a command.") : 0;
}
