/*
 * All or nothing: operations are carried out in order, in slices between which the event loop serves terminals; requests of one
 * class collect on the sockets of their nodes and go out together. The first one that the kernel refuses ends it, and what was done is undone.
 */
#define _GNU_SOURCE
#include "apply.h"

#include "validate.h"

#include <errno.h>
#include <linux/rtnetlink.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { SLICE_MS = 20, PROGRESS_MS = 50, GATHER = 4096 /* operations that may wait before all is sent */ };

void apply_wait(struct apply *apply, struct node *node) {
    if (node->waiting)
        return;
    node->waiting = true;
    node->next_waiting = apply->waiting;
    apply->waiting = node;
}

/* --- what a refusal means --- */

static const char *hint_for(enum operation_kind kind, int number) {
    switch (number) {
    case ENOSPC:
        return kind == NODE_CREATE ? "A limit of namespaces (user.max_*_namespaces) is reached: end another lab, or have the limit raised." : "";
    case EAGAIN:
        return kind == NODE_CREATE ? "A limit of processes (ulimit -u, pid_max) is reached: end another lab, or have the limit raised." : "";
    case EXFULL:
    case E2BIG: return "A bridge has at most 1,023 ports: use a second switch.";
    case ENETUNREACH:
    case EHOSTUNREACH: return "The gateway must be in the network of one of the node's own interfaces that is up.";
    case ENETDOWN: return "The interface must be up before it can have routes.";
    case EADDRINUSE: return "Give the other interface another address.";
    case EEXIST: return "Something of that name or kind was made by hand: delete it there, or choose another one here.";
    case EMFILE:
    case ENFILE: return "Raise the limit of open files (ulimit -n).";
    case EPERM:
    case EACCES: return "Run nestwork doctor: it names what this computer forbids.";
    case EOPNOTSUPP:
    case EPROTONOSUPPORT: return "This kernel lacks what is needed: run nestwork doctor.";
    default: return "";
    }
}

/* A message has room for a sentence; a name that is longer is cut. */
static void describe(const struct apply *apply, const struct operation *operation, char *text, size_t size) {
    char ip[64] = "";
    const struct node *node = table_get(apply->lab->nodes, operation->node);
    const char *name = node != NULL ? node->name : operation->node;
    switch (operation->kind) {
    case NODE_CREATE: (void)snprintf(text, size, "%.63s could not be created", operation->of_node.name); break;
    case NODE_DELETE: (void)snprintf(text, size, "%s could not be deleted", name); break;
    case NODE_RENAME: (void)snprintf(text, size, "%s could not be renamed", name); break;
    case NODE_KIND: (void)snprintf(text, size, "%s could not become a %s", name, node_kind_names[operation->of_node.kind]); break;
    case LINK_CREATE: {
        const struct node *ends[2];
        for (int i = 0; i < 2; i++)
            ends[i] = table_get(apply->lab->nodes, operation->of_link.ends[i].node);
        (void)snprintf(text, size, "The cable between %s %s and %s %s could not be created", ends[0] != NULL ? ends[0]->name : "?",
                       operation->of_link.ends[0].interface, ends[1] != NULL ? ends[1]->name : "?", operation->of_link.ends[1].interface);
        break;
    }
    case LINK_DELETE: (void)snprintf(text, size, "The cable %s could not be deleted", operation->of_link.link); break;
    case LINK_CUT: (void)snprintf(text, size, "The cable %s could not be cut", operation->of_link.link); break;
    case LINK_RESTORE: (void)snprintf(text, size, "The cable %s could not be restored", operation->of_link.link); break;
    case INTERFACE_SET: (void)snprintf(text, size, "%s of %s could not be changed", operation->set.interface, name); break;
    case ADDRESS_ADD:
    case ADDRESS_DELETE:
        ip_format(&operation->of_address.ip, true, ip, sizeof(ip));
        (void)snprintf(text, size, "The address %s could not be %s %s of %s", ip, operation->kind == ADDRESS_ADD ? "given to" : "taken from",
                       operation->of_address.interface, name);
        break;
    case ROUTE_ADD:
    case ROUTE_DELETE:
        ip_format(&operation->route.to, true, ip, sizeof(ip));
        (void)snprintf(text, size, "The route to %s could not be %s %s", ip, operation->kind == ROUTE_ADD ? "added to" : "deleted from", name);
        break;
    case COMMAND_RUN: (void)snprintf(text, size, "A start-up command of %s could not be run", name); break;
    case OPERATION_KINDS: break;
    }
}

int apply_refused(struct apply *apply, size_t index, int number, const char *kernel) {
    const struct operation *operation = &apply->operations[index];
    struct nw_error *error = &apply->error;
    char what[240] = "";
    describe(apply, operation, what, sizeof(what));
    int result = error_set(error, "kernel-refused", number, "%s: %s.", what, kernel);
    text_copy(error->kernel, sizeof(error->kernel), kernel);
    text_copy(error->hint, sizeof(error->hint), hint_for(operation->kind, number));
    text_copy(error->operation, sizeof(error->operation), operation_names[operation->kind]);
    error->index = (int)index;
    switch (operation->kind) {
    case LINK_CREATE:
    case LINK_DELETE:
    case LINK_CUT:
    case LINK_RESTORE: text_copy(error->link, sizeof(error->link), operation->of_link.link); break;
    case INTERFACE_SET: text_copy(error->interface, sizeof(error->interface), operation->set.interface); break;
    case ADDRESS_ADD:
    case ADDRESS_DELETE: text_copy(error->interface, sizeof(error->interface), operation->of_address.interface); break;
    case ROUTE_ADD:
    case ROUTE_DELETE: text_copy(error->interface, sizeof(error->interface), operation->route.dev); break;
    default: break;
    }
    text_copy(error->node, sizeof(error->node), operation->node);
    return result;
}

/* --- answers --- */

/* What an operation wanted is there, or gone, already. */
static bool harmless(const struct done *done, int number) {
    switch (done->kind) {
    case LINK_DELETE: return number == ENODEV;
    case ADDRESS_ADD: return number == EEXIST;
    case ADDRESS_DELETE: return number == EADDRNOTAVAIL || number == ENODEV;
    case ROUTE_DELETE: return number == ESRCH || number == ENODEV;
    default: return false;
    }
}

static void answered(void *context, uint64_t tag, int number, const char *kernel) {
    struct apply *apply = context;
    struct done *done = (struct done *)(uintptr_t)tag;
    if (done == NULL || number == 0)
        return;
    if (harmless(done, number)) {
        done->nothing = done->kind != LINK_DELETE;
        return;
    }
    if (done->number != 0)
        return;
    done->number = number;
    text_copy(done->kernel, sizeof(done->kernel), kernel);
    done->next_refused = apply->refused;
    apply->refused = done;
}

static int send_all(struct apply *apply) {
    int result = 0;
    while (apply->waiting != NULL) {
        struct node *node = apply->waiting;
        apply->waiting = node->next_waiting;
        node->waiting = false;
        if (result < 0) {
            netlink_discard(node->netlink);
            continue;
        }
        result = netlink_flush(node->netlink, answered, apply);
    }
    if (result < 0)
        netlink_discard(apply->lab->netlink);
    else
        result = netlink_flush(apply->lab->netlink, answered, apply);
    return result;
}

/* The person made the very same route by hand. */
static bool same_route_there(struct apply *apply, const struct done *done) {
    if (done->kind != ROUTE_ADD || done->number != EEXIST || node_refresh(apply->lab, done->node) < 0)
        return false;
    const struct observed *observed = monitor_observed(done->node->monitor);
    for (size_t i = 0; i < observed->route_count; i++) {
        const struct seen_route *seen = &observed->routes[i];
        if (memcmp(&seen->to, &done->ip, sizeof(seen->to)) == 0 && memcmp(&seen->via, &done->via, sizeof(seen->via)) == 0 &&
            (done->interface == 0 || seen->index == done->interface))
            return true;
    }
    return false;
}

/* An interface that somebody made by hand may have taken the index that was asked for: once more, with one that is free. */
static bool try_other_index(struct apply *apply, struct done *done) {
    if (done->kind != LINK_CREATE || done->retried || (done->number != EEXIST && done->number != EBUSY))
        return false;
    for (int i = 0; i < 2; i++) {
        struct cable_end *end = &done->cable->ends[i];
        if (node_refresh(apply->lab, end->node) < 0 || observed_named(monitor_observed(end->node->monitor), end->interface) != NULL)
            return false;
    }
    done->retried = true;
    done->number = 0;
    for (int i = 0; i < 2; i++)
        done->cable->ends[i].index = 0;
    for (int i = 0; i < 2; i++)
        apply_wait(apply, done->cable->ends[i].node);
    return cable_put_create(apply->lab, done->cable, (uint64_t)(uintptr_t)done) == 0;
}

static struct done *settle(struct apply *apply) {
    struct done *first = NULL;
    while (apply->refused != NULL) {
        struct done *done = apply->refused;
        apply->refused = done->next_refused;
        done->next_refused = NULL;
        if (same_route_there(apply, done)) {
            done->number = 0;
            done->nothing = true;
        } else if (!try_other_index(apply, done) && (first == NULL || done->index < first->index)) {
            first = done;
        }
    }
    return first;
}

static int send_and_settle(struct apply *apply) {
    for (int round = 0; round < 3; round++) {
        int result = send_all(apply);
        if (result < 0)
            return apply_refused(apply, apply->at < apply->count ? apply->at : apply->count - 1, -result, strerror(-result));
        struct done *first = settle(apply);
        if (first != NULL)
            return apply_refused(apply, first->index, first->number, first->kernel);
        if (apply->waiting == NULL)
            return 0;
    }
    return 0;
}

int apply_join(struct apply *apply) {
    int result = apply->waiting == NULL && !netlink_waiting(apply->lab->netlink) ? 0 : send_and_settle(apply);
    while (apply->joins != NULL && result == 0) {
        struct done *done = apply->joins;
        apply->joins = done->next_join;
        apply_wait(apply, done->cable->ends[0].node);
        apply_wait(apply, done->cable->ends[1].node);
        if (cable_put_join(apply->lab, done->cable, (uint64_t)(uintptr_t)done) < 0)
            result = apply_refused(apply, done->index, ENOMEM, "no memory");
    }
    return result;
}

int apply_flush(struct apply *apply) {
    int result = apply_join(apply);
    return result == 0 && (apply->waiting != NULL || netlink_waiting(apply->lab->netlink)) ? send_and_settle(apply) : result;
}

/* --- the end --- */

/* Routes that went with an address come back if no operation deleted them; the kernel refuses those that cannot be any more. */
static void put_rescued(struct apply *apply) {
    for (struct rescue *rescue = apply->rescues; rescue != NULL; rescue = rescue->next) {
        struct buffer kept = {0};
        if (rescue->deleted || rescue->node->retired)
            continue;
        for (size_t at = 0; at + sizeof(struct nlmsghdr) <= rescue->messages.length;) {
            const struct nlmsghdr *message = (const struct nlmsghdr *)(const void *)(rescue->messages.data + at);
            size_t length = (message->nlmsg_len + 3U) & ~3U;
            const struct rtmsg *header = mnl_nlmsg_get_payload(message);
            struct ip to = {.family = header->rtm_family, .prefix = header->rtm_dst_len};
            const struct nlattr *attribute;
            for (attribute = mnl_nlmsg_get_payload_offset(message, sizeof(*header));
                 mnl_attr_ok(attribute, (int)((const char *)mnl_nlmsg_get_payload_tail(message) - (const char *)attribute));
                 attribute = mnl_attr_next(attribute)) {
                if (mnl_attr_get_type(attribute) == RTA_DST && mnl_attr_get_payload_len(attribute) <= sizeof(to.bytes))
                    memcpy(to.bytes, mnl_attr_get_payload(attribute), mnl_attr_get_payload_len(attribute));
            }
            bool deleted = false;
            for (const struct rescue *other = apply->rescues; other != NULL; other = other->next)
                deleted = deleted || (other->deleted && other->node == rescue->node && memcmp(&other->to, &to, sizeof(to)) == 0);
            if (!deleted)
                (void)buffer_append(&kept, message, length);
            at += length;
        }
        (void)restore_put(rescue->node, &kept, 0);
        (void)netlink_flush(rescue->node->netlink, NULL, NULL);
        buffer_free(&kept);
    }
}

/* Nodes that were asked for ahead and are not wanted any more. */
static void collect_rest(struct apply *apply) {
    while (apply->collected < apply->asked) {
        pid_t pid = 0, outer = 0;
        const char *step;
        if (cloner_collect(apply->lab->cloner, &pid, &outer, &step) == 0)
            (void)kill(pid, SIGKILL);
        apply->collected++;
    }
}

static void run_commands(struct apply *apply) {
    for (size_t i = 0; i < apply->count; i++) {
        struct operation *operation = &apply->operations[i];
        struct node *node = operation->kind == COMMAND_RUN ? table_get(apply->lab->nodes, operation->node) : NULL;
        if (node == NULL)
            continue;
        if (startup_run(apply->lab, node, operation->command) == 0)
            operation->command = NULL;
    }
}

static void commit(struct apply *apply) {
    put_rescued(apply);
    for (size_t i = 0; i < apply->doomed_count; i++) {
        char id[48];
        text_copy(id, sizeof(id), apply->doomed[i]->id);
        terminals_node_gone(apply->lab->terminals, id);
        node_destroy(apply->lab, apply->doomed[i]);
        server_gone(apply->lab, id);
    }
    for (struct done *done = apply->log; done != NULL; done = done->below) {
        if (done->kind == LINK_DELETE)
            free(done->cable);
    }
    run_commands(apply);
}

static void apply_free(struct apply *apply) {
    while (apply->log != NULL) {
        struct done *done = apply->log;
        apply->log = done->below;
        buffer_free(&done->restore[0]);
        buffer_free(&done->restore[1]);
        free(done);
    }
    while (apply->rescues != NULL) {
        struct rescue *rescue = apply->rescues;
        apply->rescues = rescue->next;
        buffer_free(&rescue->messages);
        free(rescue);
    }
    for (size_t i = 0; i < apply->count; i++)
        operation_clear(&apply->operations[i]);
    free(apply->operations);
    free(apply->doomed);
    free(apply);
}

static void finish(struct apply *apply) {
    struct lab *lab = apply->lab;
    if (apply->failed) {
        collect_rest(apply);
        while (apply->waiting != NULL) {
            struct node *node = apply->waiting;
            apply->waiting = node->next_waiting;
            node->waiting = false;
            netlink_discard(node->netlink);
        }
        netlink_discard(lab->netlink);
        (void)undo_all(apply);
    } else {
        commit(apply);
    }
    lab->applying = false;
    apply->handler.finished(apply->handler.context, apply->failed ? &apply->error : NULL, clock_ms() - apply->started);
    apply_free(apply);
    for (struct node *node = lab->first, *next; node != NULL; node = next) {
        next = node->next;
        if (node->ended)
            node_lost(lab, node);
    }
    server_changed(lab);
    server_resume(lab);
}

static void slice(void *context) {
    struct apply *apply = context;
    double until = clock_ms() + SLICE_MS;
    int result = 0;
    size_t gathered = 0;
    while (result == 0 && apply->at < apply->count) {
        result = dispatch(apply, &apply->operations[apply->at], apply->at);
        if (result < 0)
            break;
        apply->at++;
        if (++gathered >= GATHER || clock_ms() >= until)
            break;
    }
    if (result == 0 && (apply->at == apply->count || gathered >= GATHER))
        result = apply_flush(apply);
    if (result < 0) {
        apply->failed = true;
        finish(apply);
        return;
    }
    if (apply->at == apply->count) {
        finish(apply);
        return;
    }
    if (clock_ms() - apply->told >= PROGRESS_MS) {
        apply->told = clock_ms();
        apply->handler.progress(apply->handler.context, apply->at, apply->count);
    }
    if (loop_timer(apply->lab->loop, 0, slice, apply, NULL) < 0) {
        (void)apply_refused(apply, apply->at, ENOMEM, "no memory");
        apply->failed = true;
        finish(apply);
    }
}

int apply_start(struct lab *lab, struct operation *operations, size_t count, const struct apply_handler *handler) {
    struct apply *apply = calloc(1, sizeof(*apply));
    if (apply == NULL)
        return -ENOMEM;
    apply->lab = lab;
    apply->operations = operations;
    apply->count = count;
    apply->handler = *handler;
    apply->started = apply->told = clock_ms();
    lab->applying = true;
    slice(apply);
    return 0;
}
