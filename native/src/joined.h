/* Interfaces that came into a node from outside: nestwork-root put them there, and they become ports of the node's bridge. */
#ifndef NESTWORK_JOINED_H
#define NESTWORK_JOINED_H

#include "error.h"

#include <stddef.h>
#include <stdint.h>

struct lab;
struct node;

enum { JOINED_MACS = 1024 };

/*
 * Makes `interface` a port of the bridge of `node`, up. `macs`: the MAC addresses behind the bridge, if the interface is a macvlan; with a `count` of 0 it
 * has no receivers. Once more with other addresses: those are taken. Not while an apply is under way. 0, or a negative errno with the error filled.
 */
int joined_take(struct lab *lab, struct node *node, const char *interface, const uint8_t (*macs)[6], size_t count, struct nw_error *error);
/* The supervisor ends. */
void joined_free(void);

#endif
