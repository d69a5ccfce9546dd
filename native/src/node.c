/* The life of a node, from its first process to its last: what it holds, who runs in it, and its end. */
#define _GNU_SOURCE
#include "node.h"

#include "cable.h"
#include "census.h"
#include "events.h"
#include "hosts.h"
#include "lab.h"
#include "node_end.h"
#include "saved.h"
#include "settings.h"
#include "statistics.h"
#include "startup.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * Indexes of the lab's own interfaces in a node. The kernel numbers what is made by hand from 2 on and gives the number of an interface that is gone to
 * the next one: an index of ours is never that of something else, also when a person deletes what we made.
 */
enum { FIRST_INDEX = 1001 };

static void init_ended(void *context, int status);

static void append(struct lab *lab, struct node *node) {
    node->previous = lab->last;
    if (lab->last != NULL)
        lab->last->next = node;
    else
        lab->first = node;
    lab->last = node;
}

static void take_out(struct lab *lab, struct node *node) {
    *(node->previous != NULL ? &node->previous->next : &lab->first) = node->next;
    *(node->next != NULL ? &node->next->previous : &lab->last) = node->previous;
    node->previous = node->next = NULL;
}

int node_new(struct lab *lab, const struct operation *operation, pid_t pid, pid_t outer, struct node **ret_node) {
    struct node *node = calloc(1, sizeof(*node));
    if (node == NULL || table_set(lab->nodes, operation->node, node) < 0) {
        free(node);
        return -ENOMEM;
    }
    node->lab = lab;
    text_copy(node->id, sizeof(node->id), operation->node);
    text_copy(node->name, sizeof(node->name), operation->of_node.name);
    node->kind = operation->of_node.kind;
    node->isolation = operation->of_node.isolation;
    node->forwarding = operation->of_node.forwarding;
    memcpy(node->mac, operation->of_node.mac, sizeof(node->mac));
    node->pid = pid;
    node->outer = outer;
    node->net = node->store = node->group = -1;
    for (int kind = 0; kind < LIMIT_KINDS; kind++)
        node->limit_watches[kind] = -1;
    node->stp = operation->of_node.stp;
    node->read_only = operation->of_node.read_only;
    node->sequence = ++lab->sequence;
    node->next_index = FIRST_INDEX;
    append(lab, node);
    (void)loop_child(lab->loop, pid, init_ended, node); /* out of memory: its unexpected end would go unnoticed; nothing else is lost */
    *ret_node = node;
    return 0;
}

struct node *node_by_pid(struct lab *lab, pid_t init) {
    for (struct node *node = lab->first; node != NULL; node = node->next) {
        if (node->pid == init)
            return node;
    }
    return NULL;
}

/* --- its end --- */

void node_retire(struct lab *lab, struct node *node) {
    table_remove(lab->nodes, node->id);
    take_out(lab, node);
    hosts_recount(lab);
    node->retired = true;
    node->next = lab->retired;
    lab->retired = node;
}

int node_revive(struct lab *lab, struct node *node) {
    struct node **at = &lab->retired;
    while (*at != NULL && *at != node)
        at = &(*at)->next;
    if (*at != NULL)
        *at = node->next;
    node->next = NULL;
    node->retired = false;
    /* Its place in the order of creation, so that a client that pages through the nodes meets it. */
    struct node *before = lab->last;
    while (before != NULL && before->sequence > node->sequence)
        before = before->previous;
    node->previous = before;
    node->next = before != NULL ? before->next : lab->first;
    *(before != NULL ? &before->next : &lab->first) = node;
    *(node->next != NULL ? &node->next->previous : &lab->last) = node;
    hosts_recount(lab);
    return table_set(lab->nodes, node->id, node);
}

void node_free(struct node *node) {
    startup_forget(node);
    saved_free(node);
    settings_free(node->settings);
    files_free(node->files);
    buffer_free(&node->hosts);
    buffer_free(&node->addresses);
    monitor_close(node->monitor);
    netlink_close(node->netlink);
    if (node->net >= 0)
        close(node->net);
    if (node->store >= 0)
        close(node->store);
    if (node->group >= 0)
        close(node->group);
    buffer_free(&node->stopped);
    census_forget(node->lab, node);
    statistics_forget_node(node->lab, node);
    free(node);
}

static void release(struct lab *lab, struct node *node) {
    if (node->retired) {
        struct node **at = &lab->retired;
        while (*at != NULL && *at != node)
            at = &(*at)->next;
        if (*at != NULL)
            *at = node->next;
    } else {
        table_remove(lab->nodes, node->id);
        take_out(lab, node);
        hosts_recount(lab);
    }
    node_free(node);
}

void node_destroy(struct lab *lab, struct node *node) {
    node_end(lab, node);
    release(lab, node);
}

void node_lost(struct lab *lab, struct node *node) {
    char id[48];
    text_copy(id, sizeof(id), node->id);
    events_node_ended(lab, id, node->ended_by);
    /* Its cables are deleted like any other; what has ended already refuses, and that is well. */
    for (struct cable *cable = lab->first_cable, *next; cable != NULL; cable = next) {
        next = cable->next;
        if (cable->ends[0].node != node && cable->ends[1].node != node)
            continue;
        (void)cable_put_delete(lab, cable, 0);
        for (int i = 0; i < 2; i++)
            (void)netlink_flush_simple(cable->ends[i].node->netlink, NULL, 0);
        cable_leave(lab, cable);
        free(cable);
    }
    node_destroy(lab, node);
    events_gone(lab, id);
}

/* The first process has ended without having been asked to. A node that an apply has taken out may come back: it is told then. */
static void init_ended(void *context, int status) {
    struct node *node = context;
    node->ended = true;
    node->ended_by = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    if (!node->lab->applying)
        node_lost(node->lab, node);
}
