/* What a node is given inside its namespaces: sockets, system settings, `lo`, the bridge, its hostname. */
#define _GNU_SOURCE
#include "node.h"

#include "bridge.h"
#include "hosts.h"
#include "lab.h"
#include "link.h"
#include "setting.h"
#include "setting_proc.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

static bool has_bridge(const struct node *node) {
    return node->kind == KIND_SWITCH || node->kind == KIND_HUB;
}

static int write_forwarding(int proc, bool forwarding) {
    int result = setting_write(proc, "net/ipv4/ip_forward", forwarding ? "1" : "0");
    int other = setting_write(proc, "net/ipv6/conf/all/forwarding", forwarding ? "1" : "0");
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
    int proc = setting_proc_next(&lab->setting_proc, lab->outer_proc), result = namespace_enter(node->net, NAMESPACE_NET);
    if (result < 0)
        return step_failed(error, node, result, "entering its network namespace");
    const char *what = "opening a netlink socket";
    result = netlink_open(&node->netlink);
    if (result == 0 && node->forwarding) {
        what = "switching forwarding on";
        result = write_forwarding(proc, true);
    }
    if (result == 0 && has_bridge(node)) {
        /* Ports without an IPv6 address of their own: else each of them talks to all others when it comes up. A kernel that refuses only costs time. */
        (void)setting_write(proc, "net/ipv6/conf/default/addr_gen_mode", "1");
    } else if (result == 0) {
        /* Link-local addresses are usable at once, without a second of probing for duplicates. */
        (void)setting_write(proc, "net/ipv6/conf/default/accept_dad", "0");
        (void)setting_write(proc, "net/ipv4/ping_group_range", lab->mapping.range ? "0 65535" : "0 0");
    }
    namespace_return(lab->own_net, NAMESPACE_NET);
    if (result < 0)
        return step_failed(error, node, result, what);
    struct link_change up = {.has_up = true, .up = true};
    (void)link_change(node->netlink, 1, &up, 0);
    if (has_bridge(node)) {
        node->bridge = node->next_index++;
        const struct bridge_kind kind = {.learning = node->kind == KIND_SWITCH, .stp = node->stp};
        if (bridge_create(node->netlink, node->bridge, node->mac, &kind, 0) < 0)
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
    result = write_forwarding(lab->outer_proc, forwarding);
    namespace_return(lab->own_net, NAMESPACE_NET);
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
        namespace_return(lab->own_uts, NAMESPACE_UTS);
        if (result < 0)
            return result;
    }
    text_copy(node->name, sizeof(node->name), name);
    node_write_hostname(node);
    hosts_touch(lab, node);
    return 0;
}

int node_put_stp(struct node *node, bool stp, uint64_t tag) {
    return bridge_stp(node->netlink, node->bridge, stp, tag);
}
