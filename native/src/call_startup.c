/* The calls `commands`, `command` and `output`: start-up commands of a node. */
#define _GNU_SOURCE
#include "calls.h"

#include "lab.h"
#include "node.h"
#include "startup.h"

json_t *call_commands(struct connection *connection, const json_t *args, struct nw_error *error) {
    struct node *node = calls_node(connection, args, error);
    return node == NULL ? NULL : json_pack("{s:o}", "commands", startup_json(node));
}

json_t *call_output(struct connection *connection, const json_t *args, struct nw_error *error) {
    const json_t *index = json_object_get(args, "index"), *offset = json_object_get(args, "offset");
    struct node *node = calls_node(connection, args, error);
    if (node == NULL)
        return NULL;
    if (!json_is_integer(index) || !json_is_integer(offset) || json_integer_value(offset) < 0)
        return calls_wrong(error, "The arguments \"index\" and \"offset\" must be numbers that are not negative.");
    return startup_output(node, json_integer_value(index), json_integer_value(offset), error);
}

json_t *call_command(struct connection *connection, const json_t *args, struct nw_error *error) {
    const json_t *index = json_object_get(args, "index");
    const char *action;
    struct node *node = calls_node(connection, args, error);
    if (node == NULL)
        return NULL;
    if (!json_is_integer(index) || !calls_text(args, "action", &action))
        return calls_wrong(error, "A command needs \"index\" and \"action\".");
    return startup_act(node, json_integer_value(index), action, error) < 0 ? NULL : json_object();
}
