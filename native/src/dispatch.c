/* The one place that sees all operations: each puts its requests on the sockets where they belong and notes what undoes them. */
#define _GNU_SOURCE
#include "apply.h"

#include "address.h"
#include "bridge.h"
#include "link.h"
#include "route.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

static int refuse(struct apply *apply, size_t index, const char *code, const char *format, const char *one, const char *two) {
    const struct operation *operation = &apply->operations[index];
    char message[300];
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    (void)snprintf(message, sizeof(message), format, one, two);
#pragma GCC diagnostic pop
    int result = error_set(&apply->error, code, strcmp(code, "exists") == 0 ? EEXIST : strcmp(code, "in-use") == 0 ? EBUSY : ENOENT, "%s", message);
    text_copy(apply->error.operation, sizeof(apply->error.operation), operation_names[operation->kind]);
    apply->error.index = (int)index;
    text_copy(apply->error.node, sizeof(apply->error.node), operation->node);
    if (operation->kind >= LINK_CREATE && operation->kind <= LINK_RESTORE)
        text_copy(apply->error.link, sizeof(apply->error.link), operation->of_link.link);
    return result;
}

static struct node *find_node(struct apply *apply, size_t index, const char *id) {
    struct node *node = table_get(apply->lab->nodes, id);
    if (node == NULL)
        (void)refuse(apply, index, "not-found", "There is no node %s in the lab.%s", id, "");
    return node;
}

static struct done *note(struct apply *apply, size_t index, struct node *node) {
    struct done *done = calloc(1, sizeof(*done));
    if (done == NULL) {
        (void)apply_refused(apply, index, ENOMEM, "no memory");
        return NULL;
    }
    done->index = index;
    done->kind = apply->operations[index].kind;
    done->node = node;
    done->below = apply->log;
    apply->log = done;
    return done;
}

static uint64_t tag_of(struct done *done) {
    return (uint64_t)(uintptr_t)done;
}

static int enter_class(struct apply *apply, enum apply_class class) {
    if (apply->class == class)
        return 0;
    /* The second half of cables may go out together with what comes inside the nodes. */
    int result = apply->class == CLASS_LINK_CREATE && class == CLASS_INSIDE ? apply_join(apply) : apply_flush(apply);
    apply->class = class;
    return result;
}

/* The cache of a node, with all requests of this apply in it. */
static const struct observed *fresh(struct apply *apply, size_t index, struct node *node) {
    int result = node->waiting ? apply_flush(apply) : 0;
    if (result < 0)
        return NULL;
    result = node_refresh(apply->lab, node);
    if (result < 0) {
        (void)apply_refused(apply, index, -result, "reading what the kernel has");
        return NULL;
    }
    return monitor_observed(node->monitor);
}

/* --- nodes --- */

/* Several nodes are asked for ahead: the cloner works while the ones before are being set up. */
static int ask_ahead(struct apply *apply, size_t index) {
    struct lab *lab = apply->lab;
    if (apply->asked < index)
        apply->asked = apply->collected = index;
    while (apply->asked < apply->count && apply->asked - apply->collected < CLONER_AHEAD && apply->operations[apply->asked].kind == NODE_CREATE) {
        const struct operation *next = &apply->operations[apply->asked];
        int result = cloner_ask(lab->cloner, next->of_node.isolation, next->of_node.name);
        if (result < 0)
            return apply->asked > index ? 0 : apply_refused(apply, index, -result, "the process that makes nodes does not answer");
        apply->asked++;
    }
    return 0;
}

static int node_create(struct apply *apply, struct operation *operation, size_t index) {
    struct lab *lab = apply->lab;
    pid_t pid = 0, outer = 0;
    const char *step = "";
    int result = apply_flush(apply);
    if (result == 0)
        result = ask_ahead(apply, index);
    if (result < 0)
        return result;
    result = cloner_collect(lab->cloner, &pid, &outer, &step);
    apply->collected++;
    if (result < 0) {
        char text[200];
        (void)snprintf(text, sizeof(text), "%s (%s)", strerror(-result), step);
        return apply_refused(apply, index, -result, text);
    }
    struct node *node = NULL;
    struct done *done = table_get(lab->nodes, operation->node) == NULL ? note(apply, index, NULL) : NULL;
    if (done == NULL || node_new(lab, operation, pid, outer, &node) < 0) {
        (void)kill(pid, SIGKILL);
        return done == NULL ? refuse(apply, index, "exists", "There is a node %s in the lab already.%s", operation->node, "")
                            : apply_refused(apply, index, ENOMEM, "no memory");
    }
    done->node = node;
    done->entered = true;
    result = node_set_up(lab, node, &apply->error);
    if (result < 0) {
        text_copy(apply->error.operation, sizeof(apply->error.operation), operation_names[NODE_CREATE]);
        apply->error.index = (int)index;
        return result;
    }
    node->dirty = true;
    apply->answered++;
    return 0;
}

static int node_delete(struct apply *apply, struct operation *operation, size_t index) {
    int result = enter_class(apply, CLASS_NONE);
    struct node *node = result < 0 ? NULL : find_node(apply, index, operation->node);
    if (node == NULL)
        return -ENOENT;
    if (node->links > 0)
        return refuse(apply, index, "in-use", "%s still has cables; they are to be deleted before it.%s", node->name, "");
    struct done *done = note(apply, index, node);
    struct node **doomed = done == NULL ? NULL : reallocarray(apply->doomed, apply->doomed_count + 1, sizeof(struct node *));
    if (doomed == NULL)
        return apply_refused(apply, index, ENOMEM, "no memory");
    apply->doomed = doomed;
    apply->doomed[apply->doomed_count++] = node;
    node_retire(apply->lab, node);
    done->entered = true;
    apply->answered++;
    return 0;
}

static int node_change(struct apply *apply, struct operation *operation, size_t index) {
    int result = enter_class(apply, CLASS_INSIDE);
    struct node *node = result < 0 ? NULL : find_node(apply, index, operation->node);
    if (node == NULL)
        return -ENOENT;
    struct done *done = note(apply, index, node);
    if (done == NULL)
        return -ENOMEM;
    text_copy(done->name, sizeof(done->name), node->name);
    done->node_kind = node->kind;
    done->forwarding = node->forwarding;
    if (operation->kind == NODE_RENAME) {
        result = node_rename(apply->lab, node, operation->of_node.name);
    } else {
        bool bridge = operation->of_node.kind == KIND_SWITCH || operation->of_node.kind == KIND_HUB;
        if (bridge != (node->bridge != 0))
            return refuse(apply, index, "in-use", "%s cannot become a %s while it runs; it is to be made anew.", node->name,
                          node_kind_names[operation->of_node.kind]);
        if (operation->of_node.forwarding != node->forwarding)
            result = node_set_forwarding(apply->lab, node, operation->of_node.forwarding);
        if (result == 0 && bridge && operation->of_node.kind != node->kind) {
            apply_wait(apply, node);
            result = bridge_learning(node->netlink, node->bridge, operation->of_node.kind == KIND_SWITCH, tag_of(done));
        }
        if (result == 0)
            node->kind = operation->of_node.kind;
    }
    if (result < 0)
        return apply_refused(apply, index, -result, strerror(-result));
    done->entered = true;
    node->dirty = true;
    apply->answered++;
    return 0;
}

/* --- cables --- */

static struct cable *find_cable(struct apply *apply, size_t index, const char *id) {
    struct cable *cable = table_get(apply->lab->cables, id);
    if (cable == NULL)
        (void)refuse(apply, index, "not-found", "There is no cable %s in the lab.%s", id, "");
    return cable;
}

static int cable_create(struct apply *apply, struct operation *operation, size_t index) {
    struct lab *lab = apply->lab;
    int result = enter_class(apply, CLASS_LINK_CREATE);
    if (result < 0)
        return result;
    if (table_get(lab->cables, operation->of_link.link) != NULL)
        return refuse(apply, index, "exists", "There is a cable %s in the lab already.%s", operation->of_link.link, "");
    struct node *nodes[2];
    for (int i = 0; i < 2; i++) {
        const struct operation_end *end = &operation->of_link.ends[i];
        nodes[i] = find_node(apply, index, end->node);
        if (nodes[i] == NULL)
            return -ENOENT;
        if (cable_end_of(lab, end->node, end->interface) != NULL)
            return refuse(apply, index, "exists", "The interface %s of %s has a cable already.", end->interface, nodes[i]->name);
        if (end->port && nodes[i]->bridge == 0)
            return refuse(apply, index, "in-use", "%s has no bridge that %s could be a port of.", nodes[i]->name, end->interface);
    }
    struct cable *cable = calloc(1, sizeof(*cable));
    struct done *done = cable == NULL ? NULL : note(apply, index, nodes[0]);
    if (done == NULL) {
        free(cable);
        return apply_refused(apply, index, ENOMEM, "no memory");
    }
    text_copy(cable->id, sizeof(cable->id), operation->of_link.link);
    cable->wire = operation->of_link.wire;
    cable->cut = operation->of_link.cut;
    for (int i = 0; i < 2; i++) {
        const struct operation_end *end = &operation->of_link.ends[i];
        cable->ends[i] = (struct cable_end){.cable = cable, .node = nodes[i], .mtu = end->mtu, .up = end->up, .port = end->port};
        text_copy(cable->ends[i].interface, sizeof(cable->ends[i].interface), end->interface);
        memcpy(cable->ends[i].mac, end->mac, sizeof(end->mac));
        apply_wait(apply, nodes[i]);
    }
    if (cable_enter(lab, cable) < 0) {
        free(cable);
        return apply_refused(apply, index, ENOMEM, "no memory");
    }
    done->cable = cable;
    done->entered = true;
    result = cable_put_create(lab, cable, tag_of(done));
    if (result < 0)
        return apply_refused(apply, index, -result, "no memory");
    done->next_join = apply->joins;
    apply->joins = done;
    apply->answered++;
    return 0;
}

static int cable_delete(struct apply *apply, struct operation *operation, size_t index) {
    int result = enter_class(apply, CLASS_LINK_DELETE);
    struct cable *cable = result < 0 ? NULL : find_cable(apply, index, operation->of_link.link);
    if (cable == NULL)
        return -ENOENT;
    struct done *done = note(apply, index, cable->ends[0].node);
    if (done == NULL)
        return -ENOMEM;
    for (int i = 0; i < 2; i++) {
        struct cable_end *end = &cable->ends[i];
        if (!end->port) {
            const struct observed *observed = fresh(apply, index, end->node);
            if (observed == NULL)
                return -EIO;
            (void)restore_collect(observed, end->index, RESTORE_ADDRESSES4 | RESTORE_ADDRESSES6 | RESTORE_ROUTES, &done->restore[i]);
        }
    }
    for (int i = 0; i < 2; i++)
        apply_wait(apply, cable->ends[i].node);
    result = cable_put_delete(apply->lab, cable, tag_of(done));
    if (result < 0)
        return apply_refused(apply, index, -result, "no memory");
    cable_leave(apply->lab, cable);
    for (int i = 0; i < 2; i++)
        node_drop_saved(cable->ends[i].node, cable->ends[i].interface);
    done->cable = cable;
    done->entered = true;
    apply->answered++;
    return 0;
}

/* Before an interface goes down: IPv6 addresses and static routes, which the kernel flushes. */
static int save(struct apply *apply, size_t index, struct node *node, const char *interface, uint32_t number) {
    const struct observed *observed = fresh(apply, index, node);
    struct buffer *saved = observed == NULL ? NULL : node_saved(node, interface, true);
    if (saved == NULL)
        return -EIO;
    const struct seen_interface *seen = observed_interface(observed, number);
    if (seen != NULL && !seen->up && saved->length > 0)
        return 0; /* it is down already: what was saved then is what there is to save */
    saved->length = 0;
    return restore_collect(observed, number, RESTORE_ADDRESSES6 | RESTORE_ROUTES, saved);
}

static int cable_cut(struct apply *apply, struct operation *operation, size_t index) {
    bool cut = operation->kind == LINK_CUT;
    int result = enter_class(apply, CLASS_INSIDE);
    struct cable *cable = result < 0 ? NULL : find_cable(apply, index, operation->of_link.link);
    if (cable == NULL)
        return -ENOENT;
    struct cable_end *end = cable_cut_end(cable);
    bool plain = !cable->wire && !end->port; /* no port to cut it at: an end of its own goes down */
    if (plain && cut && save(apply, index, end->node, end->interface, end->index) < 0)
        return apply_refused(apply, index, EIO, "reading what the kernel has");
    struct done *done = note(apply, index, end->node);
    if (done == NULL)
        return -ENOMEM;
    done->cable = cable;
    done->nothing = cable->cut == cut;
    apply_wait(apply, end->node);
    result = cable_put_cut(apply->lab, cable, cut, tag_of(done));
    if (plain && !cut && result == 0) {
        const struct buffer *saved = node_saved(end->node, end->interface, false);
        result = saved != NULL ? restore_put(end->node, saved, 0) : 0;
    }
    if (result < 0)
        return apply_refused(apply, index, -result, "no memory");
    done->entered = true;
    cable->cut = cut;
    apply->answered++;
    return 0;
}

/* --- inside a node --- */

static int find_interface(struct apply *apply, size_t index, struct node *node, const char *interface, uint32_t *ret_index) {
    const struct cable_end *end = cable_end_of(apply->lab, node->id, interface);
    *ret_index = end != NULL ? end->index : 0;
    if (*ret_index == 0)
        *ret_index = node_index(apply->lab, node, interface);
    if (*ret_index != 0)
        return 0;
    int result = refuse(apply, index, "not-found", "%s has no interface %s.", node->name, interface);
    text_copy(apply->error.interface, sizeof(apply->error.interface), interface);
    return result;
}

static int interface_set(struct apply *apply, struct operation *operation, size_t index) {
    uint32_t number = 0;
    int result = enter_class(apply, CLASS_INSIDE);
    struct node *node = result < 0 ? NULL : find_node(apply, index, operation->node);
    if (node == NULL || find_interface(apply, index, node, operation->set.interface, &number) < 0)
        return -ENOENT;
    const struct observed *observed = fresh(apply, index, node);
    const struct seen_interface *seen = observed == NULL ? NULL : observed_interface(observed, number);
    if (seen == NULL)
        return apply->failed || apply->error.code[0] != '\0' ? -EIO : apply_refused(apply, index, ENODEV, strerror(ENODEV));
    struct done *done = note(apply, index, node);
    if (done == NULL)
        return -ENOMEM;
    struct cable_end *end = cable_end_of(apply->lab, node->id, operation->set.interface);
    done->interface = number;
    text_copy(done->name, sizeof(done->name), operation->set.interface);
    done->set_before.has_up = operation->set.has_up;
    done->set_before.up = seen->up;
    done->set_before.mtu = operation->set.mtu != 0 ? seen->mtu : 0;
    done->set_before.has_mac = operation->set.has_mac;
    memcpy(done->set_before.mac, seen->mac, sizeof(seen->mac));
    bool was_up = seen->up;
    done->end = end;
    if (end != NULL)
        done->end_before = *end;
    if (operation->set.has_up && !operation->set.up && was_up && save(apply, index, node, operation->set.interface, number) < 0)
        return apply_refused(apply, index, EIO, "reading what the kernel has");
    struct link_change change = {.has_up = operation->set.has_up, .up = operation->set.up, .mtu = operation->set.mtu,
                                 .mac = operation->set.has_mac ? operation->set.mac : NULL};
    /* The end on which a pair is cut stays down until the cable is restored. */
    if (end != NULL && end->cable->cut && !end->cable->wire && cable_cut_end(end->cable) == end)
        change.up = false;
    apply_wait(apply, node);
    result = link_change(node->netlink, number, &change, tag_of(done));
    const struct buffer *saved = change.has_up && change.up && !was_up ? node_saved(node, operation->set.interface, false) : NULL;
    if (result == 0 && saved != NULL)
        result = restore_put(node, saved, 0);
    if (result < 0)
        return apply_refused(apply, index, -result, "no memory");
    done->entered = true;
    if (end != NULL) {
        end->up = operation->set.has_up ? operation->set.up : end->up;
        end->mtu = operation->set.mtu != 0 ? operation->set.mtu : end->mtu;
        if (operation->set.has_mac)
            memcpy(end->mac, operation->set.mac, sizeof(end->mac));
    }
    apply->answered++;
    return 0;
}

static struct rescue *rescue_new(struct apply *apply, struct node *node) {
    struct rescue *rescue = calloc(1, sizeof(*rescue));
    if (rescue == NULL)
        return NULL;
    rescue->node = node;
    rescue->next = apply->rescues;
    apply->rescues = rescue;
    return rescue;
}

static int address_change(struct apply *apply, struct operation *operation, size_t index) {
    uint32_t number = 0;
    int result = enter_class(apply, CLASS_INSIDE);
    struct node *node = result < 0 ? NULL : find_node(apply, index, operation->node);
    if (node == NULL || find_interface(apply, index, node, operation->of_address.interface, &number) < 0)
        return -ENOENT;
    struct rescue *rescue = NULL;
    struct done *done = NULL;
    if (operation->kind == ADDRESS_DELETE) {
        const struct observed *observed = fresh(apply, index, node);
        if (observed == NULL || (done = note(apply, index, node)) == NULL || (rescue = rescue_new(apply, node)) == NULL)
            return apply->error.code[0] != '\0' ? -EIO : apply_refused(apply, index, ENOMEM, "no memory");
        (void)restore_address(observed, number, &operation->of_address.ip, &done->restore[0]);
        (void)restore_collect(observed, number, RESTORE_ROUTES, &done->restore[0]);
        (void)restore_collect(observed, number, RESTORE_ROUTES, &rescue->messages);
    } else if ((done = note(apply, index, node)) == NULL) {
        return -ENOMEM;
    }
    done->interface = number;
    done->ip = operation->of_address.ip;
    apply_wait(apply, node);
    result = operation->kind == ADDRESS_ADD ? address_add(node->netlink, number, &done->ip, tag_of(done))
                                            : address_delete(node->netlink, number, &done->ip, tag_of(done));
    if (result < 0)
        return apply_refused(apply, index, -result, "no memory");
    done->entered = true;
    apply->answered++;
    return 0;
}

static int route_change(struct apply *apply, struct operation *operation, size_t index) {
    uint32_t number = 0;
    const struct operation_route *route = &operation->route;
    int result = enter_class(apply, CLASS_INSIDE);
    struct node *node = result < 0 ? NULL : find_node(apply, index, operation->node);
    if (node == NULL || (route->dev[0] != '\0' && find_interface(apply, index, node, route->dev, &number) < 0))
        return -ENOENT;
    struct done *done = note(apply, index, node);
    if (done == NULL)
        return -ENOMEM;
    done->ip = route->to;
    done->via = route->via;
    done->interface = number;
    if (operation->kind == ROUTE_DELETE) {
        struct rescue *rescue = rescue_new(apply, node);
        if (rescue == NULL)
            return apply_refused(apply, index, ENOMEM, "no memory");
        rescue->deleted = true;
        rescue->to = route->to;
    }
    apply_wait(apply, node);
    result = operation->kind == ROUTE_ADD ? route_add(node->netlink, &route->to, &route->via, number, tag_of(done))
                                          : route_delete(node->netlink, &route->to, &route->via, number, tag_of(done));
    if (result < 0)
        return apply_refused(apply, index, -result, "no memory");
    done->entered = true;
    apply->answered++;
    return 0;
}

static int command_run(struct apply *apply, struct operation *operation, size_t index) {
    /* Started when all the rest has been done: a command cannot be undone. */
    if (find_node(apply, index, operation->node) == NULL)
        return -ENOENT;
    apply->answered++;
    return 0;
}

int dispatch(struct apply *apply, struct operation *operation, size_t index) {
    switch (operation->kind) {
    case NODE_CREATE: return node_create(apply, operation, index);
    case NODE_DELETE: return node_delete(apply, operation, index);
    case NODE_RENAME:
    case NODE_KIND: return node_change(apply, operation, index);
    case LINK_CREATE: return cable_create(apply, operation, index);
    case LINK_DELETE: return cable_delete(apply, operation, index);
    case LINK_CUT:
    case LINK_RESTORE: return cable_cut(apply, operation, index);
    case INTERFACE_SET: return interface_set(apply, operation, index);
    case ADDRESS_ADD:
    case ADDRESS_DELETE: return address_change(apply, operation, index);
    case ROUTE_ADD:
    case ROUTE_DELETE: return route_change(apply, operation, index);
    case COMMAND_RUN: return command_run(apply, operation, index);
    case OPERATION_KINDS: break;
    }
    return -EINVAL;
}
