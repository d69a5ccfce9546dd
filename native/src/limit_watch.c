#define _GNU_SOURCE
#include "limit_watch.h"

#include "events.h"
#include "lab.h"
#include "node.h"

#include <errno.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/inotify.h>
#include <unistd.h>

enum { PAUSE_MS = 200 /* between two looks: a fork bomb meets its limit without end */ };

static const struct {
    const char *file, *key;
} sources[] = {[LIMIT_MEMORY] = {"memory.events", "oom_kill"}, [LIMIT_PIDS] = {"pids.events", "max"}};

static void count(struct lab *lab, struct node *node, enum limit_kind kind) {
    uint64_t met = control_group_count(node->group, sources[kind].file, sources[kind].key);
    if (met == node->limits_met[kind])
        return;
    node->limits_met[kind] = met;
    node->dirty = true;
    events_changed(lab);
}

static void count_watched(struct lab *lab, int watch) {
    for (struct node *node = lab->first; node != NULL; node = node->next) {
        for (int kind = 0; kind < LIMIT_KINDS; kind++) {
            if (node->group >= 0 && node->limit_watches[kind] == watch) {
                count(lab, node, (enum limit_kind)kind);
                return;
            }
        }
    }
}

static void resume(void *context) {
    struct lab *lab = context;
    lab->limit_pause = NULL;
    (void)loop_watch_events(lab->limit_watch, EPOLLIN);
}

static void ready(void *context, uint32_t events) {
    struct lab *lab = context;
    _Alignas(struct inotify_event) char buffer[4096];
    (void)events;
    ssize_t length = read(lab->limit_events, buffer, sizeof(buffer));
    for (char *at = buffer; length > 0 && at < buffer + length;) {
        const struct inotify_event *event = (const struct inotify_event *)(const void *)at;
        if ((event->mask & IN_MODIFY) != 0)
            count_watched(lab, event->wd);
        at += sizeof(*event) + event->len;
    }
    /* The kernel keeps what comes meanwhile, the same only once. */
    if (loop_timer(lab->loop, PAUSE_MS, resume, lab, &lab->limit_pause) == 0)
        (void)loop_watch_events(lab->limit_watch, 0);
}

static bool begin(struct lab *lab) {
    if (lab->limit_events >= 0)
        return true;
    lab->limit_events = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (lab->limit_events >= 0 && loop_watch(lab->loop, lab->limit_events, EPOLLIN, ready, lab, &lab->limit_watch) == 0)
        return true;
    if (lab->limit_events >= 0)
        close(lab->limit_events);
    lab->limit_events = -1;
    return false;
}

void limit_watch_add(struct lab *lab, struct node *node) {
    if (!begin(lab))
        return;
    for (int kind = 0; kind < LIMIT_KINDS; kind++) {
        char path[64];
        (void)snprintf(path, sizeof(path), "/proc/self/fd/%d/%s", node->group, sources[kind].file);
        /* The same file has the same watch. One of a controller that is not enabled is not there. */
        node->limit_watches[kind] = inotify_add_watch(lab->limit_events, path, IN_MODIFY);
        count(lab, node, (enum limit_kind)kind);
    }
}

void limit_watch_free(struct lab *lab) {
    loop_timer_cancel(lab->limit_pause);
    loop_unwatch(lab->limit_watch);
    if (lab->limit_events >= 0)
        close(lab->limit_events);
    lab->limit_pause = NULL;
    lab->limit_watch = NULL;
    lab->limit_events = -1;
}
