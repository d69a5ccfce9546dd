/* What a refusal means, in words: the sentence, its place in the plan, and what to do. */
#define _GNU_SOURCE
#include "transaction.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static const char *hint_for_setting(int number) {
    switch (number) {
    case ENOENT: return "`sysctl -a` in a shell of the node lists the settings that its network has.";
    case EINVAL:
    case ERANGE: return "This setting does not take that value: `sysctl` in a shell of the node shows what it has.";
    case EACCES:
    case EPERM: return "This one can only be read, or belongs to the whole computer.";
    default: return "";
    }
}

static const char *hint_for(enum operation_kind kind, int number) {
    if (kind == NODE_SYSCTL)
        return hint_for_setting(number);
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
    case NODE_STP: (void)snprintf(text, size, "The spanning tree of %s could not be turned %s", name, operation->of_node.stp ? "on" : "off"); break;
    case NODE_SYSCTL:
        (void)snprintf(text, size, operation->setting->back ? "%.150s of %s could not be set back" : "%.150s of %s could not be set", operation->setting->path, name);
        break;
    case NODE_FILES: (void)snprintf(text, size, "The private files of %s could not be put in place", name); break;
    case NODE_LIMITS: (void)snprintf(text, size, "%s could not be limited", name); break;
    case LAB_RESOLVER: (void)snprintf(text, size, "The name servers could not be told to the nodes"); break;
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
    case INTERFACE_DELETE: (void)snprintf(text, size, "%s of %s could not be deleted", operation->set.interface, name); break;
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

/* Where an error belongs: the operation, its place in the plan, and what it is about. */
void apply_place(struct apply *apply, size_t index) {
    const struct operation *operation = &apply->operations[index];
    struct nw_error *error = &apply->error;
    text_copy(error->operation, sizeof(error->operation), operation_names[operation->kind]);
    error->index = (int)index;
    text_copy(error->node, sizeof(error->node), operation->node);
    switch (operation->kind) {
    case LINK_CREATE:
    case LINK_DELETE:
    case LINK_CUT:
    case LINK_RESTORE: text_copy(error->link, sizeof(error->link), operation->of_link.link); break;
    case INTERFACE_DELETE:
    case INTERFACE_SET: text_copy(error->interface, sizeof(error->interface), operation->set.interface); break;
    case ADDRESS_ADD:
    case ADDRESS_DELETE: text_copy(error->interface, sizeof(error->interface), operation->of_address.interface); break;
    case ROUTE_ADD:
    case ROUTE_DELETE: text_copy(error->interface, sizeof(error->interface), operation->route.dev); break;
    default: break;
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
    apply_place(apply, index);
    return result;
}

int apply_refuse(struct apply *apply, size_t index, const char *code, const char *format, const char *one, const char *two) {
    char message[300];
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    (void)snprintf(message, sizeof(message), format, one, two);
#pragma GCC diagnostic pop
    int result = error_set(&apply->error, code, strcmp(code, "exists") == 0 ? EEXIST : strcmp(code, "in-use") == 0 ? EBUSY : ENOENT, "%s", message);
    apply_place(apply, index);
    return result;
}
