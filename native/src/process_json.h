/* Processes of a node as the clients see them. */
#ifndef NESTWORK_PROCESS_JSON_H
#define NESTWORK_PROCESS_JSON_H

#include "error.h"

#include <jansson.h>

struct lab;
struct node;

enum { PROCESSES_MAX = 4096, COMMAND_LINE_MAX = 4096 };

/* A list as in electron/shared/contract/live.ts, the first process included, at most PROCESSES_MAX; a new reference. */
json_t *processes_json(struct lab *lab, struct node *node);
/* Signals one of them by its PID in the node; never the first. 0, or a negative errno with error filled. */
int processes_signal(struct lab *lab, struct node *node, json_int_t pid, int number, struct nw_error *error);
/* What is mounted in it; a new reference, or NULL with error filled. */
json_t *mounts_json(struct lab *lab, struct node *node, struct nw_error *error);

#endif
