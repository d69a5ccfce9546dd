/*
 * What is going on in the lab, twice a second while somebody looks: processor, memory and processes of each node, traffic of each cable. Read without entering any
 * node: from the lab's /proc, and through the sockets that live in the nodes' networks already, one of the two at a cable being enough.
 */
#ifndef NESTWORK_STATISTICS_H
#define NESTWORK_STATISTICS_H

#include <jansson.h>
#include <stdbool.h>

struct lab;
struct node;

enum { STATISTICS_MS = 500 };

struct statistics;
/* `told` gets each message, whose reference it takes over; returns whether anybody still wants more. 0 or -ENOMEM. Nothing if it goes on already. */
int statistics_start(struct lab *lab, bool (*told)(struct lab *lab, json_t *message));
void statistics_stop(struct lab *lab);
/* These are about to go. */
void statistics_forget_node(struct lab *lab, const struct node *node);
/* Counters of a node's interfaces: `countersSchema` of electron/shared/contract/live.ts. A new reference, or NULL when they cannot be read. */
json_t *statistics_counters(struct lab *lab, struct node *node);

#endif
