/* What the lab tells its clients, whenever it happens. Needs nothing but the lab, so that every part of it may speak. */
#ifndef NESTWORK_EVENTS_H
#define NESTWORK_EVENTS_H

#include <jansson.h>
#include <stddef.h>

struct lab;

/* The record of a node has become dirty: told when some more have come together. */
void events_changed(struct lab *lab);
/* A node is not there any more: told with the next records. */
void events_gone(struct lab *lab, const char *node);
/* A node's first process died without being asked to; `signal` 0: it exited. */
void events_node_ended(struct lab *lab, const char *node, int signal);
/* A start-up command ended, with its wait status and the last of its output (any bytes). */
void events_command(struct lab *lab, const char *node, const char *command, int status, const char *output, size_t length);
/* Something about the start-up commands of a node is different; takes over the list of all of them. */
void events_commands(struct lab *lab, const char *node, json_t *commands);
/* A terminal was opened, ended or closed. */
void events_terminals(struct lab *lab);
/* An apply has ended: nodes get their monitors, and requests that waited for it go on. */
void events_applied(struct lab *lab);

#endif
