/* The call `apply`: a plan is checked whole, carried out, and answered at its end. */
#define _GNU_SOURCE
#include "calls.h"

#include "apply.h"
#include "lab.h"
#include "protocol.h"
#include "room.h"
#include "validate.h"

#include <errno.h>
#include <stdlib.h>

static void progress(void *context, size_t done, size_t total) {
    server_event(context, json_pack("{s:s,s:I,s:I}", "event", "progress", "done", (json_int_t)done, "total", (json_int_t)total));
}

static void finished(void *context, const struct nw_error *error, double ms) {
    struct server *server = context;
    struct lab *lab = server->lab;
    struct connection *applicant = server->applicant;
    server->applicant = NULL;
    if (error == NULL) {
        lab->revision++;
        if (json_is_string(server->change))
            (void)kept_change(&server->kept, json_string_value(server->change), json_string_length(server->change));
    }
    if (applicant != NULL) {
        json_t *id = applicant->id;
        applicant->id = NULL;
        connection_send(applicant, error != NULL ? protocol_error(id, error) : protocol_value(id, json_pack("{s:I,s:f}", "revision", lab->revision, "ms", ms)));
        json_decref(id);
    }
    if (error == NULL)
        server_event(server, json_pack("{s:s,s:I,s:O,s:O}", "event", "applied", "revision", lab->revision, "client", server->client, "change", server->change));
    json_decref(server->client);
    json_decref(server->change);
    server->client = server->change = NULL;
}

static void forget_operations(struct operation *operations, size_t count) {
    for (size_t i = 0; i < count; i++)
        operation_clear(&operations[i]);
    free(operations);
}

static struct operation *read_operations(const json_t *list, size_t *ret_count, struct nw_error *error) {
    size_t count = json_array_size(list);
    struct operation *operations = calloc(count > 0 ? count : 1, sizeof(*operations));
    if (operations == NULL) {
        (void)error_set(error, "out-of-memory", ENOMEM, "There is no memory for %zu operations.", count);
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        const json_t *json = json_array_get(list, i);
        if (validate_operation(json, &operations[i], error) == 0)
            continue;
        const char *name;
        error->index = (int)i;
        if (json_is_object(json) && calls_text(json, "op", &name))
            text_copy(error->operation, sizeof(error->operation), name);
        forget_operations(operations, i);
        return NULL;
    }
    *ret_count = count;
    return operations;
}

/* The reply comes from `finished`. */
json_t *call_apply(struct connection *connection, const json_t *args, struct nw_error *error) {
    struct server *server = connection->server;
    const json_t *list = json_object_get(args, "operations");
    json_t *change = json_object_get(args, "change");
    const char *client;
    if (!json_is_array(list) || !calls_text(args, "client", &client) || (change != NULL && !json_is_string(change)))
        return calls_wrong(error, "An apply needs \"revision\", \"client\" and \"operations\".");
    if (server->lab->ending) {
        (void)error_set(error, "lab-ended", ESHUTDOWN, "The lab is ending: nothing is changed in it any more.");
        return NULL;
    }
    size_t count = 0;
    if (!calls_current(connection, args, error) || kept_room(&server->kept, json_string_length(change), error) < 0)
        return NULL;
    struct operation *operations = read_operations(list, &count, error);
    if (operations == NULL)
        return NULL;
    if (room_for(server->lab, operations, count, error) < 0) {
        forget_operations(operations, count);
        return NULL;
    }
    server->client = json_string(client);
    server->change = change != NULL ? json_incref(change) : json_null();
    server->applicant = connection;
    const struct apply_handler handler = {.progress = progress, .finished = finished, .context = server};
    if (apply_start(server->lab, operations, count, &handler) < 0) {
        forget_operations(operations, count);
        server->applicant = NULL;
        json_decref(server->client);
        json_decref(server->change);
        server->client = server->change = NULL;
        (void)error_set(error, "out-of-memory", ENOMEM, "There is no memory to carry the operations out.");
    }
    return NULL;
}
