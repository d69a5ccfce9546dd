/* interface.*, address.*, route.*: what an interface has. */
#define _GNU_SOURCE
#include "validate_operation.h"

int validate_interface(struct fields *fields, struct operation *operation) {
    int result = 0;
    field_id(fields, "node", operation->node, &result);
    field_interface(fields, "interface", operation->set.interface, &result);
    if (operation->kind == INTERFACE_DELETE)
        return result;
    operation->set.has_up = field_flag(fields, "up", false, &operation->set.up, &result);
    field_mtu(fields, false, &operation->set.mtu, &result);
    operation->set.has_mac = field_mac(fields, false, operation->set.mac, &result);
    return result;
}

int validate_address(struct fields *fields, struct operation *operation) {
    int result = 0;
    field_id(fields, "node", operation->node, &result);
    field_interface(fields, "interface", operation->of_address.interface, &result);
    field_prefixed(fields, "address", &operation->of_address.ip, &result);
    if (result == 0 && !ip_is_host(&operation->of_address.ip))
        return field_refuse(fields, "address", "must be an address that an interface can have");
    return result;
}

int validate_route(struct fields *fields, struct operation *operation) {
    struct operation_route *route = &operation->route;
    int result = 0;
    field_id(fields, "node", operation->node, &result);
    field_prefixed(fields, "to", &route->to, &result);
    if (result == 0 && !ip_is_network(&route->to))
        return field_refuse(fields, "to", "has bits behind its prefix length");
    const char *via = field_text(fields, "via", false, &result);
    if (via != NULL && (!ip_parse(via, &route->via) || !ip_is_host(&route->via)))
        return field_refuse(fields, "via", "must be the address of a gateway");
    if (result == 0 && via != NULL && route->via.family != route->to.family)
        return field_refuse(fields, "via", "must be of the same family as the destination");
    if (result == 0 && json_object_get(fields->object, "dev") != NULL)
        field_interface(fields, "dev", route->dev, &result);
    if (result == 0 && route->via.family == 0 && route->dev[0] == '\0')
        return field_refuse(fields, "via", "or \"dev\" must be there");
    return result;
}
