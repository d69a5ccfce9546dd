/* What clients are told: changed records, put together over a short time, and what happens once. */
#define _GNU_SOURCE
#include "events.h"

#include "connection.h"
#include "lab.h"
#include "node.h"
#include "text.h"

#include <stdlib.h>
#include <sys/wait.h>

enum { COALESCE_MS = 10, ATTACH_SLICE = 16 };

static bool anybody_listens(const struct server *server) {
    for (const struct connection *connection = server->first; connection != NULL; connection = connection->next) {
        if (connection->subscribed)
            return true;
    }
    return false;
}

/* A large record (a switch with a thousand ports) is not sent again and again while it changes: the larger, the longer it waits. */
static double wait_of(const struct node *node) {
    return COALESCE_MS + (double)node_record_size(node) / 2000.0;
}

static void send_observed(struct server *server, json_t *nodes) {
    json_t *gone = server->gone;
    server->gone = json_array();
    /* One that was made anew under its old name is there: its record replaces the one before. */
    for (size_t i = json_array_size(gone); i > 0; i--) {
        if (table_get(server->lab->nodes, json_string_value(json_array_get(gone, i - 1))) != NULL)
            (void)json_array_remove(gone, i - 1);
    }
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
        bytes += node_record_size(node);
        (void)json_array_append_new(nodes, node_json(lab, node));
        if (json_array_size(nodes) >= NODE_PAGE || bytes > NODE_PAGE_BYTES) {
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

void events_changed(struct lab *lab) {
    if (lab->server != NULL)
        tell_later(lab->server, COALESCE_MS);
}

/* --- fresh nodes --- */

static void attach_later(struct lab *lab);

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
    events_changed(lab);
}

static void attach_later(struct lab *lab) {
    if (lab->attaching == NULL)
        (void)loop_timer(lab->loop, 1, attach, lab, &lab->attaching);
}

void events_applied(struct lab *lab) {
    attach_later(lab);
    events_changed(lab);
    server_resume(lab->server);
}

/* --- what happens once --- */

void events_gone(struct lab *lab, const char *node) {
    (void)json_array_append_new(lab->server->gone, json_string(node));
    events_changed(lab);
}

void events_node_ended(struct lab *lab, const char *node, int signal) {
    server_event(lab->server, json_pack("{s:s,s:s,s:i}", "event", "node-ended", "node", node, "signal", signal));
}

void events_command(struct lab *lab, const char *node, const char *command, int status, const char *output, size_t length) {
    json_t *code = WIFEXITED(status) ? json_integer(WEXITSTATUS(status)) : json_null();
    json_t *signal = WIFSIGNALED(status) ? json_integer(WTERMSIG(status)) : json_null();
    server_event(lab->server, json_pack("{s:s,s:s,s:s,s:o,s:o,s:o}", "event", "command", "node", node, "command", command, "code", code, "signal", signal, "output",
                                        text_json(output, length)));
}

void events_commands(struct lab *lab, const char *node, json_t *commands) {
    server_event(lab->server, json_pack("{s:s,s:s,s:o}", "event", "commands", "node", node, "commands", commands));
}

void events_terminals(struct lab *lab) {
    if (lab->server != NULL)
        server_event(lab->server, json_pack("{s:s,s:o}", "event", "terminals", "terminals", terminals_json(lab->terminals)));
}
