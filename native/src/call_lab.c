/* Short calls about the lab as a whole: `hello`, `down`; and about its terminals: `terminals`, `terminal.close`. */
#define _GNU_SOURCE
#include "calls.h"

#include "lab.h"
#include "node_end.h"
#include "terminal.h"
#include "version.h"

json_t *call_hello(struct connection *connection, const json_t *args, struct nw_error *error) {
    const struct lab *lab = connection->server->lab;
    (void)args;
    (void)error;
    bool freezer = lab->groups.folder >= 0 && lab->group_watch >= 0;
    char controllers[64];
    control_groups_names(freezer ? lab->groups.controllers : 0, controllers, sizeof(controllers));
    return json_pack("{s:i,s:s,s:s,s:i,s:s,s:I,s:I,s:{s:b,s:s,s:s}}", "protocol", 1, "version", NESTWORK_VERSION, "lab", lab->id, "pid", (int)lab->outer,
                     "mapping", lab->mapping.range ? "range" : "single", "revision", lab->revision, "since", (json_int_t)lab->since, "groups", "freezer", freezer,
                     "controllers", controllers, "why", lab->groups.why);
}

json_t *call_terminals(struct connection *connection, const json_t *args, struct nw_error *error) {
    (void)args;
    (void)error;
    return json_pack("{s:o}", "terminals", terminals_json(connection->server->lab->terminals));
}

json_t *call_terminal_close(struct connection *connection, const json_t *args, struct nw_error *error) {
    const json_t *terminal = json_object_get(args, "terminal");
    if (!json_is_integer(terminal))
        return calls_wrong(error, "The argument \"terminal\" must be a number.");
    return terminals_close(connection->server->lab->terminals, json_integer_value(terminal), error) < 0 ? NULL : json_object();
}

json_t *call_down(struct connection *connection, const json_t *args, struct nw_error *error) {
    (void)args;
    (void)error;
    node_end_all(connection->server->lab);
    return json_object();
}
