/* The calls `document` and `kept`: the document that stands for the lab. */
#define _GNU_SOURCE
#include "calls.h"

#include "lab.h"

json_t *call_document(struct connection *connection, const json_t *args, struct nw_error *error) {
    const json_t *part = json_object_get(args, "part"), *last = json_object_get(args, "last");
    if (!json_is_string(part) || !json_is_boolean(last))
        return calls_wrong(error, "A document needs \"revision\", \"part\" and \"last\".");
    if (!calls_current(connection, args, error))
        return NULL;
    if (kept_part(&connection->server->kept, &connection->document, json_string_value(part), json_string_length(part), json_is_true(last), error) < 0)
        return NULL;
    return json_object();
}

json_t *call_kept(struct connection *connection, const json_t *args, struct nw_error *error) {
    const json_t *offset = json_object_get(args, "offset");
    if (!json_is_integer(offset))
        return calls_wrong(error, "The argument \"offset\" must be a number.");
    return kept_json(&connection->server->kept, connection->server->lab->revision, json_integer_value(offset), error);
}
