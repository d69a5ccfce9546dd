/* Calls about what goes on inside: `processes`, `signal`, `mounts`, `counters`, `freeze`, `statistics`. */
#define _GNU_SOURCE
#include "calls.h"

#include "lab.h"
#include "node.h"
#include "node_freeze.h"
#include "process_json.h"
#include "protocol.h"
#include "statistics.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>

json_t *call_processes(struct connection *connection, const json_t *args, struct nw_error *error) {
    struct node *node = calls_node(connection, args, error);
    return node == NULL ? NULL : json_pack("{s:o}", "processes", processes_json(connection->server->lab, node));
}

json_t *call_signal(struct connection *connection, const json_t *args, struct nw_error *error) {
    const json_t *pid = json_object_get(args, "pid"), *number = json_object_get(args, "signal");
    struct node *node = calls_node(connection, args, error);
    if (node == NULL)
        return NULL;
    if (!json_is_integer(pid) || json_integer_value(pid) < 1 || !json_is_integer(number) || json_integer_value(number) < 1 || json_integer_value(number) >= NSIG)
        return calls_wrong(error, "A signal needs \"pid\" and \"signal\", a number from 1 to 64.");
    return processes_signal(connection->server->lab, node, json_integer_value(pid), (int)json_integer_value(number), error) < 0 ? NULL : json_object();
}

json_t *call_mounts(struct connection *connection, const json_t *args, struct nw_error *error) {
    struct node *node = calls_node(connection, args, error);
    json_t *mounts = node == NULL ? NULL : mounts_json(connection->server->lab, node, error);
    return mounts == NULL ? NULL : json_pack("{s:o}", "mounts", mounts);
}

json_t *call_counters(struct connection *connection, const json_t *args, struct nw_error *error) {
    struct node *node = calls_node(connection, args, error);
    json_t *interfaces = node == NULL ? NULL : statistics_counters(connection->server->lab, node);
    if (node != NULL && interfaces == NULL)
        (void)error_set(error, "kernel-refused", EIO, "The counters of %s cannot be read.", node->name);
    return interfaces == NULL ? NULL : json_pack("{s:o}", "interfaces", interfaces);
}

/* All nodes, or those that are named; all of them are known before the first is touched. */
static struct node **named(struct lab *lab, const json_t *list, size_t *ret_count, struct nw_error *error) {
    size_t count = list != NULL ? json_array_size(list) : table_count(lab->nodes), found = 0;
    struct node **nodes = calloc(count > 0 ? count : 1, sizeof(struct node *));
    if (nodes == NULL)
        (void)error_set(error, "out-of-memory", ENOMEM, "There is no memory for a list of nodes.");
    for (struct node *node = lab->first; nodes != NULL && list == NULL && node != NULL && found < count; node = node->next) {
        if (!node->ended)
            nodes[found++] = node;
    }
    for (size_t i = 0; nodes != NULL && list != NULL && i < count; i++) {
        const char *id = json_string_value(json_array_get(list, i));
        struct node *node = id != NULL ? table_get(lab->nodes, id) : NULL;
        if (node == NULL || node->ended) {
            (void)error_set(error, "not-found", ENOENT, "There is no running node %.48s in the lab.", id != NULL ? id : "?");
            free(nodes);
            return NULL;
        }
        nodes[found++] = node;
    }
    *ret_count = found;
    return nodes;
}

json_t *call_freeze(struct connection *connection, const json_t *args, struct nw_error *error) {
    const json_t *list = json_object_get(args, "nodes"), *frozen = json_object_get(args, "frozen");
    struct lab *lab = connection->server->lab;
    size_t count = 0;
    if (!json_is_boolean(frozen) || (list != NULL && !json_is_array(list)))
        return calls_wrong(error, "Pausing needs \"frozen\", true or false, and may have \"nodes\", a list of ids.");
    struct node **nodes = named(lab, list, &count, error);
    int result = nodes == NULL ? -ENOENT : 0;
    for (size_t i = 0; i < count && result == 0; i++)
        result = node_freeze(lab, nodes[i], json_is_true(frozen), error);
    free(nodes);
    return result < 0 ? NULL : json_object();
}

/* --- statistics --- */

/* Whoever does not take them in time misses some: the next are as good. */
static bool tell(struct lab *lab, json_t *message) {
    size_t length = 0;
    bool wanted = false;
    char *line = protocol_line(message, &length);
    json_decref(message);
    for (struct connection *connection = lab->server->first; connection != NULL; connection = connection->next) {
        if (!connection->statistics || connection->closing)
            continue;
        wanted = true;
        if (line != NULL && connection->output.length == connection->sent)
            connection_send_line(connection, line, length);
    }
    free(line);
    return wanted;
}

json_t *call_statistics(struct connection *connection, const json_t *args, struct nw_error *error) {
    const json_t *on = json_object_get(args, "on");
    if (!json_is_boolean(on))
        return calls_wrong(error, "The argument \"on\" must be true or false.");
    connection->statistics = json_is_true(on);
    if (connection->statistics && statistics_start(connection->server->lab, tell) < 0) {
        (void)error_set(error, "out-of-memory", ENOMEM, "There is no memory for statistics.");
        return NULL;
    }
    return json_object();
}
