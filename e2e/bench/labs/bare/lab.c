/* The objects of a lab: read from lines, made in the kernel. */
#define _GNU_SOURCE
#include "bare.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { LO = 1 };

/* --- reading --- */

static void *more(void *all, size_t count, size_t size) {
    /* Doubled at powers of two. */
    void *larger = (count & (count - 1)) == 0 ? reallocarray(all, count == 0 ? 1 : 2 * count, size) : all;
    if (larger == NULL)
        die("memory");
    memset((char *)larger + count * size, 0, size);
    return larger;
}

static void read_mac(const char *text, unsigned char mac[6]) {
    if (sscanf(text, "%hhx:%hhx:%hhx:%hhx:%hhx:%hhx", &mac[0], &mac[1], &mac[2], &mac[3], &mac[4], &mac[5]) != 6)
        die("a MAC address");
}

static int read_ip(const char *text, unsigned char *bytes) {
    int family = strchr(text, ':') != NULL ? AF_INET6 : AF_INET;
    if (inet_pton(family, text, bytes) != 1)
        die("an address");
    return family;
}

static bool read_line(struct lab *lab, const char *line) {
    char one[80], two[80], three[80];
    int node, index, prefix, port[2];
    if (line[0] == 'n') {
        lab->nodes = more(lab->nodes, lab->node_count, sizeof(*lab->nodes));
        struct node *added = &lab->nodes[lab->node_count++];
        added->forwarding = strchr(line, 'f') != NULL;
        if (sscanf(line, "n b %d %79s", &added->bridge, one) == 2)
            read_mac(one, added->mac);
        return true;
    }
    if (line[0] == 'p' || line[0] == 'w') {
        lab->cables = more(lab->cables, lab->cable_count, sizeof(*lab->cables));
        struct cable *cable = &lab->cables[lab->cable_count++];
        struct end *a = &cable->ends[0], *b = &cable->ends[1];
        cable->wire = line[0] == 'w';
        if (sscanf(line + 1, "%d %15s %d %d %79s %d %15s %d %d %79s", &a->node, a->name, &a->index, &port[0], one, &b->node, b->name, &b->index, &port[1],
                   two) != 10)
            return false;
        a->port = port[0] != 0;
        b->port = port[1] != 0;
        read_mac(one, a->mac);
        read_mac(two, b->mac);
        return true;
    }
    if (sscanf(line, "a %d %d %79s %d", &node, &index, one, &prefix) == 4) {
        lab->addresses = more(lab->addresses, lab->address_count, sizeof(*lab->addresses));
        struct address *address = &lab->addresses[lab->address_count++];
        *address = (struct address){.node = node, .index = index, .prefix = (uint8_t)prefix};
        address->family = read_ip(one, address->bytes);
        return true;
    }
    if (sscanf(line, "r %d %79s %d %79s %d", &node, two, &prefix, three, &index) == 5) {
        lab->routes = more(lab->routes, lab->route_count, sizeof(*lab->routes));
        struct route *route = &lab->routes[lab->route_count++];
        *route = (struct route){.node = node, .index = index, .prefix = (uint8_t)prefix, .has_via = strcmp(three, "-") != 0};
        route->family = read_ip(two, route->to);
        if (route->has_via)
            (void)read_ip(three, route->via);
        return true;
    }
    return false;
}

void lab_read(struct lab *lab) {
    char line[400];
    while (fgets(line, sizeof(line), stdin) != NULL && line[0] != '.') {
        if (!read_line(lab, line)) {
            errno = EINVAL;
            die(line);
        }
    }
}

/* --- making --- */

/* The outer /proc is still the one that is mounted, and in it the children have other numbers than here: their pidfd tells (proc_pid_fdinfo). */
static void outer_pid(int pidfd, char pid[16]) {
    char path[64], text[512];
    (void)snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", pidfd);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t length = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
    if (length < 0)
        die(path);
    close(fd);
    text[length] = '\0';
    const char *found = strstr(text, "\nPid:\t");
    if (found == NULL || sscanf(found, "\nPid:\t%15[0-9]", pid) != 1)
        die("no Pid in fdinfo");
}

static void map_one(const char *pid) {
    char path[64];
    (void)snprintf(path, sizeof(path), "/proc/%s/setgroups", pid);
    write_file(path, "deny");
    (void)snprintf(path, sizeof(path), "/proc/%s/uid_map", pid);
    write_file(path, "0 0 1");
    (void)snprintf(path, sizeof(path), "/proc/%s/gid_map", pid);
    write_file(path, "0 0 1");
}

static void make_node(struct node *node) {
    struct clone_args arguments = {.flags = SIX | CLONE_PIDFD, .exit_signal = SIGCHLD, .pidfd = (uintptr_t)&node->pidfd};
    node->pid = (pid_t)syscall(SYS_clone3, &arguments, sizeof(arguments));
    if (node->pid < 0)
        die("clone3");
    if (node->pid == 0) {
        for (;;)
            pause();
    }
    char pid[16], path[64];
    outer_pid(node->pidfd, pid);
    map_one(pid);
    (void)snprintf(path, sizeof(path), "/proc/%s/ns/net", pid);
    node->netns = open(path, O_RDONLY | O_CLOEXEC);
    if (node->netns < 0 || setns(node->netns, CLONE_NEWNET) < 0)
        die("setns");
    /* Ports get no IPv6 addresses of their own: 1,000 bridge ports that each solicit routers would be the benchmark. */
    if (node->bridge > 0)
        write_file("/proc/sys/net/ipv6/conf/default/addr_gen_mode", "1");
    if (node->forwarding) {
        write_file("/proc/sys/net/ipv4/ip_forward", "1");
        write_file("/proc/sys/net/ipv6/conf/all/forwarding", "1");
    }
    node->netlink = netlink_open();
    put_up(node->netlink, LO, true, 0);
    if (node->bridge > 0)
        put_bridge(node->netlink, node->bridge, node->mac);
    netlink_flush(node->netlink);
}

static struct end *first_of(const struct cable *cable) {
    return (struct end *)&cable->ends[!cable->ends[0].port && cable->ends[1].port ? 1 : 0];
}

/* The partners of a wire's ends, in the lab's own network. */
static struct end partner(const struct lab *lab, const struct cable *cable, int side) {
    struct end end = {.index = 10 + 2 * (int)(cable - lab->cables) + side};
    (void)snprintf(end.name, sizeof(end.name), "w%d", end.index);
    return end;
}

static void put_cable(struct lab *lab, const struct cable *cable) {
    if (!cable->wire) {
        const struct end *a = first_of(cable), *b = a == &cable->ends[0] ? &cable->ends[1] : &cable->ends[0];
        put_veth(lab->netlink, lab, a, lab->nodes[a->node].netns, b, lab->nodes[b->node].netns);
        return;
    }
    struct end partners[2] = {partner(lab, cable, 0), partner(lab, cable, 1)};
    for (int i = 0; i < 2; i++)
        put_veth(lab->netlink, lab, &partners[i], lab->own_netns, &cable->ends[i], lab->nodes[cable->ends[i].node].netns);
    put_redirect(lab->netlink, partners[0].index, partners[1].index);
    put_redirect(lab->netlink, partners[1].index, partners[0].index);
}

/* The ends that did not come up with their pair. */
static void put_ends_up(const struct lab *lab, const struct cable *cable) {
    for (int i = 0; i < 2; i++) {
        const struct end *end = &cable->ends[i];
        const struct node *node = &lab->nodes[end->node];
        if (!cable->wire && end == first_of(cable))
            continue;
        put_up(node->netlink, end->index, true, end->port ? node->bridge : 0);
        netlink_flush(node->netlink);
    }
}

void lab_build(struct lab *lab) {
    for (size_t i = 0; i < lab->node_count; i++)
        make_node(&lab->nodes[i]);
    if (setns(lab->own_netns, CLONE_NEWNET) < 0)
        die("setns back");
    write_file("/proc/sys/net/ipv6/conf/default/addr_gen_mode", "1");
    lab->netlink = netlink_open();
    for (size_t i = 0; i < lab->cable_count; i++)
        put_cable(lab, &lab->cables[i]);
    netlink_flush(lab->netlink);
    /* All of a node goes out together: ends up, addresses, routes. Objects are sorted by node. */
    size_t up = 0, address = 0, route = 0;
    struct {
        int node, index, master;
    } *ends = calloc(2 * lab->cable_count + 1, sizeof(*ends));
    size_t *first = calloc(lab->node_count + 1, sizeof(*first));
    if (ends == NULL || first == NULL)
        die("memory");
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < lab->cable_count; i++) {
            const struct cable *cable = &lab->cables[i];
            for (int side = 0; side < 2; side++) {
                const struct end *end = &cable->ends[side];
                if (!cable->wire && end == first_of(cable))
                    continue;
                if (pass == 0) {
                    first[end->node + 1]++;
                    continue;
                }
                size_t at = first[end->node]++;
                ends[at].index = end->index;
                ends[at].master = end->port ? lab->nodes[end->node].bridge : 0;
            }
        }
        for (size_t i = 1; pass == 0 && i <= lab->node_count; i++)
            first[i] += first[i - 1];
    }
    for (size_t i = 0; i < lab->node_count; i++) {
        int fd = lab->nodes[i].netlink;
        for (; up < first[i]; up++)
            put_up(fd, ends[up].index, true, ends[up].master);
        for (; address < lab->address_count && lab->addresses[address].node == (int)i; address++)
            put_address(fd, &lab->addresses[address]);
        for (; route < lab->route_count && lab->routes[route].node == (int)i; route++)
            put_route(fd, &lab->routes[route]);
        netlink_flush(fd);
    }
    free(ends);
    free(first);
    if (address != lab->address_count || route != lab->route_count) {
        errno = EINVAL;
        die("the objects are not sorted by node");
    }
}

/* --- one cable --- */

void cable_create(struct lab *lab, const struct cable *cable) {
    put_cable(lab, cable);
    netlink_flush(lab->netlink);
    put_ends_up(lab, cable);
}

void addresses_of(struct lab *lab, const struct cable *cable) {
    for (int side = 0; side < 2; side++) {
        int fd = lab->nodes[cable->ends[side].node].netlink;
        for (size_t i = 0; i < lab->address_count; i++) {
            const struct address *address = &lab->addresses[i];
            if (address->node == cable->ends[side].node && address->index == cable->ends[side].index)
                put_address(fd, address);
        }
        netlink_flush(fd);
    }
}

void cable_delete(struct lab *lab, const struct cable *cable) {
    for (int side = 0; side < (cable->wire ? 2 : 1); side++) {
        int fd = lab->nodes[cable->ends[side].node].netlink;
        put_delete(fd, cable->ends[side].index);
        netlink_flush(fd);
    }
}

void cable_cut(struct lab *lab, const struct cable *cable, bool cut) {
    if (cable->wire) {
        for (int side = 0; side < 2; side++)
            put_up(lab->netlink, partner(lab, cable, side).index, !cut, 0);
        netlink_flush(lab->netlink);
        return;
    }
    const struct end *end = first_of(cable);
    int fd = lab->nodes[end->node].netlink;
    put_up(fd, end->index, !cut, 0);
    netlink_flush(fd);
}
