/* What is seen of a node: the cache of what the kernel has in it, and its record for the clients. */
#define _GNU_SOURCE
#include "node.h"

#include "events.h"
#include "hosts.h"
#include "lab.h"
#include "observed_json.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static void noticed(void *context) {
    struct node *node = context;
    node->dirty = true;
    hosts_touch(node->lab, node);
    events_changed(node->lab);
}

int node_refresh(struct lab *lab, struct node *node) {
    int result = 0;
    if (node->monitor == NULL) {
        result = namespace_enter(node->net, NAMESPACE_NET);
        if (result < 0)
            return result;
        result = monitor_open(lab->loop, noticed, node, &node->monitor);
        namespace_return(lab->own_net, NAMESPACE_NET);
        if (result < 0)
            return result;
    }
    result = monitor_refresh(node->monitor, node->netlink);
    const struct observed *observed = monitor_observed(node->monitor);
    for (size_t i = 0; i < observed->interface_count; i++) {
        if (observed->interfaces[i].index >= node->next_index)
            node->next_index = observed->interfaces[i].index + 1;
    }
    if (result > 0) {
        node->dirty = true;
        hosts_touch(lab, node);
        events_changed(lab);
    }
    return result < 0 ? result : 0;
}

int node_hear(struct lab *lab, struct node *node) {
    return node->monitor != NULL && monitor_hear(node->monitor) ? 0 : node_refresh(lab, node);
}

uint32_t node_index(struct lab *lab, struct node *node, const char *interface) {
    const struct seen_interface *seen;
    if (node->bridge != 0 && strcmp(interface, "br0") == 0)
        return node->bridge;
    if (node_refresh(lab, node) < 0 || (seen = observed_named(monitor_observed(node->monitor), interface)) == NULL)
        return 0;
    return seen->index;
}

static void read_namespaces(struct lab *lab, struct node *node) {
    for (int kind = 0; kind < NAMESPACE_KINDS; kind++) {
        char path[64];
        struct stat status;
        (void)snprintf(path, sizeof(path), "%d/ns/%s", node->outer, namespace_names[kind]);
        if (fstatat(lab->outer_proc, path, &status, 0) == 0)
            node->namespaces[kind] = status.st_ino;
    }
}

size_t node_record_size(const struct node *node) {
    if (node->monitor == NULL)
        return 400;
    const struct observed *observed = monitor_observed(node->monitor);
    return 400 + observed->interface_count * 160 + observed->address_count * 70 + observed->route_count * 110;
}

/* Those that there are. */
static json_t *limits_json(const struct limits *limits) {
    json_t *object = json_object();
    if (limits->cpu > 0)
        (void)json_object_set_new(object, "cpu", json_real(limits->cpu));
    if (limits->memory > 0)
        (void)json_object_set_new(object, "memory", json_integer((json_int_t)limits->memory));
    if (limits->pids > 0)
        (void)json_object_set_new(object, "pids", json_integer((json_int_t)limits->pids));
    return object;
}

static json_t *limits_met_json(const struct node *node) {
    static const char *const names[] = {[LIMIT_MEMORY] = "memory", [LIMIT_PIDS] = "pids"};
    json_t *object = json_object();
    for (int kind = 0; kind < LIMIT_KINDS; kind++) {
        if (node->limits_met[kind] > 0)
            (void)json_object_set_new(object, names[kind], json_integer((json_int_t)node->limits_met[kind]));
    }
    return object;
}

json_t *node_json(struct lab *lab, struct node *node) {
    if (node->namespaces[NAMESPACE_NET] == 0)
        read_namespaces(lab, node);
    json_t *namespaces = json_object();
    for (int kind = 0; kind < NAMESPACE_KINDS; kind++)
        (void)json_object_set_new(namespaces, namespace_names[kind], json_integer((json_int_t)node->namespaces[kind]));
    json_t *object = json_pack("{s:s,s:s,s:i,s:o}", "node", node->id, "name", node->name, "pid", (int)node->outer, "namespaces", namespaces);
    if (object == NULL)
        return NULL;
    if (node->frozen)
        (void)json_object_set_new(object, "frozen", json_true());
    json_t *limits = limits_json(&node->limits);
    if (json_object_size(limits) > 0)
        (void)json_object_set(object, "limits", limits);
    json_decref(limits);
    json_t *met = limits_met_json(node);
    if (json_object_size(met) > 0)
        (void)json_object_set(object, "limitsMet", met);
    json_decref(met);
    static const struct observed nothing;
    if (observed_json(node->monitor != NULL ? monitor_observed(node->monitor) : &nothing, object) < 0) {
        json_decref(object);
        return NULL;
    }
    return object;
}
