/* Operations on nodes: node.create, node.delete, node.rename, node.kind; and how each is undone. */
#define _GNU_SOURCE
#include "operations.h"

#include "bridge.h"
#include "cloner.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Several nodes are asked for ahead: the cloner works while the ones before are being set up. */
static int ask_ahead(struct apply *apply, size_t index) {
    struct lab *lab = apply->lab;
    if (apply->asked < index)
        apply->asked = apply->collected = index;
    while (apply->asked < apply->count && apply->asked - apply->collected < CLONER_AHEAD && apply->operations[apply->asked].kind == NODE_CREATE) {
        const struct operation *next = &apply->operations[apply->asked];
        int result = cloner_ask(lab->cloner, next->of_node.isolation, next->of_node.read_only, next->of_node.name);
        if (result < 0)
            return apply->asked > index ? 0 : apply_refused(apply, index, -result, "the process that makes nodes does not answer");
        apply->asked++;
    }
    return 0;
}

int apply_node_create(struct apply *apply, struct operation *operation, size_t index) {
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
    struct done *done = table_get(lab->nodes, operation->node) == NULL ? apply_note(apply, index, NULL) : NULL;
    if (done == NULL || node_new(lab, operation, pid, outer, &node) < 0) {
        (void)kill(pid, SIGKILL);
        return done == NULL ? apply_refuse(apply, index, "exists", "There is a node %s in the lab already.%s", operation->node, "")
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

int apply_node_delete(struct apply *apply, struct operation *operation, size_t index) {
    int result = apply_enter(apply, CLASS_NONE);
    struct node *node = result < 0 ? NULL : apply_find_node(apply, index, operation->node);
    if (node == NULL)
        return -ENOENT;
    if (node->links > 0)
        return apply_refuse(apply, index, "in-use", "%s still has cables; they are to be deleted before it.%s", node->name, "");
    struct done *done = apply_note(apply, index, node);
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

int apply_node_change(struct apply *apply, struct operation *operation, size_t index) {
    int result = apply_enter(apply, CLASS_INSIDE);
    struct node *node = result < 0 ? NULL : apply_find_node(apply, index, operation->node);
    if (node == NULL)
        return -ENOENT;
    struct done *done = apply_note(apply, index, node);
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
            return apply_refuse(apply, index, "in-use", "%s cannot become a %s while it runs; it is to be made anew.", node->name,
                          node_kind_names[operation->of_node.kind]);
        if (operation->of_node.forwarding != node->forwarding)
            result = node_set_forwarding(apply->lab, node, operation->of_node.forwarding);
        if (result == 0 && bridge && operation->of_node.kind != node->kind) {
            apply_wait(apply, node);
            result = bridge_learning(node->netlink, node->bridge, operation->of_node.kind == KIND_SWITCH, apply_tag(done));
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

int apply_stp(struct apply *apply, struct operation *operation, size_t index) {
    int result = apply_enter(apply, CLASS_INSIDE);
    struct node *node = result < 0 ? NULL : apply_find_node(apply, index, operation->node);
    if (node == NULL)
        return -ENOENT;
    if (node->kind != KIND_SWITCH)
        return apply_refuse(apply, index, "in-use", "%s has no spanning tree: it is a %s.", node->name, node_kind_names[node->kind]);
    struct done *done = apply_note(apply, index, node);
    if (done == NULL)
        return -ENOMEM;
    done->stp = node->stp;
    apply_wait(apply, node);
    if (node_put_stp(node, operation->of_node.stp, apply_tag(done)) < 0)
        return apply_refused(apply, index, ENOMEM, "no memory");
    node->stp = operation->of_node.stp;
    done->entered = true;
    apply->answered++;
    return 0;
}

int undo_stp(struct lab *lab, struct done *done) {
    done->node->stp = done->stp;
    int result = node_put_stp(done->node, done->stp, 0);
    return result < 0 ? result : undo_send(lab, done->node, NULL);
}

int undo_node_create(struct lab *lab, struct done *done) {
    node_destroy(lab, done->node);
    return 0;
}

int undo_node_delete(struct lab *lab, struct done *done) {
    return node_revive(lab, done->node);
}

int undo_node_change(struct lab *lab, struct done *done) {
    struct node *node = done->node;
    node->dirty = true;
    if (done->kind == NODE_RENAME)
        return node_rename(lab, node, done->name);
    int result = node->forwarding != done->forwarding ? node_set_forwarding(lab, node, done->forwarding) : 0;
    if (node->bridge != 0 && node->kind != done->node_kind) {
        (void)bridge_learning(node->netlink, node->bridge, done->node_kind == KIND_SWITCH, 0);
        int sent = undo_send(lab, node, NULL);
        result = result < 0 ? result : sent;
    }
    node->kind = done->node_kind;
    return result;
}
