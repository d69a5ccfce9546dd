/* What clients may ask: the table of calls, and what their arguments have in common. */
#define _GNU_SOURCE
#include "calls.h"

#include "lab.h"
#include "node.h"
#include "protocol.h"

#include <errno.h>
#include <string.h>

typedef json_t *(*call_handler)(struct connection *connection, const json_t *args, struct nw_error *error);

bool calls_text(const json_t *args, const char *key, const char **ret_text) {
    const json_t *value = json_object_get(args, key);
    *ret_text = json_is_string(value) ? json_string_value(value) : NULL;
    return *ret_text != NULL;
}

struct node *calls_node(struct connection *connection, const json_t *args, struct nw_error *error) {
    const char *id;
    if (!calls_text(args, "node", &id)) {
        (void)calls_wrong(error, "The argument \"node\" must be the id of a node.");
        return NULL;
    }
    struct node *node = table_get(connection->server->lab->nodes, id);
    if (node != NULL && !node->ended)
        return node;
    (void)error_set(error, "not-found", ENOENT, "There is no running node %.48s in the lab.", id);
    return NULL;
}

json_t *calls_wrong(struct nw_error *error, const char *why) {
    (void)error_set(error, "invalid-argument", EINVAL, "%s", why);
    return NULL;
}

bool calls_current(struct connection *connection, const json_t *args, struct nw_error *error) {
    struct lab *lab = connection->server->lab;
    const json_t *revision = json_object_get(args, "revision");
    if (!json_is_integer(revision)) {
        (void)calls_wrong(error, "The argument \"revision\" must be a number.");
        return false;
    }
    if (json_integer_value(revision) == lab->revision)
        return true;
    (void)error_set(error, "stale-revision", ESTALE, "The lab is at revision %lld and not at %lld any more.", (long long)lab->revision,
                    (long long)json_integer_value(revision));
    text_copy(error->hint, sizeof(error->hint), "Take in the changes that were made meanwhile, and plan again.");
    error->revision = lab->revision;
    return false;
}

static const struct {
    const char *name;
    call_handler handler;
    bool any_time; /* also while an apply is under way */
} calls[] = {
    {"hello", call_hello, true},         {"apply", call_apply, false},        {"document", call_document, false},
    {"kept", call_kept, false},          {"observe", call_observe, false},    {"terminals", call_terminals, true},
    {"terminal.close", call_terminal_close, true}, {"down", call_down, true},
    {"processes", call_processes, true}, {"signal", call_signal, true},       {"mounts", call_mounts, true},
    {"counters", call_counters, false},  {"freeze", call_freeze, false},      {"statistics", call_statistics, true},
    {"commands", call_commands, true},   {"output", call_output, true},       {"command", call_command, true},
    {"uplink.join", call_uplink_join, false},
};

bool calls_handle(struct connection *connection, const json_t *request) {
    const json_t *id = json_object_get(request, "id"), *args = json_object_get(request, "args");
    struct nw_error error;
    const char *name;
    (void)error_set(&error, "invalid-argument", EINVAL, "A request needs \"id\", \"call\" and \"args\".");
    if (json_is_integer(id) && calls_text(request, "call", &name) && json_is_object(args)) {
        (void)error_set(&error, "unknown-call", EINVAL, "There is no call %.40s.", name);
        for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
            if (strcmp(calls[i].name, name) != 0)
                continue;
            if (connection->server->lab->applying && !calls[i].any_time)
                return false;
            error = (struct nw_error){0};
            if (calls[i].handler == call_apply) {
                json_decref(connection->id);
                connection->id = json_deep_copy(id);
            }
            json_t *value = calls[i].handler(connection, args, &error);
            if (value == NULL && error.code[0] == '\0' && calls[i].handler == call_apply)
                return true; /* answered at its end */
            connection_send(connection, value != NULL ? protocol_value(id, value) : protocol_error(id, &error));
            return true;
        }
    }
    connection_send(connection, protocol_error(json_is_integer(id) ? id : NULL, &error));
    return true;
}
