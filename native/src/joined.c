#define _GNU_SOURCE
#include "joined.h"

#include "lab.h"
#include "link.h"
#include "node.h"
#include "receiver.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* A receiver that was made. */
struct receiver {
    struct receiver *next;
    uint64_t node; /* its sequence: a node that ended took its interfaces along */
    uint32_t index;
    uint8_t mac[6];
};
static struct receiver *receivers;

static bool wanted(const struct receiver *receiver, const uint8_t (*macs)[6], size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (memcmp(receiver->mac, macs[i], sizeof(receiver->mac)) == 0)
            return true;
    }
    return false;
}

static bool is_there(const struct node *node, const uint8_t mac[6]) {
    for (const struct receiver *receiver = receivers; receiver != NULL; receiver = receiver->next) {
        if (receiver->node == node->sequence && memcmp(receiver->mac, mac, sizeof(receiver->mac)) == 0)
            return true;
    }
    return false;
}

/* Whether the kernel still has it: by its index and its name. */
static bool still_there(const struct node *node, const struct receiver *receiver) {
    char name[IF_NAMESIZE];
    const struct seen_interface *seen = observed_interface(monitor_observed(node->monitor), receiver->index);
    receiver_name(receiver->mac, name);
    return seen != NULL && strcmp(seen->name, name) == 0;
}

/* Forgets those of nodes that have ended and those that went with their port; deletes those that are not wanted any more. */
static void drop(struct lab *lab, struct node *node, const uint8_t (*macs)[6], size_t count) {
    for (struct receiver **place = &receivers; *place != NULL;) {
        struct receiver *receiver = *place;
        const struct node *owner = lab->first;
        while (owner != NULL && owner->sequence != receiver->node)
            owner = owner->next;
        bool there = owner == node && still_there(node, receiver);
        if (owner != NULL && (owner != node || (there && wanted(receiver, macs, count)))) {
            place = &receiver->next;
            continue;
        }
        if (there)
            (void)link_delete(node->netlink, receiver->index, 0);
        *place = receiver->next;
        free(receiver);
    }
    (void)netlink_flush(node->netlink, NULL, NULL);
}

static int add(struct node *node, uint32_t port, const uint8_t mac[6], char *kernel, size_t size) {
    struct receiver *receiver = calloc(1, sizeof(*receiver));
    if (receiver == NULL)
        return -ENOMEM;
    *receiver = (struct receiver){.next = receivers, .node = node->sequence, .index = node->next_index++};
    memcpy(receiver->mac, mac, sizeof(receiver->mac));
    int result = receiver_make(node->netlink, receiver->index, mac, port, 0);
    if (result == 0)
        result = netlink_flush_simple(node->netlink, kernel, size);
    if (result < 0) {
        free(receiver);
        return result;
    }
    receivers = receiver;
    return 0;
}

int joined_take(struct lab *lab, struct node *node, const char *interface, const uint8_t (*macs)[6], size_t count, struct nw_error *error) {
    char kernel[200] = "";
    int result = node_refresh(lab, node);
    const struct seen_interface *seen = result < 0 ? NULL : observed_named(monitor_observed(node->monitor), interface);
    if (seen == NULL || node->bridge == 0)
        return error_set(error, "not-found", ENODEV, "%s has no interface %s that could be a port of a bridge.", node->name, interface);
    const uint32_t port = seen->index;
    drop(lab, node, macs, count);
    struct link_change change = {.has_up = true, .up = true, .master = node->bridge};
    result = link_change(node->netlink, port, &change, 0);
    if (result == 0)
        result = netlink_flush_simple(node->netlink, kernel, sizeof(kernel));
    for (size_t i = 0; i < count && result == 0; i++) {
        if (!is_there(node, macs[i]))
            result = add(node, port, macs[i], kernel, sizeof(kernel));
    }
    if (result == 0)
        return 0;
    (void)error_set(error, "kernel-refused", result, "%s of %s could not become a port of its bridge: %s.", interface, node->name, kernel[0] != '\0' ? kernel : strerror(-result));
    text_copy(error->kernel, sizeof(error->kernel), kernel);
    text_copy(error->node, sizeof(error->node), node->id);
    return result;
}

void joined_free(void) {
    while (receivers != NULL) {
        struct receiver *receiver = receivers;
        receivers = receiver->next;
        free(receiver);
    }
}
