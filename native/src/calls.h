/* What clients may ask: native/WIRE.md. One file for each thing that calls are about: call_*.c. */
#ifndef NESTWORK_CALLS_H
#define NESTWORK_CALLS_H

#include "connection.h"
#include "error.h"

#include <jansson.h>
#include <stdbool.h>

/* Answers one request. Returns false if it has to wait for the end of an apply (nothing was done). */
bool calls_handle(struct connection *connection, const json_t *request);

/* A text among the arguments; false if it is missing or no text. */
bool calls_text(const json_t *args, const char *key, const char **ret_text);
/* The node that the argument `node` names; NULL: there is none that runs, and the error is filled. */
struct node *calls_node(struct connection *connection, const json_t *args, struct nw_error *error);
/* Fills the error (code `invalid-argument`) and returns NULL. */
json_t *calls_wrong(struct nw_error *error, const char *why);
/* Whether the argument `revision` is the lab's; else the error is filled (code `stale-revision`). */
bool calls_current(struct connection *connection, const json_t *args, struct nw_error *error);

/* Each returns the value of the reply, a new reference, or NULL with error filled. */
json_t *call_hello(struct connection *connection, const json_t *args, struct nw_error *error);
json_t *call_observe(struct connection *connection, const json_t *args, struct nw_error *error);
json_t *call_document(struct connection *connection, const json_t *args, struct nw_error *error);
json_t *call_kept(struct connection *connection, const json_t *args, struct nw_error *error);
json_t *call_terminals(struct connection *connection, const json_t *args, struct nw_error *error);
json_t *call_terminal_close(struct connection *connection, const json_t *args, struct nw_error *error);
json_t *call_commands(struct connection *connection, const json_t *args, struct nw_error *error);
json_t *call_output(struct connection *connection, const json_t *args, struct nw_error *error);
json_t *call_command(struct connection *connection, const json_t *args, struct nw_error *error);
json_t *call_processes(struct connection *connection, const json_t *args, struct nw_error *error);
json_t *call_signal(struct connection *connection, const json_t *args, struct nw_error *error);
json_t *call_mounts(struct connection *connection, const json_t *args, struct nw_error *error);
json_t *call_counters(struct connection *connection, const json_t *args, struct nw_error *error);
json_t *call_freeze(struct connection *connection, const json_t *args, struct nw_error *error);
json_t *call_statistics(struct connection *connection, const json_t *args, struct nw_error *error);
json_t *call_down(struct connection *connection, const json_t *args, struct nw_error *error);
json_t *call_uplink_join(struct connection *connection, const json_t *args, struct nw_error *error);
/* Returns NULL without an error too: the reply comes when the apply ends. */
json_t *call_apply(struct connection *connection, const json_t *args, struct nw_error *error);

#endif
