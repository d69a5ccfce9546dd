/* What an interface had when it was set down, and the kernel flushed: to be put back when it comes up. */
#ifndef NESTWORK_SAVED_H
#define NESTWORK_SAVED_H

#include "util.h"

#include <net/if.h>
#include <stdbool.h>

struct node;

struct saved {
    struct saved *next;
    char interface[IF_NAMESIZE];
    struct buffer messages; /* aligned rtnetlink messages, in the order in which they are to be sent */
};

/* The messages of an interface; NULL if there are none (or, with `create`, no memory). */
struct buffer *saved_of(struct node *node, const char *interface, bool create);
void saved_drop(struct node *node, const char *interface);
/* Drops those of all interfaces. */
void saved_free(struct node *node);

#endif
