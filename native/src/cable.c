#define _GNU_SOURCE
#include "cable.h"

#include "lab.h"
#include "link.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void key_of(const char *node, const char *interface, char key[80]) {
    (void)snprintf(key, 80, "%s %s", node, interface);
}

struct cable_end *cable_end_of(struct lab *lab, const char *node, const char *interface) {
    char key[80];
    key_of(node, interface, key);
    return table_get(lab->ends, key);
}

int cable_enter(struct lab *lab, struct cable *cable) {
    char key[80];
    if (table_set(lab->cables, cable->id, cable) < 0)
        return -ENOMEM;
    lab->cable_changes++;
    cable->previous = NULL;
    cable->next = lab->first_cable;
    if (cable->next != NULL)
        cable->next->previous = cable;
    lab->first_cable = cable;
    for (int i = 0; i < 2; i++)
        cable->ends[i].node->links++;
    for (int i = 0; i < 2; i++) {
        key_of(cable->ends[i].node->id, cable->ends[i].interface, key);
        if (table_set(lab->ends, key, &cable->ends[i]) < 0) {
            cable_leave(lab, cable);
            return -ENOMEM;
        }
    }
    return 0;
}

void cable_leave(struct lab *lab, struct cable *cable) {
    char key[80];
    table_remove(lab->cables, cable->id);
    lab->cable_changes++;
    *(cable->previous != NULL ? &cable->previous->next : &lab->first_cable) = cable->next;
    if (cable->next != NULL)
        cable->next->previous = cable->previous;
    cable->previous = cable->next = NULL;
    for (int i = 0; i < 2; i++) {
        struct cable_end *end = &cable->ends[i];
        end->node->links--;
        key_of(end->node->id, end->interface, key);
        if (table_get(lab->ends, key) == end)
            table_remove(lab->ends, key);
    }
}

/* The end whose node's socket creates the pair: only that end can be given its bridge in the same message. */
static int main_end(const struct cable *cable) {
    return !cable->ends[0].port && cable->ends[1].port ? 1 : 0;
}

struct cable_end *cable_cut_end(struct cable *cable) {
    return cable->ends[0].port ? &cable->ends[0] : &cable->ends[1];
}

static struct veth_end veth_of(struct cable_end *end) {
    struct veth_end veth = {.index = end->index, .mac = end->mac, .mtu = end->mtu, .up = end->up};
    text_copy(veth.name, sizeof(veth.name), end->interface);
    return veth;
}

/* A wire: each end's partner lives in the lab's own network namespace, with the largest MTU so that it never decides. */
static int put_wire(struct lab *lab, struct cable *cable, uint64_t tag) {
    for (int i = 0; i < 2; i++) {
        struct cable_end *end = &cable->ends[i];
        struct veth_end own = veth_of(end), other = {.mtu = 65535};
        end->peer = other.index = ++lab->next_index;
        (void)snprintf(other.name, sizeof(other.name), "w%u", other.index);
        if (link_veth(end->node->netlink, &own, &other, getpid(), tag) < 0)
            return -ENOMEM;
    }
    return 0;
}

int cable_put_create(struct lab *lab, struct cable *cable, uint64_t tag) {
    for (int i = 0; i < 2; i++) {
        if (cable->ends[i].index == 0)
            cable->ends[i].index = cable->ends[i].node->next_index++;
    }
    if (cable->wire)
        return put_wire(lab, cable, tag);
    struct cable_end *first = &cable->ends[main_end(cable)], *second = &cable->ends[1 - main_end(cable)];
    struct veth_end own = veth_of(first), other = veth_of(second);
    if (first->port)
        own.master = first->node->bridge;
    other.up = false; /* veth cannot open an end that has no partner yet: ENOTCONN */
    return link_veth(first->node->netlink, &own, &other, second->node->pid, tag);
}

int cable_put_join(struct lab *lab, struct cable *cable, uint64_t tag) {
    struct link_change up = {.has_up = true, .up = true};
    struct cable_end *second = &cable->ends[1 - main_end(cable)];
    int result = 0;
    for (int i = 0; i < 2 && cable->wire && result == 0; i++) {
        result = link_redirect(lab->netlink, cable->ends[i].peer, cable->ends[1 - i].peer, tag);
        if (result == 0)
            result = link_change(lab->netlink, cable->ends[i].peer, &up, tag);
    }
    if (!cable->wire && (second->up || second->port)) {
        struct link_change change = {.has_up = true, .up = second->up, .master = second->port ? second->node->bridge : 0};
        result = link_change(second->node->netlink, second->index, &change, tag);
    }
    /* Only a link that had a carrier can lose it: one that never came up would show the state UNKNOWN and no NO-CARRIER. */
    return result == 0 && cable->cut ? cable_put_cut(lab, cable, true, tag) : result;
}

int cable_put_delete(struct lab *lab, struct cable *cable, uint64_t tag) {
    (void)lab;
    int result = link_delete(cable->ends[0].node->netlink, cable->ends[0].index, tag);
    if (result == 0 && cable->wire)
        result = link_delete(cable->ends[1].node->netlink, cable->ends[1].index, tag);
    return result;
}

/* No number that a person would choose. */
enum { DOOMED_GROUP = 0x4e574b31 };

struct node *cable_marked_by(const struct cable *cable) {
    return cable->wire ? NULL : cable->ends[main_end(cable)].node;
}

int cable_put_mark(struct lab *lab, struct cable *cable, bool marked, uint64_t tag) {
    uint32_t group = marked ? DOOMED_GROUP : 0;
    if (!cable->wire) {
        const struct cable_end *end = &cable->ends[main_end(cable)];
        return link_group(end->node->netlink, end->index, group, tag);
    }
    int result = link_group(lab->netlink, cable->ends[0].peer, group, tag);
    return result < 0 ? result : link_group(lab->netlink, cable->ends[1].peer, group, tag);
}

int cable_put_delete_marked(struct netlink *netlink) {
    return link_delete_group(netlink, DOOMED_GROUP, 0);
}

int cable_put_cut(struct lab *lab, struct cable *cable, bool cut, uint64_t tag) {
    struct link_change change = {.has_up = true, .up = !cut};
    if (cable->wire) {
        int result = link_change(lab->netlink, cable->ends[0].peer, &change, tag);
        return result < 0 ? result : link_change(lab->netlink, cable->ends[1].peer, &change, tag);
    }
    struct cable_end *end = cable_cut_end(cable);
    change.up = !cut && end->up;
    return link_change(end->node->netlink, end->index, &change, tag);
}
