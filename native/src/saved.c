/* What an interface had when it was set down: see saved.h. */
#define _GNU_SOURCE
#include "saved.h"

#include "node.h"

#include <stdlib.h>
#include <string.h>

struct buffer *saved_of(struct node *node, const char *interface, bool create) {
    for (struct saved *saved = node->saved; saved != NULL; saved = saved->next) {
        if (strcmp(saved->interface, interface) == 0)
            return &saved->messages;
    }
    struct saved *saved = create ? calloc(1, sizeof(*saved)) : NULL;
    if (saved == NULL)
        return NULL;
    text_copy(saved->interface, sizeof(saved->interface), interface);
    saved->next = node->saved;
    node->saved = saved;
    return &saved->messages;
}

void saved_drop(struct node *node, const char *interface) {
    for (struct saved **at = &node->saved; *at != NULL; at = &(*at)->next) {
        struct saved *saved = *at;
        if (strcmp(saved->interface, interface) == 0) {
            *at = saved->next;
            buffer_free(&saved->messages);
            free(saved);
            return;
        }
    }
}

void saved_free(struct node *node) {
    while (node->saved != NULL)
        saved_drop(node, node->saved->interface);
}
