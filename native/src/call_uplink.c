/* The call `uplink.join`: what nestwork-root put into a node becomes a port of its bridge. */
#define _GNU_SOURCE
#include "calls.h"

#include "fields.h"
#include "joined.h"
#include "lab.h"

#include <errno.h>

static int take_macs(struct fields *fields, uint8_t (*macs)[6], size_t *count) {
    int result = 0;
    size_t i;
    const json_t *item, *list = field_take(fields, "macs", false, &result);
    if (list == NULL)
        return result;
    if (!json_is_array(list) || json_array_size(list) > JOINED_MACS)
        return field_refuse(fields, "macs", "must be a list of at most 1,024 MAC addresses");
    json_array_foreach(list, i, item) {
        if (!json_is_string(item) || !mac_parse(json_string_value(item), macs[i]))
            return field_refuse(fields, "macs", "must hold unicast MAC addresses such as 02:00:00:00:00:01");
        *count = i + 1;
    }
    return 0;
}

json_t *call_uplink_join(struct connection *connection, const json_t *args, struct nw_error *error) {
    static uint8_t macs[JOINED_MACS][6];
    struct lab *lab = connection->server->lab;
    struct fields fields = {.object = args, .error = error, .where = ""};
    char id[48], interface[IF_NAMESIZE];
    size_t count = 0;
    int result = 0;
    field_id(&fields, "node", id, &result);
    field_interface(&fields, "interface", interface, &result);
    if (result == 0)
        result = take_macs(&fields, macs, &count);
    if (fields_finish(&fields, result) < 0)
        return NULL;
    struct node *node = table_get(lab->nodes, id);
    if (node == NULL) {
        (void)error_set(error, "not-found", ENOENT, "There is no node %s in the lab.", id);
        return NULL;
    }
    return joined_take(lab, node, interface, (const uint8_t(*)[6])macs, count, error) < 0 ? NULL : json_object();
}
