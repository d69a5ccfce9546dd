/*
 * Start-up commands and services of nodes, detached from any terminal: begun in order, each when what the one before waits for is so; begun again as their
 * policy says; their last output kept; started, stopped and restarted by hand.
 */
#ifndef NESTWORK_STARTUP_H
#define NESTWORK_STARTUP_H

#include "error.h"
#include "inside.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct lab;
struct node;
struct start_command;

enum { STARTUP_MAX = 256, STARTUP_OUTPUT = 1024 * 1024 };

/* Whether the node can have so many more. */
bool startup_has_room(const struct node *node, size_t more);
/* Runs after those that were given before for this node. Owns `startup`, also on failure. 0 or a negative errno. */
int startup_run(struct node *node, struct startup *startup);
/* Forgets those of a node; what runs is left to its end. */
void startup_forget(struct node *node);
/*
 * Takes those of a node out: nothing more is begun, waited for or told, but what they still write goes on being read. Whoever ends by being asked to must not end
 * of a pipe that nobody reads.
 */
struct start_command *startup_detach(struct node *node);
/* A list that was taken out; NULL is accepted. */
void startup_free_all(struct start_command *commands);
/* The node's processes go on after a pause. */
void startup_resume(struct node *node);

/* A list as in electron/shared/contract/live.ts; a new reference. */
json_t *startup_json(const struct node *node);
/* Output from a byte on (the oldest that is kept, if that is later). A new reference, or NULL with error filled. */
json_t *startup_output(const struct node *node, json_int_t index, json_int_t offset, struct nw_error *error);
/* `action`: start, stop or restart. 0, or a negative errno with error filled. */
int startup_act(struct node *node, json_int_t index, const char *action, struct nw_error *error);

#endif
