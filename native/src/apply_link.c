/* Operations on cables: link.create, link.delete, link.cut, link.restore; and how each is undone. */
#define _GNU_SOURCE
#include "operations.h"

#include "cable.h"
#include "restore.h"
#include "saved.h"
#include "settings.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int apply_link_create(struct apply *apply, struct operation *operation, size_t index) {
    struct lab *lab = apply->lab;
    int result = apply_enter(apply, CLASS_LINK_CREATE);
    if (result < 0)
        return result;
    if (table_get(lab->cables, operation->of_link.link) != NULL)
        return apply_refuse(apply, index, "exists", "There is a cable %s in the lab already.%s", operation->of_link.link, "");
    struct node *nodes[2];
    for (int i = 0; i < 2; i++) {
        const struct operation_end *end = &operation->of_link.ends[i];
        nodes[i] = apply_find_node(apply, index, end->node);
        if (nodes[i] == NULL)
            return -ENOENT;
        if (cable_end_of(lab, end->node, end->interface) != NULL)
            return apply_refuse(apply, index, "exists", "The interface %s of %s has a cable already.", end->interface, nodes[i]->name);
        if (end->port && nodes[i]->bridge == 0)
            return apply_refuse(apply, index, "in-use", "%s has no bridge that %s could be a port of.", nodes[i]->name, end->interface);
    }
    struct cable *cable = calloc(1, sizeof(*cable));
    struct done *done = cable == NULL ? NULL : apply_note(apply, index, nodes[0]);
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
    result = cable_put_create(lab, cable, apply_tag(done));
    if (result < 0)
        return apply_refused(apply, index, -result, "no memory");
    done->next_join = apply->joins;
    apply->joins = done;
    apply->answered++;
    return 0;
}

/* Addresses and routes of both ends, for the way back; and the mark. */
static int part(struct apply *apply, struct done *done, struct cable *cable, size_t index) {
    for (int i = 0; i < 2; i++) {
        struct cable_end *end = &cable->ends[i];
        if (!end->port) {
            /* What waits are marks of other cables, which are still there. */
            const struct observed *observed = apply_seen(apply, index, end->node);
            if (observed == NULL)
                return -EIO;
            (void)restore_collect(observed, end->index, RESTORE_ADDRESSES4 | RESTORE_ADDRESSES6 | RESTORE_ROUTES, &done->restore[i]);
        }
    }
    if (cable_marked_by(cable) != NULL)
        apply_wait(apply, cable_marked_by(cable));
    int result = cable_put_mark(apply->lab, cable, true, apply_tag(done));
    if (result < 0)
        return apply_refused(apply, index, -result, "no memory");
    done->next_leave = apply->leaves;
    apply->leaves = done;
    return 0;
}

/* A cable between two nodes that end goes with their namespaces: to ask for it would only make the plan wait for the kernel's readers (see link.h). */
int apply_link_delete(struct apply *apply, struct operation *operation, size_t index) {
    int result = apply_enter(apply, CLASS_LINK_DELETE);
    struct cable *cable = result < 0 ? NULL : apply_find_cable(apply, index, operation->of_link.link);
    if (cable == NULL)
        return -ENOENT;
    struct done *done = apply_note(apply, index, cable->ends[0].node);
    if (done == NULL)
        return -ENOMEM;
    done->with_nodes = cable->ends[0].node->ending && cable->ends[1].node->ending;
    result = done->with_nodes ? 0 : part(apply, done, cable, index);
    if (result < 0)
        return result;
    cable_leave(apply->lab, cable);
    for (int i = 0; i < 2; i++)
        saved_drop(cable->ends[i].node, cable->ends[i].interface);
    for (int i = 0; i < 2; i++)
        done->settings[i] = settings_take(cable->ends[i].node, cable->ends[i].interface);
    done->cable = cable;
    done->entered = true;
    apply->answered++;
    return 0;
}

int apply_link_cut(struct apply *apply, struct operation *operation, size_t index) {
    bool cut = operation->kind == LINK_CUT;
    int result = apply_enter(apply, CLASS_INSIDE);
    struct cable *cable = result < 0 ? NULL : apply_find_cable(apply, index, operation->of_link.link);
    if (cable == NULL)
        return -ENOENT;
    struct cable_end *end = cable_cut_end(cable);
    bool plain = !cable->wire && !end->port; /* no port to cut it at: an end of its own goes down */
    if (plain && cut && apply_save(apply, index, end->node, end->interface, end->index) < 0)
        return -EIO;
    struct done *done = apply_note(apply, index, end->node);
    if (done == NULL)
        return -ENOMEM;
    done->cable = cable;
    done->nothing = cable->cut == cut;
    apply_wait(apply, end->node);
    result = cable_put_cut(apply->lab, cable, cut, apply_tag(done));
    if (plain && !cut && result == 0) {
        const struct buffer *saved = saved_of(end->node, end->interface, false);
        result = saved != NULL ? restore_put(end->node, saved, 0) : 0;
    }
    if (result < 0)
        return apply_refused(apply, index, -result, "no memory");
    done->entered = true;
    cable->cut = cut;
    apply->answered++;
    return 0;
}

int undo_link_create(struct lab *lab, struct done *done) {
    struct cable *cable = done->cable;
    int result = done->asked ? cable_put_delete(lab, cable, 0) : 0;
    if (result == 0)
        result = undo_send(lab, cable->ends[0].node, cable->ends[1].node);
    cable_leave(lab, cable);
    free(cable);
    return result;
}

static int put_settings_back(struct lab *lab, struct done *done, int end) {
    struct setting *settings = done->settings[end];
    done->settings[end] = NULL;
    return settings_put_back(lab, done->cable->ends[end].node, settings);
}

int undo_link_delete(struct lab *lab, struct done *done) {
    struct cable *cable = done->cable;
    struct node *one = cable->ends[0].node, *two = cable->ends[1].node;
    int result = cable_enter(lab, cable);
    if (result < 0)
        return result;
    if (!done->gone) {
        for (int i = 0; i < 2; i++)
            put_settings_back(lab, done, i);
        if (done->with_nodes)
            return 0;
        result = cable_put_mark(lab, cable, false, 0);
        return result < 0 ? result : undo_send(lab, cable_marked_by(cable), NULL);
    }
    /* It may be there still, marked; and one end of a wire with a partner that the new one would not have. */
    result = cable_put_delete(lab, cable, 0);
    if (result == 0)
        result = undo_send(lab, one, two);
    if (result == 0) {
        result = cable_put_create(lab, cable, 0);
        if (result == 0)
            result = undo_send(lab, one, two);
        if (result == 0)
            result = cable_put_join(lab, cable, 0);
        if (result == 0)
            result = undo_send(lab, one, two);
    }
    for (int i = 0; i < 2; i++) {
        int set = put_settings_back(lab, done, i);
        result = result < 0 ? result : set;
        undo_put_back(cable->ends[i].node, &done->restore[i]);
    }
    return result;
}

int undo_link_cut(struct lab *lab, struct done *done) {
    struct cable *cable = done->cable;
    struct cable_end *end = cable_cut_end(cable);
    if (done->nothing)
        return 0;
    cable->cut = !cable->cut;
    int result = cable_put_cut(lab, cable, cable->cut, 0);
    if (result == 0)
        result = undo_send(lab, end->node, NULL);
    const struct buffer *saved = cable->cut || cable->wire || end->port ? NULL : saved_of(end->node, end->interface, false);
    if (saved != NULL)
        undo_put_back(end->node, saved);
    return result;
}
