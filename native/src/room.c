#define _GNU_SOURCE
#include "room.h"

#include "cable.h"
#include "lab.h"
#include "node.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum {
    BRIDGE_PORTS = 1023,     /* BR_MAX_PORTS, net/bridge/br_private.h: 2^10 - 1 */
    NODE_DESCRIPTORS = 4,    /* its network namespace, two netlink sockets, the store of its own files */
    OWN_DESCRIPTORS = 32,    /* of the supervisor, with a client and a terminal */
    OWN_PROCESSES = 2,       /* the supervisor and the process that makes nodes */
    OWN_NAMESPACES = 1,
};

/* --- ports --- */

static bool is_port_of(const struct operation_end *end, const char *node) {
    return end->port && strcmp(end->node, node) == 0;
}

static size_t ports_now(const struct lab *lab, const char *node) {
    size_t ports = 0;
    for (const struct cable *cable = lab->first_cable; cable != NULL; cable = cable->next) {
        for (int i = 0; i < 2; i++)
            ports += cable->ends[i].port && strcmp(cable->ends[i].node->id, node) == 0;
    }
    return ports;
}

static int refuse_port(const struct lab *lab, const struct operation *operation, size_t index, const char *id, size_t ports, struct nw_error *error) {
    const struct node *node = table_get(lab->nodes, id);
    int result = error_set(error, "limit-reached", EXFULL, "%.63s would have %zu ports, and a bridge of Linux has %d at most.", node != NULL ? node->name : id,
                           ports, BRIDGE_PORTS);
    text_copy(error->hint, sizeof(error->hint), "Use a second switch, cabled to this one.");
    text_copy(error->operation, sizeof(error->operation), operation_names[LINK_CREATE]);
    text_copy(error->node, sizeof(error->node), id);
    text_copy(error->link, sizeof(error->link), operation->of_link.link);
    error->index = (int)index;
    return result;
}

/* One bridge, through the whole plan in its order. Cables that are deleted leave it when they are deleted. */
static int check_bridge(const struct lab *lab, const struct operation *operations, size_t count, const char *node, struct nw_error *error) {
    size_t ports = ports_now(lab, node), most = ports, beyond = 0;
    for (size_t i = 0; i < count; i++) {
        const struct cable *cable = operations[i].kind == LINK_DELETE ? table_get(lab->cables, operations[i].of_link.link) : NULL;
        for (int k = 0; k < 2; k++) {
            if (operations[i].kind == LINK_CREATE && is_port_of(&operations[i].of_link.ends[k], node))
                ports++;
            if (cable != NULL && cable->ends[k].port && strcmp(cable->ends[k].node->id, node) == 0)
                ports--;
        }
        if (ports > most && ports > BRIDGE_PORTS && most <= BRIDGE_PORTS)
            beyond = i;
        most = ports > most ? ports : most;
    }
    return most > BRIDGE_PORTS ? refuse_port(lab, &operations[beyond], beyond, node, most, error) : 0;
}

static int check_ports(const struct lab *lab, const struct operation *operations, size_t count, size_t cables, struct nw_error *error) {
    struct table *judged = NULL;
    int result = 0;
    for (size_t i = 0; i < count && result == 0; i++) {
        for (int k = 0; k < 2 && operations[i].kind == LINK_CREATE && result == 0; k++) {
            const struct operation_end *end = &operations[i].of_link.ends[k];
            const struct node *node = table_get(lab->nodes, end->node);
            if (!end->port || (node != NULL ? node->links : 0) + cables <= BRIDGE_PORTS)
                continue;
            if (judged == NULL && table_new(&judged) < 0)
                return 0; /* the kernel will say it */
            if (table_get(judged, end->node) != NULL || table_set(judged, end->node, judged) < 0)
                continue;
            result = check_bridge(lab, operations, count, end->node, error);
        }
    }
    table_free(judged);
    return result;
}

/* --- what each node takes --- */

static int short_of(struct nw_error *error, int number, size_t nodes, const char *what, const char *limit, unsigned long value, unsigned long needed, const char *hint) {
    int result = error_set(error, "limit-reached", number, "With this change the lab has %zu devices, which need %lu %s, but %s is %lu.", nodes, needed, what,
                           limit, value);
    text_copy(error->hint, sizeof(error->hint), hint);
    return result;
}

/* ULONG_MAX: none. */
static unsigned long limit_of(__rlimit_resource_t resource) {
    struct rlimit limit;
    return getrlimit(resource, &limit) < 0 || limit.rlim_cur == RLIM_INFINITY ? ~0UL : (unsigned long)limit.rlim_cur;
}

static unsigned long most_processes(int outer_proc) {
    char text[24] = "";
    int fd = openat(outer_proc, "sys/kernel/pid_max", O_RDONLY | O_CLOEXEC);
    ssize_t length = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
    if (fd >= 0)
        close(fd);
    unsigned long value = length > 0 ? strtoul(text, NULL, 10) : 0;
    return value > 0 ? value : ~0UL;
}

/* Of the scarce kind. Nodes share some with the lab, if it is so drawn. */
static unsigned long namespaces_needed(const struct lab *lab, const struct operation *operations, size_t count) {
    uint64_t flag = namespace_flag(lab->scarce);
    unsigned long needed = OWN_NAMESPACES;
    for (const struct node *node = lab->first; node != NULL; node = node->next)
        needed += (node->isolation & flag) != 0;
    for (size_t i = 0; i < count; i++)
        needed += operations[i].kind == NODE_CREATE && (operations[i].of_node.isolation & flag) != 0;
    return needed;
}

static int check_nodes(const struct lab *lab, const struct operation *operations, size_t count, size_t nodes, struct nw_error *error) {
    unsigned long needed = nodes * NODE_DESCRIPTORS + OWN_DESCRIPTORS, value = limit_of(RLIMIT_NOFILE);
    if (needed > value)
        return short_of(error, EMFILE, nodes, "open files", "the limit of open files (ulimit -Hn)", value, needed,
                      "Have it raised (nofile in /etc/security/limits.conf), or divide the lab.");
    if (lab->namespaces > 0 && nodes + OWN_NAMESPACES > lab->namespaces && (needed = namespaces_needed(lab, operations, count)) > lab->namespaces) {
        char limit[48];
        (void)snprintf(limit, sizeof(limit), "user.max_%s_namespaces", namespace_names[lab->scarce]);
        return short_of(error, ENOSPC, nodes, "namespaces of a kind", limit, lab->namespaces, needed, "Have an administrator raise it with sysctl, or divide the lab.");
    }
    needed = nodes + OWN_PROCESSES;
    value = most_processes(lab->outer_proc);
    if (needed >= value)
        return short_of(error, EAGAIN, nodes, "processes", "kernel.pid_max", value, needed, "Have an administrator raise it with sysctl, or divide the lab.");
    /* Root of the computer has no such limit (copy_process of kernel/fork.c). */
    value = sandbox_caller() == 0 ? ~0UL : limit_of(RLIMIT_NPROC);
    if (needed > value)
        return short_of(error, EAGAIN, nodes, "processes", "your limit of processes (ulimit -u)", value, needed,
                      "Have it raised (nproc in /etc/security/limits.conf), or divide the lab.");
    if (lab->groups.processes > 0 && needed > lab->groups.processes) {
        char limit[192];
        (void)snprintf(limit, sizeof(limit), "pids.max of %.160s", lab->groups.processes_path);
        return short_of(error, EAGAIN, nodes, "processes", limit, lab->groups.processes, needed, "Have it raised (TasksMax= of systemd), or divide the lab.");
    }
    return 0;
}

int room_for(const struct lab *lab, const struct operation *operations, size_t count, struct nw_error *error) {
    size_t nodes = 0, cables = 0;
    for (size_t i = 0; i < count; i++) {
        nodes += operations[i].kind == NODE_CREATE;
        cables += operations[i].kind == LINK_CREATE;
    }
    /* Nodes that the same plan deletes are there until its end. */
    int result = nodes > 0 ? check_nodes(lab, operations, count, table_count(lab->nodes) + nodes, error) : 0;
    return result < 0 || cables == 0 ? result : check_ports(lab, operations, count, cables, error);
}
