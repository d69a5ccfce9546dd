/* What clients may ask, and what they are told: native/WIRE.md. */
#define _GNU_SOURCE
#include "server.h"

#include "protocol.h"
#include "validate.h"
#include "version.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

enum { OBSERVE_NODES = 64, OBSERVE_BYTES = 1024 * 1024, COALESCE_MS = 10, ATTACH_SLICE = 16 };

typedef json_t *(*call_handler)(struct connection *connection, const json_t *args, struct nw_error *error);

static bool text_argument(const json_t *args, const char *key, const char **ret_text) {
    const json_t *value = json_object_get(args, key);
    *ret_text = json_is_string(value) ? json_string_value(value) : NULL;
    return *ret_text != NULL;
}

static json_t *wrong(struct nw_error *error, const char *why) {
    (void)error_set(error, "invalid-argument", EINVAL, "%s", why);
    return NULL;
}

static bool current(struct connection *connection, const json_t *args, struct nw_error *error) {
    struct lab *lab = connection->server->lab;
    const json_t *revision = json_object_get(args, "revision");
    if (!json_is_integer(revision)) {
        (void)wrong(error, "The argument \"revision\" must be a number.");
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

static json_t *hello(struct connection *connection, const json_t *args, struct nw_error *error) {
    const struct lab *lab = connection->server->lab;
    (void)args;
    (void)error;
    return json_pack("{s:i,s:s,s:s,s:i,s:s,s:I,s:I}", "protocol", 1, "version", NESTWORK_VERSION, "lab", lab->id, "pid", (int)lab->outer, "mapping",
                     lab->mapping.range ? "range" : "single", "revision", lab->revision, "since", (json_int_t)lab->since);
}

/* --- apply --- */

static void progress(void *context, size_t done, size_t total) {
    server_event(context, json_pack("{s:s,s:I,s:I}", "event", "progress", "done", (json_int_t)done, "total", (json_int_t)total));
}

static void attach_later(struct lab *lab);

static void finished(void *context, const struct nw_error *error, double ms) {
    struct server *server = context;
    struct lab *lab = server->lab;
    struct connection *applicant = server->applicant;
    server->applicant = NULL;
    if (error == NULL) {
        lab->revision++;
        struct nw_error ignored;
        if (json_is_string(server->change))
            (void)kept_change(&server->kept, json_string_value(server->change), json_string_length(server->change), &ignored);
    }
    if (applicant != NULL) {
        json_t *id = applicant->id;
        applicant->id = NULL;
        server_send(applicant, error != NULL ? protocol_error(id, error) : protocol_value(id, json_pack("{s:I,s:f}", "revision", lab->revision, "ms", ms)));
        json_decref(id);
    }
    if (error == NULL)
        server_event(server, json_pack("{s:s,s:I,s:O,s:O}", "event", "applied", "revision", lab->revision, "client", server->client, "change", server->change));
    json_decref(server->client);
    json_decref(server->change);
    server->client = server->change = NULL;
    attach_later(lab);
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
        if (json_is_object(json) && text_argument(json, "op", &name))
            text_copy(error->operation, sizeof(error->operation), name);
        for (size_t k = 0; k < i; k++)
            operation_clear(&operations[k]);
        free(operations);
        return NULL;
    }
    *ret_count = count;
    return operations;
}

/* The reply comes from `finished`. */
static json_t *apply(struct connection *connection, const json_t *args, struct nw_error *error) {
    struct server *server = connection->server;
    const json_t *list = json_object_get(args, "operations");
    json_t *change = json_object_get(args, "change");
    const char *client;
    if (!json_is_array(list) || !text_argument(args, "client", &client) || (change != NULL && !json_is_string(change)))
        return wrong(error, "An apply needs \"revision\", \"client\" and \"operations\".");
    size_t count = 0;
    struct operation *operations = current(connection, args, error) ? read_operations(list, &count, error) : NULL;
    if (operations == NULL)
        return NULL;
    server->client = json_string(client);
    server->change = change != NULL ? json_incref(change) : json_null();
    server->applicant = connection;
    const struct apply_handler handler = {.progress = progress, .finished = finished, .context = server};
    if (apply_start(server->lab, operations, count, &handler) < 0) {
        for (size_t i = 0; i < count; i++)
            operation_clear(&operations[i]);
        free(operations);
        server->applicant = NULL;
        (void)error_set(error, "out-of-memory", ENOMEM, "There is no memory to carry the operations out.");
    }
    return NULL;
}

/* --- the document --- */

static json_t *document(struct connection *connection, const json_t *args, struct nw_error *error) {
    const json_t *part = json_object_get(args, "part"), *last = json_object_get(args, "last");
    if (!json_is_string(part) || !json_is_boolean(last))
        return wrong(error, "A document needs \"revision\", \"part\" and \"last\".");
    if (!current(connection, args, error))
        return NULL;
    if (kept_part(&connection->server->kept, connection, json_string_value(part), json_string_length(part), json_is_true(last), error) < 0)
        return NULL;
    return json_object();
}

static json_t *kept(struct connection *connection, const json_t *args, struct nw_error *error) {
    const json_t *offset = json_object_get(args, "offset");
    if (!json_is_integer(offset))
        return wrong(error, "The argument \"offset\" must be a number.");
    return kept_json(&connection->server->kept, connection->server->lab->revision, json_integer_value(offset), error);
}

/* --- what is observed --- */

static size_t size_of(const struct node *node) {
    if (node->monitor == NULL)
        return 400;
    const struct observed *observed = monitor_observed(node->monitor);
    return 400 + observed->interface_count * 160 + observed->address_count * 70 + observed->route_count * 110;
}

static json_t *observe(struct connection *connection, const json_t *args, struct nw_error *error) {
    struct server *server = connection->server;
    struct lab *lab = server->lab;
    const json_t *from = json_object_get(args, "from");
    if (!json_is_integer(from) || json_integer_value(from) < 0)
        return wrong(error, "The argument \"from\" must be a number that is not negative.");
    /* Places are numbers that nodes got when they were created: they do not move when others are deleted. */
    uint64_t place = (uint64_t)json_integer_value(from);
    if (place == 0)
        connection->subscribed = true;
    json_t *nodes = json_array(), *next = json_null();
    size_t bytes = 0;
    for (struct node *node = lab->first; node != NULL; node = node->next) {
        if (node->sequence < place)
            continue;
        if (node->monitor == NULL && !node->ended)
            (void)node_refresh(lab, node);
        if (json_array_size(nodes) > 0 && (json_array_size(nodes) >= OBSERVE_NODES || bytes + size_of(node) > OBSERVE_BYTES)) {
            next = json_integer((json_int_t)node->sequence);
            break;
        }
        bytes += size_of(node);
        (void)json_array_append_new(nodes, node_json(lab, node));
    }
    return json_pack("{s:I,s:I,s:o,s:o,s:o}", "seq", (json_int_t)server->sequence, "revision", lab->revision, "nodes", nodes, "next", next, "terminals",
                     terminals_json(lab->terminals));
}

static bool anybody_listens(const struct server *server) {
    for (const struct connection *connection = server->first; connection != NULL; connection = connection->next) {
        if (connection->subscribed)
            return true;
    }
    return false;
}

/* A large record (a switch with a thousand ports) is not sent again and again while it changes: the larger, the longer it waits. */
static double wait_of(const struct node *node) {
    return COALESCE_MS + (double)size_of(node) / 2000.0;
}

static void send_observed(struct server *server, json_t *nodes) {
    json_t *gone = server->gone;
    server->gone = json_array();
    server_event(server, json_pack("{s:s,s:o,s:o}", "event", "observed", "nodes", nodes, "gone", gone));
}

static void tell_later(struct server *server, unsigned int ms);

static void tell(void *context) {
    struct server *server = context;
    struct lab *lab = server->lab;
    server->telling = NULL;
    if (lab->applying)
        return; /* its end calls again */
    bool listens = anybody_listens(server);
    double now = clock_ms(), soonest = 0;
    size_t bytes = 0;
    json_t *nodes = json_array();
    for (struct node *node = lab->first; node != NULL; node = node->next) {
        if (!node->dirty)
            continue;
        if (!listens) {
            node->dirty = false;
            continue;
        }
        if (node->monitor == NULL)
            continue; /* told when it has been attached */
        double due = node->told_at + node->told_wait;
        if (due > now) {
            soonest = soonest == 0 || due < soonest ? due : soonest;
            continue;
        }
        (void)node_refresh(lab, node); /* after notifications were dropped this reads all anew */
        node->dirty = false;
        node->told_at = now;
        node->told_wait = wait_of(node);
        bytes += size_of(node);
        (void)json_array_append_new(nodes, node_json(lab, node));
        if (json_array_size(nodes) >= OBSERVE_NODES || bytes > OBSERVE_BYTES) {
            send_observed(server, nodes);
            nodes = json_array();
            bytes = 0;
        }
    }
    if (listens && (json_array_size(nodes) > 0 || json_array_size(server->gone) > 0))
        send_observed(server, nodes);
    else
        json_decref(nodes);
    if (!listens)
        (void)json_array_clear(server->gone);
    if (soonest > 0)
        tell_later(server, (unsigned int)(soonest - now) + 1);
}

static void tell_later(struct server *server, unsigned int ms) {
    if (server->telling == NULL)
        (void)loop_timer(server->lab->loop, ms, tell, server, &server->telling);
}

void server_tell(struct server *server) {
    loop_timer_cancel(server->telling);
    tell(server);
}

void server_changed(struct lab *lab) {
    if (lab->server != NULL)
        tell_later(lab->server, COALESCE_MS);
}

/* Fresh nodes get their monitors after the reply, a few at a time. */
static void attach(void *context) {
    struct lab *lab = context;
    lab->attaching = NULL;
    int done = 0;
    for (struct node *node = lab->first; node != NULL && !lab->applying; node = node->next) {
        if (node->monitor != NULL || node->ended)
            continue;
        if (done++ == ATTACH_SLICE) {
            attach_later(lab);
            break;
        }
        if (node_refresh(lab, node) == 0)
            node->dirty = true;
    }
    server_changed(lab);
}

static void attach_later(struct lab *lab) {
    if (lab->attaching == NULL)
        (void)loop_timer(lab->loop, 1, attach, lab, &lab->attaching);
}

/* --- terminals and the end --- */

static json_t *terminals(struct connection *connection, const json_t *args, struct nw_error *error) {
    (void)args;
    (void)error;
    return json_pack("{s:o}", "terminals", terminals_json(connection->server->lab->terminals));
}

static json_t *terminal_close(struct connection *connection, const json_t *args, struct nw_error *error) {
    const json_t *terminal = json_object_get(args, "terminal");
    if (!json_is_integer(terminal))
        return wrong(error, "The argument \"terminal\" must be a number.");
    return terminals_close(connection->server->lab->terminals, json_integer_value(terminal), error) < 0 ? NULL : json_object();
}

static json_t *down(struct connection *connection, const json_t *args, struct nw_error *error) {
    (void)args;
    (void)error;
    loop_stop(connection->server->lab->loop);
    return json_object();
}

/* --- the table --- */

static const struct {
    const char *name;
    call_handler handler;
    bool any_time; /* also while an apply is under way */
} calls[] = {
    {"hello", hello, true},         {"apply", apply, false},        {"document", document, false},
    {"kept", kept, false},          {"observe", observe, false},    {"terminals", terminals, true},
    {"terminal.close", terminal_close, true}, {"down", down, true},
};

bool calls_handle(struct connection *connection, const json_t *request) {
    const json_t *id = json_object_get(request, "id"), *args = json_object_get(request, "args");
    struct nw_error error;
    const char *name;
    (void)error_set(&error, "invalid-argument", EINVAL, "A request needs \"id\", \"call\" and \"args\".");
    if (json_is_integer(id) && text_argument(request, "call", &name) && json_is_object(args)) {
        (void)error_set(&error, "unknown-call", EINVAL, "There is no call %.40s.", name);
        for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
            if (strcmp(calls[i].name, name) != 0)
                continue;
            if (connection->server->lab->applying && !calls[i].any_time)
                return false;
            error = (struct nw_error){0};
            if (calls[i].handler == apply) {
                json_decref(connection->id);
                connection->id = json_deep_copy(id);
            }
            json_t *value = calls[i].handler(connection, args, &error);
            if (value == NULL && error.code[0] == '\0' && calls[i].handler == apply)
                return true; /* answered at its end */
            server_send(connection, value != NULL ? protocol_value(id, value) : protocol_error(id, &error));
            return true;
        }
    }
    server_send(connection, protocol_error(json_is_integer(id) ? id : NULL, &error));
    return true;
}

/* --- events --- */

void server_gone(struct lab *lab, const char *node) {
    (void)json_array_append_new(lab->server->gone, json_string(node));
    server_changed(lab);
}

void server_node_ended(struct lab *lab, const char *node, int signal) {
    server_event(lab->server, json_pack("{s:s,s:s,s:i}", "event", "node-ended", "node", node, "signal", signal));
}

/* Output is text on the wire: bytes that are not UTF-8 become U+FFFD. */
static json_t *text_of(const char *bytes, size_t length) {
    struct buffer text = {0};
    for (size_t i = 0; i < length;) {
        size_t size = 1;
        unsigned char first = (unsigned char)bytes[i];
        if (first >= 0xc2 && first <= 0xf4)
            size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
        json_t *one = first != 0 && i + size <= length ? json_stringn(bytes + i, size) : NULL;
        (void)buffer_append(&text, one != NULL ? bytes + i : "\xef\xbf\xbd", one != NULL ? size : 3);
        i += one != NULL ? size : 1;
        json_decref(one);
    }
    json_t *value = text.length > 0 ? json_stringn(text.data, text.length) : json_string("");
    buffer_free(&text);
    return value;
}

void server_command(struct lab *lab, const char *node, const char *command, int status, const char *output, size_t length) {
    json_t *code = WIFEXITED(status) ? json_integer(WEXITSTATUS(status)) : json_null();
    json_t *signal = WIFSIGNALED(status) ? json_integer(WTERMSIG(status)) : json_null();
    server_event(lab->server, json_pack("{s:s,s:s,s:s,s:o,s:o,s:o}", "event", "command", "node", node, "command", command, "code", code, "signal", signal, "output",
                                        text_of(output, length)));
}

void server_terminals(struct lab *lab) {
    if (lab->server != NULL)
        server_event(lab->server, json_pack("{s:s,s:o}", "event", "terminals", "terminals", terminals_json(lab->terminals)));
}
