#define _GNU_SOURCE
#include "lab.h"

#include "bridge.h"
#include "link.h"
#include "mount.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* A node's interfaces: 1 is lo, 2 is br0 of a switch or hub. */
enum { BRIDGE_INDEX = 2 };

static bool has_bridge(const struct node *node) {
    return node->kind == KIND_SWITCH || node->kind == KIND_HUB;
}

static void init_ended(void *context, int status);

struct ending {
    struct lab *lab;
    char node[48];
    pid_t pid;
};

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
    struct ending *ending = calloc(1, sizeof(*ending));
    if (node == NULL || ending == NULL || table_set(lab->nodes, operation->node, node) < 0) {
        free(node);
        free(ending);
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
    node->net = -1;
    node->sequence = ++lab->sequence;
    node->next_index = BRIDGE_INDEX;
    append(lab, node);
    *ending = (struct ending){.lab = lab, .pid = pid};
    text_copy(ending->node, sizeof(ending->node), node->id);
    if (loop_child(lab->loop, pid, init_ended, ending) < 0)
        free(ending); /* its unexpected end would go unnoticed; nothing else is lost */
    *ret_node = node;
    return 0;
}

/* --- inside its network namespace --- */

/* Writes /proc/sys/net/NAME of the network namespace that the thread is in. */
static int write_setting(struct lab *lab, const char *name, const char *value) {
    char path[128];
    (void)snprintf(path, sizeof(path), "sys/net/%s", name);
    int fd = openat(lab->outer_proc, path, O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return -errno;
    int result = write(fd, value, strlen(value)) < 0 ? -errno : 0;
    close(fd);
    return result;
}

static int write_forwarding(struct lab *lab, bool forwarding) {
    int result = write_setting(lab, "ipv4/ip_forward", forwarding ? "1" : "0");
    int other = write_setting(lab, "ipv6/conf/all/forwarding", forwarding ? "1" : "0");
    /* A kernel without IPv6 has no such file. */
    return result < 0 ? result : other == -ENOENT ? 0 : other;
}

static int step_failed(struct nw_error *error, const struct node *node, int number, const char *what) {
    int result = error_set(error, "kernel-refused", number, "%s could not be made: %s failed: %s.", node->name, what, strerror(number < 0 ? -number : number));
    text_copy(error->node, sizeof(error->node), node->id);
    return result;
}

int node_set_up(struct lab *lab, struct node *node, struct nw_error *error) {
    node->net = namespace_open(lab->outer_proc, node->outer, NAMESPACE_NET);
    if (node->net < 0)
        return step_failed(error, node, node->net, "opening its network namespace");
    int result = namespace_enter(node->net, NAMESPACE_NET);
    if (result < 0)
        return step_failed(error, node, result, "entering its network namespace");
    const char *what = "opening a netlink socket";
    result = netlink_open(&node->netlink);
    if (result == 0 && node->forwarding) {
        what = "switching forwarding on";
        result = write_forwarding(lab, true);
    }
    if (result == 0 && has_bridge(node)) {
        /* Ports without an IPv6 address of their own: else each of them talks to all others when it comes up. A kernel that refuses only costs time. */
        (void)write_setting(lab, "ipv6/conf/default/addr_gen_mode", "1");
    } else if (result == 0) {
        /* Link-local addresses are usable at once, without a second of probing for duplicates. */
        (void)write_setting(lab, "ipv6/conf/default/accept_dad", "0");
        (void)write_setting(lab, "ipv4/ping_group_range", lab->mapping.range ? "0 65535" : "0 0");
    }
    if (namespace_enter(lab->own_net, NAMESPACE_NET) < 0)
        abort(); /* the supervisor would go on in a node's network */
    if (result < 0)
        return step_failed(error, node, result, what);
    struct link_change up = {.has_up = true, .up = true};
    (void)link_change(node->netlink, 1, &up, 0);
    if (has_bridge(node)) {
        node->bridge = node->next_index++;
        if (bridge_create(node->netlink, node->bridge, node->mac, node->kind == KIND_SWITCH, 0) < 0)
            return step_failed(error, node, -ENOMEM, "memory");
    }
    char kernel[200] = "";
    result = netlink_flush_simple(node->netlink, kernel, sizeof(kernel));
    if (result < 0) {
        (void)step_failed(error, node, result, "setting up lo and br0");
        text_copy(error->kernel, sizeof(error->kernel), kernel);
    }
    return result;
}

int node_set_forwarding(struct lab *lab, struct node *node, bool forwarding) {
    int result = namespace_enter(node->net, NAMESPACE_NET);
    if (result < 0)
        return result;
    result = write_forwarding(lab, forwarding);
    if (namespace_enter(lab->own_net, NAMESPACE_NET) < 0)
        abort();
    if (result == 0)
        node->forwarding = forwarding;
    return result;
}

int node_rename(struct lab *lab, struct node *node, const char *name) {
    if ((node->isolation & namespace_flag(NAMESPACE_UTS)) != 0) {
        int uts = namespace_open(lab->outer_proc, node->outer, NAMESPACE_UTS);
        if (uts < 0)
            return uts;
        int result = namespace_enter(uts, NAMESPACE_UTS);
        close(uts);
        if (result < 0)
            return result;
        if (sethostname(name, strlen(name)) < 0)
            result = -errno;
        if (namespace_enter(lab->own_uts, NAMESPACE_UTS) < 0)
            abort();
        if (result < 0)
            return result;
    }
    text_copy(node->name, sizeof(node->name), name);
    return 0;
}

/* --- what is seen of it --- */

static void noticed(void *context) {
    struct node *node = context;
    node->dirty = true;
    server_changed(node->lab);
}

int node_refresh(struct lab *lab, struct node *node) {
    int result = 0;
    if (node->monitor == NULL) {
        result = namespace_enter(node->net, NAMESPACE_NET);
        if (result < 0)
            return result;
        result = monitor_open(lab->loop, noticed, node, &node->monitor);
        if (namespace_enter(lab->own_net, NAMESPACE_NET) < 0)
            abort();
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
        server_changed(lab);
    }
    return result < 0 ? result : 0;
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

json_t *node_json(struct lab *lab, struct node *node) {
    if (node->namespaces[NAMESPACE_NET] == 0)
        read_namespaces(lab, node);
    json_t *namespaces = json_object();
    for (int kind = 0; kind < NAMESPACE_KINDS; kind++)
        (void)json_object_set_new(namespaces, namespace_names[kind], json_integer((json_int_t)node->namespaces[kind]));
    json_t *object = json_pack("{s:s,s:s,s:i,s:o}", "node", node->id, "name", node->name, "pid", (int)node->outer, "namespaces", namespaces);
    if (object == NULL)
        return NULL;
    static const struct observed nothing;
    if (observed_json(node->monitor != NULL ? monitor_observed(node->monitor) : &nothing, object) < 0) {
        json_decref(object);
        return NULL;
    }
    return object;
}

/* --- programs in it --- */

pid_t node_fork(struct node *node) {
    return namespace_fork_into(node->pid, node->isolation);
}

int node_mount(struct lab *lab, struct node *node) {
    (void)lab;
    if (node->mounted)
        return 0;
    pid_t child = node_fork(node);
    if (child < 0)
        return child;
    if (child == 0) {
        mount_node(node->isolation);
        _exit(0);
    }
    while (waitpid(child, NULL, __WALL) < 0 && errno == EINTR)
        continue;
    node->mounted = true;
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
    return table_set(lab->nodes, node->id, node);
}

/* Kills what lives in the node's network namespace, where no PID namespace of its own ends with it. Returns how many there were. */
static size_t kill_members(uint64_t network) {
    size_t killed = 0;
    DIR *processes = opendir("/proc");
    const struct dirent *entry;
    while (processes != NULL && (entry = readdir(processes)) != NULL) {
        char *end, path[288];
        long pid = strtol(entry->d_name, &end, 10);
        struct stat status;
        if (pid <= 1 || *end != '\0')
            continue;
        (void)snprintf(path, sizeof(path), "/proc/%ld/ns/net", pid);
        if (stat(path, &status) == 0 && status.st_ino == network && kill((pid_t)pid, SIGKILL) == 0)
            killed++;
    }
    if (processes != NULL)
        (void)closedir(processes);
    return killed;
}

struct buffer *node_saved(struct node *node, const char *interface, bool create) {
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

void node_drop_saved(struct node *node, const char *interface) {
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
    }
    startup_forget(lab, node);
    while (node->saved != NULL)
        node_drop_saved(node, node->saved->interface);
    monitor_close(node->monitor);
    netlink_close(node->netlink);
    if (node->net >= 0)
        close(node->net);
    free(node);
}

void node_destroy(struct lab *lab, struct node *node) {
    struct stat status;
    if ((node->isolation & namespace_flag(NAMESPACE_PID)) == 0 && node->net >= 0 && fstat(node->net, &status) == 0) {
        /* A process may fork while the list is read: again until nobody is found, in a bounded number of rounds. */
        for (int round = 0; round < 64 && kill_members(status.st_ino) > 0; round++)
            continue;
    }
    (void)kill(node->pid, SIGKILL);
    release(lab, node);
}

void node_lost(struct lab *lab, struct node *node) {
    char id[48];
    text_copy(id, sizeof(id), node->id);
    server_node_ended(lab, id, node->ended_by);
    terminals_node_gone(lab->terminals, id);
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
    server_gone(lab, id);
}

/* The first process has ended: on purpose, or not. */
static void init_ended(void *context, int status) {
    struct ending *ending = context;
    struct lab *lab = ending->lab;
    struct node *node = table_get(lab->nodes, ending->node);
    if (node != NULL && node->pid == ending->pid) {
        node->ended = true;
        node->ended_by = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
        if (!lab->applying)
            node_lost(lab, node);
    }
    free(ending);
}
