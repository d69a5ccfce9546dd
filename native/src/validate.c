#define _GNU_SOURCE
#include "validate.h"

#include "namespace.h"
#include "util.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

const char *const operation_names[OPERATION_KINDS] = {
    "node.create", "node.delete", "node.rename", "node.kind", "link.create", "link.delete", "link.cut", "link.restore", "interface.set",
    "address.add", "address.delete", "route.add", "route.delete", "command.run",
};
const char *const node_kind_names[NODE_KINDS] = {"host", "router", "switch", "hub"};

static bool letter_or_digit(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9');
}

bool valid_id(const char *text) {
    size_t length = strnlen(text, 41);
    if (length < 1 || length > 40 || text[0] == '-')
        return false;
    for (size_t i = 0; i < length; i++) {
        if (!((text[i] >= 'a' && text[i] <= 'z') || (text[i] >= '0' && text[i] <= '9') || text[i] == '-'))
            return false;
    }
    return true;
}

bool valid_node_name(const char *text) {
    size_t length = strnlen(text, 64);
    if (length < 1 || length > 63 || !letter_or_digit(text[0]) || !letter_or_digit(text[length - 1]))
        return false;
    for (size_t i = 0; i < length; i++) {
        if (!letter_or_digit(text[i]) && text[i] != '-')
            return false;
    }
    return true;
}

bool valid_interface_name(const char *text) {
    static const char *const refused[] = {".", "..", "lo", "all", "default"};
    size_t length = strnlen(text, IF_NAMESIZE);
    if (length < 1 || length > IF_NAMESIZE - 1)
        return false;
    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
        if (strcmp(text, refused[i]) == 0)
            return false;
    }
    for (size_t i = 0; i < length; i++) {
        if (!letter_or_digit(text[i]) && strchr("._-", text[i]) == NULL)
            return false;
    }
    return true;
}

/* --- fields. `taken` are the keys that were asked for and there, so that what is left over is unknown. --- */

enum { MOST_FIELDS = 8 };

struct fields {
    const json_t *object;
    const char *names[MOST_FIELDS];
    size_t taken;
    struct nw_error *error;
    const char *where; /* "" or "ends[1]." */
};

static int refuse(struct fields *fields, const char *key, const char *why) {
    return error_set(fields->error, "invalid-operation", EINVAL, "The field \"%s%s\" %s.", fields->where, key, why);
}

/* NULL: not there, or refused (then *result is negative). */
static const json_t *take(struct fields *fields, const char *key, bool needed, int *result) {
    const json_t *value = json_object_get(fields->object, key);
    if (value != NULL && fields->taken < MOST_FIELDS)
        fields->names[fields->taken++] = key;
    if (value == NULL && needed)
        *result = refuse(fields, key, "is missing");
    return value;
}

static const char *take_text(struct fields *fields, const char *key, bool needed, int *result) {
    if (*result < 0)
        return NULL;
    const json_t *value = take(fields, key, needed, result);
    if (value == NULL)
        return NULL;
    if (!json_is_string(value)) {
        *result = refuse(fields, key, "must be a text");
        return NULL;
    }
    return json_string_value(value);
}

static void take_pattern(struct fields *fields, const char *key, bool (*valid)(const char *), const char *why, char *target, size_t size,
                         int *result) {
    const char *text = take_text(fields, key, true, result);
    if (text == NULL)
        return;
    if (!valid(text))
        *result = refuse(fields, key, why);
    else
        text_copy(target, size, text);
}

static void take_id(struct fields *fields, const char *key, char target[48], int *result) {
    take_pattern(fields, key, valid_id, "must be 1 to 40 of a-z, 0-9 and \"-\"", target, 48, result);
}

static void take_name(struct fields *fields, char target[64], int *result) {
    take_pattern(fields, "name", valid_node_name, "must be 1 to 63 letters, digits and \"-\", as a hostname", target, 64, result);
}

static void take_interface(struct fields *fields, const char *key, char target[IF_NAMESIZE], int *result) {
    take_pattern(fields, key, valid_interface_name, "must be 1 to 15 letters, digits, \".\", \"_\" and \"-\"", target, IF_NAMESIZE, result);
}

static bool take_flag(struct fields *fields, const char *key, bool needed, bool *target, int *result) {
    if (*result < 0)
        return false;
    const json_t *value = take(fields, key, needed, result);
    if (value == NULL)
        return false;
    if (!json_is_boolean(value)) {
        *result = refuse(fields, key, "must be true or false");
        return false;
    }
    *target = json_is_true(value);
    return true;
}

static bool take_mac(struct fields *fields, bool needed, uint8_t target[6], int *result) {
    const char *text = take_text(fields, "mac", needed, result);
    if (text == NULL)
        return false;
    if (mac_parse(text, target))
        return true;
    *result = refuse(fields, "mac", "must be a unicast MAC address such as 02:00:00:00:00:01");
    return false;
}

static void take_mtu(struct fields *fields, bool needed, uint32_t *target, int *result) {
    if (*result < 0)
        return;
    const json_t *value = take(fields, "mtu", needed, result);
    if (value == NULL)
        return;
    json_int_t number = json_is_integer(value) ? json_integer_value(value) : 0;
    if (number < 68 || number > 65535)
        *result = refuse(fields, "mtu", "must be a number from 68 to 65535");
    else
        *target = (uint32_t)number;
}

static int take_choice(struct fields *fields, const char *key, const char *const *names, int count, int *result) {
    const char *text = take_text(fields, key, true, result);
    for (int i = 0; text != NULL && i < count; i++) {
        if (strcmp(names[i], text) == 0)
            return i;
    }
    if (text != NULL)
        *result = refuse(fields, key, "has a value that there is not");
    return 0;
}

static void take_isolation(struct fields *fields, uint64_t *target, int *result) {
    const json_t *list = *result < 0 ? NULL : take(fields, "isolation", true, result);
    if (list == NULL)
        return;
    if (!json_is_array(list) || json_array_size(list) < 1 || json_array_size(list) > NAMESPACE_KINDS) {
        *result = refuse(fields, "isolation", "must list one to six namespaces");
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
            *result = refuse(fields, "isolation", flag == 0 ? "names a namespace that there is not" : "names a namespace twice");
            return;
        }
        *target |= flag;
    }
    if ((*target & namespace_flag(NAMESPACE_NET)) == 0)
        *result = refuse(fields, "isolation", "must contain \"net\"");
}

static void take_prefixed(struct fields *fields, const char *key, struct ip *target, int *result) {
    const char *text = take_text(fields, key, true, result);
    if (text != NULL && !ip_parse_prefixed(text, target))
        *result = refuse(fields, key, "must be an address with its prefix length, such as 10.0.1.1/24 or fd00::1/64");
}

static bool known(const struct fields *fields, const char *key) {
    for (size_t i = 0; i < fields->taken; i++) {
        if (strcmp(fields->names[i], key) == 0)
            return true;
    }
    return false;
}

static int finish(struct fields *fields, int result) {
    if (result < 0 || json_object_size(fields->object) == fields->taken)
        return result;
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)fields->object, key, value) {
        char shown[48];
        text_copy(shown, sizeof(shown), key);
        if (!known(fields, key))
            return refuse(fields, shown, "is not one that this operation has");
    }
    return -EINVAL;
}

/* --- operations --- */

static int of_node_create(struct fields *fields, struct operation *operation) {
    int result = 0;
    take_id(fields, "node", operation->node, &result);
    take_name(fields, operation->of_node.name, &result);
    operation->of_node.kind = (enum node_kind)take_choice(fields, "kind", node_kind_names, NODE_KINDS, &result);
    take_isolation(fields, &operation->of_node.isolation, &result);
    take_flag(fields, "forwarding", true, &operation->of_node.forwarding, &result);
    bool bridge = operation->of_node.kind == KIND_SWITCH || operation->of_node.kind == KIND_HUB;
    bool mac = take_mac(fields, bridge, operation->of_node.mac, &result);
    if (result == 0 && mac && !bridge)
        return refuse(fields, "mac", "is for switches and hubs only");
    return result;
}

static int of_end(const json_t *json, int index, struct operation_end *end, struct nw_error *error) {
    struct fields fields = {.object = json, .error = error, .where = index == 0 ? "ends[0]." : "ends[1]."};
    if (!json_is_object(json))
        return error_set(error, "invalid-operation", EINVAL, "The field \"ends[%d]\" must be an object.", index);
    int result = 0;
    take_id(&fields, "node", end->node, &result);
    take_interface(&fields, "interface", end->interface, &result);
    take_mac(&fields, true, end->mac, &result);
    take_mtu(&fields, true, &end->mtu, &result);
    take_flag(&fields, "up", true, &end->up, &result);
    take_flag(&fields, "port", true, &end->port, &result);
    return finish(&fields, result);
}

static int of_link_create(struct fields *fields, struct operation *operation) {
    static const char *const media[] = {"pair", "wire"};
    int result = 0;
    take_id(fields, "link", operation->of_link.link, &result);
    operation->of_link.wire = take_choice(fields, "medium", media, 2, &result) == 1;
    take_flag(fields, "cut", true, &operation->of_link.cut, &result);
    const json_t *ends = result < 0 ? NULL : take(fields, "ends", true, &result);
    if (ends == NULL)
        return result;
    if (!json_is_array(ends) || json_array_size(ends) != 2)
        return refuse(fields, "ends", "must list two ends");
    struct operation_end *two = operation->of_link.ends;
    for (int i = 0; i < 2 && result == 0; i++)
        result = of_end(json_array_get(ends, (size_t)i), i, &two[i], fields->error);
    if (result < 0)
        return result;
    if (strcmp(two[0].node, two[1].node) == 0 && strcmp(two[0].interface, two[1].interface) == 0)
        return refuse(fields, "ends", "must be two different interfaces");
    if (operation->of_link.wire && (two[0].port || two[1].port))
        return refuse(fields, "medium", "must be \"pair\" when an end is a port");
    return 0;
}

static int of_link(struct fields *fields, struct operation *operation) {
    int result = 0;
    take_id(fields, "link", operation->of_link.link, &result);
    return result;
}

static int of_interface_set(struct fields *fields, struct operation *operation) {
    int result = 0;
    take_id(fields, "node", operation->node, &result);
    take_interface(fields, "interface", operation->set.interface, &result);
    operation->set.has_up = take_flag(fields, "up", false, &operation->set.up, &result);
    take_mtu(fields, false, &operation->set.mtu, &result);
    operation->set.has_mac = take_mac(fields, false, operation->set.mac, &result);
    return result;
}

static int of_address(struct fields *fields, struct operation *operation) {
    int result = 0;
    take_id(fields, "node", operation->node, &result);
    take_interface(fields, "interface", operation->of_address.interface, &result);
    take_prefixed(fields, "address", &operation->of_address.ip, &result);
    if (result == 0 && !ip_is_host(&operation->of_address.ip))
        return refuse(fields, "address", "must be an address that an interface can have");
    return result;
}

static int of_route(struct fields *fields, struct operation *operation) {
    struct operation_route *route = &operation->route;
    int result = 0;
    take_id(fields, "node", operation->node, &result);
    take_prefixed(fields, "to", &route->to, &result);
    if (result == 0 && !ip_is_network(&route->to))
        return refuse(fields, "to", "has bits behind its prefix length");
    const char *via = take_text(fields, "via", false, &result);
    if (via != NULL && (!ip_parse(via, &route->via) || !ip_is_host(&route->via)))
        return refuse(fields, "via", "must be the address of a gateway");
    if (result == 0 && via != NULL && route->via.family != route->to.family)
        return refuse(fields, "via", "must be of the same family as the destination");
    if (result == 0 && json_object_get(fields->object, "dev") != NULL)
        take_interface(fields, "dev", route->dev, &result);
    if (result == 0 && route->via.family == 0 && route->dev[0] == '\0')
        return refuse(fields, "via", "or \"dev\" must be there");
    return result;
}

/* UTF-16 code units, as the TypeScript side counts them. */
static size_t units(const char *text) {
    size_t count = 0;
    for (const unsigned char *at = (const unsigned char *)text; *at != '\0'; at++)
        count += (*at & 0xc0) == 0x80 ? 0 : *at >= 0xf0 ? 2 : 1;
    return count;
}

static int of_command(struct fields *fields, struct operation *operation) {
    int result = 0;
    take_id(fields, "node", operation->node, &result);
    const char *command = take_text(fields, "command", true, &result);
    if (command == NULL)
        return result;
    if (command[0] == '\0' || units(command) > 4096)
        return refuse(fields, "command", "must have 1 to 4,096 characters");
    operation->command = strdup(command);
    return operation->command == NULL ? error_set(fields->error, "out-of-memory", ENOMEM, "There is no memory for a command.") : 0;
}

static int of_kind(struct fields *fields, struct operation *operation) {
    int result = 0;
    take_id(fields, "node", operation->node, &result);
    switch (operation->kind) {
    case NODE_DELETE:
        break;
    case NODE_RENAME:
        take_name(fields, operation->of_node.name, &result);
        break;
    case NODE_KIND:
        operation->of_node.kind = (enum node_kind)take_choice(fields, "kind", node_kind_names, NODE_KINDS, &result);
        take_flag(fields, "forwarding", true, &operation->of_node.forwarding, &result);
        break;
    default:
        return -EINVAL;
    }
    return result;
}

int validate_operation(const json_t *json, struct operation *ret_operation, struct nw_error *error) {
    *ret_operation = (struct operation){0};
    if (!json_is_object(json))
        return error_set(error, "invalid-operation", EINVAL, "An operation must be an object.");
    struct fields fields = {.object = json, .error = error, .where = ""};
    int result = 0;
    ret_operation->kind = (enum operation_kind)take_choice(&fields, "op", operation_names, OPERATION_KINDS, &result);
    if (result < 0)
        return result;
    switch (ret_operation->kind) {
    case NODE_CREATE: result = of_node_create(&fields, ret_operation); break;
    case NODE_DELETE:
    case NODE_RENAME:
    case NODE_KIND: result = of_kind(&fields, ret_operation); break;
    case LINK_CREATE: result = of_link_create(&fields, ret_operation); break;
    case LINK_DELETE:
    case LINK_CUT:
    case LINK_RESTORE: result = of_link(&fields, ret_operation); break;
    case INTERFACE_SET: result = of_interface_set(&fields, ret_operation); break;
    case ADDRESS_ADD:
    case ADDRESS_DELETE: result = of_address(&fields, ret_operation); break;
    case ROUTE_ADD:
    case ROUTE_DELETE: result = of_route(&fields, ret_operation); break;
    case COMMAND_RUN: result = of_command(&fields, ret_operation); break;
    case OPERATION_KINDS: return -EINVAL;
    }
    result = finish(&fields, result);
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
