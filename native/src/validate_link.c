/* link.*: cables and their two ends. */
#define _GNU_SOURCE
#include "validate_operation.h"

#include <errno.h>
#include <string.h>

static int of_end(const json_t *json, int index, struct operation_end *end, struct nw_error *error) {
    struct fields fields = {.object = json, .error = error, .where = index == 0 ? "ends[0]." : "ends[1]."};
    if (!json_is_object(json))
        return error_set(error, "invalid-operation", EINVAL, "The field \"ends[%d]\" must be an object.", index);
    int result = 0;
    field_id(&fields, "node", end->node, &result);
    field_interface(&fields, "interface", end->interface, &result);
    field_mac(&fields, true, end->mac, &result);
    field_mtu(&fields, true, &end->mtu, &result);
    field_flag(&fields, "up", true, &end->up, &result);
    field_flag(&fields, "port", true, &end->port, &result);
    return fields_finish(&fields, result);
}

int validate_link_create(struct fields *fields, struct operation *operation) {
    static const char *const media[] = {"pair", "wire"};
    int result = 0;
    field_id(fields, "link", operation->of_link.link, &result);
    operation->of_link.wire = field_choice(fields, "medium", media, 2, &result) == 1;
    field_flag(fields, "cut", true, &operation->of_link.cut, &result);
    const json_t *ends = field_take(fields, "ends", true, &result);
    if (ends == NULL)
        return result;
    if (!json_is_array(ends) || json_array_size(ends) != 2)
        return field_refuse(fields, "ends", "must list two ends");
    struct operation_end *two = operation->of_link.ends;
    for (int i = 0; i < 2 && result == 0; i++)
        result = of_end(json_array_get(ends, (size_t)i), i, &two[i], fields->error);
    if (result < 0)
        return result;
    if (strcmp(two[0].node, two[1].node) == 0 && strcmp(two[0].interface, two[1].interface) == 0)
        return field_refuse(fields, "ends", "must be two different interfaces");
    if (operation->of_link.wire && (two[0].port || two[1].port))
        return field_refuse(fields, "medium", "must be \"pair\" when an end is a port");
    return 0;
}

int validate_link_change(struct fields *fields, struct operation *operation) {
    int result = 0;
    field_id(fields, "link", operation->of_link.link, &result);
    return result;
}
