/* Operations on what is inside: node.sysctl, node.files, node.limits, lab.resolver; and how each is undone. */
#define _GNU_SOURCE
#include "operations.h"

#include "hosts.h"
#include "node_limits.h"
#include "settings.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* apply->error was filled by what it is about. */
static int failed_inside(struct apply *apply, size_t index, int result) {
    apply_place(apply, index);
    return result;
}

/* --- node.sysctl --- */

/* What is to be written: a new value, or what it was at first. NULL: it is as it was. */
static const char *wanted_value(const struct setting *known, const struct setting_wanted *wanted) {
    return !wanted->back ? wanted->value : known != NULL ? known->original : NULL;
}

static int note_setting(struct done *done, const struct setting *known, const char *path) {
    done->setting.path = strdup(path);
    done->setting.noted = known != NULL;
    if (known != NULL && known->original != NULL)
        done->setting.original = strdup(known->original);
    return done->setting.path == NULL || (known != NULL && known->original != NULL && done->setting.original == NULL) ? -ENOMEM : 0;
}

int apply_setting(struct apply *apply, struct operation *operation, size_t index) {
    struct lab *lab = apply->lab;
    const struct setting_wanted *wanted = operation->setting;
    int result = apply_enter(apply, CLASS_NONE); /* it may be of an interface that is being created */
    struct node *node = result < 0 ? NULL : apply_find_node(apply, index, operation->node);
    struct done *done = node == NULL ? NULL : apply_note(apply, index, node);
    if (done == NULL)
        return -ENOENT;
    const struct setting *known = settings_find(node, wanted->path);
    const char *value = wanted_value(known, wanted);
    result = note_setting(done, known, wanted->path);
    if (result == 0 && value != NULL)
        result = settings_read(lab, node, wanted->path, &done->setting.before);
    if (result == 0 && value != NULL)
        result = settings_write(lab, node, wanted->path, value);
    if (result < 0)
        return apply_refused(apply, index, -result, strerror(-result));
    done->entered = true;
    if (wanted->back)
        settings_drop(node, wanted->path);
    else if (settings_note(node, wanted->path, done->setting.before, wanted->value) < 0)
        return apply_refused(apply, index, ENOMEM, "no memory");
    apply->answered++;
    return 0;
}

int undo_setting(struct lab *lab, struct done *done) {
    const char *path = done->setting.path, *before = done->setting.before;
    int result = before != NULL ? settings_write(lab, done->node, path, before) : 0;
    settings_drop(done->node, path);
    if (done->setting.noted && settings_note(done->node, path, done->setting.original, before != NULL ? before : "") < 0)
        result = -ENOMEM;
    return result;
}

/* --- node.files --- */

int apply_files(struct apply *apply, struct operation *operation, size_t index) {
    int result = apply_enter(apply, CLASS_NONE);
    struct node *node = result < 0 ? NULL : apply_find_node(apply, index, operation->node);
    struct done *done = node == NULL ? NULL : apply_note(apply, index, node);
    if (done == NULL)
        return -ENOENT;
    struct files *before = node->files;
    result = node_set_files(node, operation->files, &apply->error);
    if (result < 0)
        return failed_inside(apply, index, result);
    operation->files = NULL;
    done->files = before;
    done->entered = true;
    apply->answered++;
    return 0;
}

int undo_files(struct lab *lab, struct done *done) {
    struct nw_error error;
    struct files *now = done->node->files;
    (void)lab;
    int result = node_set_files(done->node, done->files, &error);
    if (result == 0)
        done->files = now;
    return result;
}

/* --- node.limits --- */

int apply_limits(struct apply *apply, struct operation *operation, size_t index) {
    int result = apply_enter(apply, CLASS_NONE);
    struct node *node = result < 0 ? NULL : apply_find_node(apply, index, operation->node);
    struct done *done = node == NULL ? NULL : apply_note(apply, index, node);
    if (done == NULL)
        return -ENOENT;
    done->limits = node->limits;
    result = limits_set(apply->lab, node, &operation->limits, &apply->error);
    if (result < 0)
        return failed_inside(apply, index, result);
    node->dirty = true;
    done->entered = true;
    apply->answered++;
    return 0;
}

int undo_limits(struct lab *lab, struct done *done) {
    struct nw_error error;
    done->node->dirty = true;
    return limits_set(lab, done->node, &done->limits, &error);
}

/* --- lab.resolver --- */

int apply_resolver(struct apply *apply, struct operation *operation, size_t index) {
    int result = apply_enter(apply, CLASS_NONE);
    struct done *done = result < 0 ? NULL : apply_note(apply, index, NULL);
    if (done == NULL)
        return -ENOMEM;
    done->resolver = malloc(sizeof(*done->resolver));
    if (done->resolver == NULL)
        return apply_refused(apply, index, ENOMEM, "no memory");
    *done->resolver = apply->lab->resolver;
    hosts_resolver(apply->lab, operation->resolver);
    done->entered = true;
    apply->answered++;
    return 0;
}

int undo_resolver(struct lab *lab, struct done *done) {
    hosts_resolver(lab, done->resolver);
    return 0;
}
