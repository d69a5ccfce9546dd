/*
 * All or nothing: operations are carried out in order, in slices between which the event loop serves terminals; requests of one
 * class collect on the sockets of their nodes and go out together. The first one that the kernel refuses ends it, and what was done is undone.
 */
#define _GNU_SOURCE
#include "apply.h"

#include "cloner.h"
#include "events.h"
#include "hosts.h"
#include "settings.h"
#include "startup.h"
#include "trace.h"
#include "transaction.h"
#include "validate.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>

enum { SLICE_MS = 20, PROGRESS_MS = 50, GATHER = 4096 /* operations that may wait before all is sent */ };

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

static void mark_ending(struct apply *apply) {
    for (size_t i = 0; i < apply->count; i++) {
        const struct operation *operation = &apply->operations[i];
        struct node *node = operation->kind == NODE_DELETE ? table_get(apply->lab->nodes, operation->node) : NULL;
        if (node != NULL)
            node->ending = true;
    }
}

/* They cannot be undone, so they begin when nothing else can fail any more. */
static void run_commands(struct apply *apply) {
    for (size_t i = 0; i < apply->count; i++) {
        struct operation *operation = &apply->operations[i];
        struct node *node = operation->kind == COMMAND_RUN ? table_get(apply->lab->nodes, operation->node) : NULL;
        if (node == NULL)
            continue;
        node->commands_asked = 0;
        if (apply->failed)
            continue;
        (void)startup_run(node, operation->startup);
        operation->startup = NULL;
    }
}

static void commit(struct apply *apply) {
    rescue_put(apply);
    for (size_t i = 0; i < apply->doomed_count; i++) {
        char id[48];
        text_copy(id, sizeof(id), apply->doomed[i]->id);
        node_destroy(apply->lab, apply->doomed[i]);
        events_gone(apply->lab, id);
    }
    for (struct done *done = apply->log; done != NULL; done = done->below) {
        if (done->kind == LINK_DELETE)
            free(done->cable);
    }
}

static void apply_free(struct apply *apply) {
    while (apply->log != NULL) {
        struct done *done = apply->log;
        apply->log = done->below;
        buffer_free(&done->restore[0]);
        buffer_free(&done->restore[1]);
        settings_free(done->settings[0]);
        settings_free(done->settings[1]);
        free(done->setting.path);
        free(done->setting.before);
        free(done->setting.original);
        files_free(done->files);
        free(done->resolver);
        free(done);
    }
    rescue_free(apply);
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
        apply_discard(apply);
        (void)undo_all(apply);
        for (struct node *node = lab->first; node != NULL; node = node->next)
            node->ending = false;
    } else {
        commit(apply);
    }
    lab->applying = false;
    lab->apply = NULL;
    hosts_write(lab);
    run_commands(apply);
    apply->handler.finished(apply->handler.context, apply->failed ? &apply->error : NULL, clock_ms() - apply->started);
    apply_free(apply);
    for (struct node *node = lab->first, *next; node != NULL; node = next) {
        next = node->next;
        if (node->ended)
            node_lost(lab, node);
    }
    events_applied(lab);
}

static void slice(void *context) {
    struct apply *apply = context;
    double until = clock_ms() + SLICE_MS;
    int result = 0;
    size_t gathered = 0;
    while (result == 0 && apply->at < apply->count) {
        const struct operation *operation = &apply->operations[apply->at];
        result = dispatch(apply, &apply->operations[apply->at], apply->at);
        trace_operation(apply->at, operation_names[operation->kind], operation_subject(operation), false, result);
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
    lab->apply = apply;
    mark_ending(apply);
    slice(apply);
    return 0;
}

void apply_abandon(struct lab *lab) {
    if (lab->apply == NULL)
        return;
    for (struct done *done = lab->apply->log; done != NULL; done = done->below) {
        if (done->kind == LINK_DELETE && done->entered)
            free(done->cable);
    }
    apply_free(lab->apply);
    lab->apply = NULL;
}
