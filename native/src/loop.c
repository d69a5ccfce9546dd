/*
 * The event loop: epoll for descriptors, a binary heap for timers, a signalfd for the ends of children.
 * Handlers may add and remove anything at any time. What a handler removes is only marked and unhooked; it is freed when the batch of
 * events in hand has been handed out, because a later event of the same batch may still point to it.
 */
#define _GNU_SOURCE
#include "loop.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { BATCH = 64, CHILD_BUCKETS = 1024 };

struct loop_watch {
    struct loop *loop;
    int fd;
    bool removed;
    void (*ready)(void *context, uint32_t events);
    void *context;
    struct loop_watch *previous, *next;
};

struct loop_timer {
    struct loop *loop;
    uint64_t at;       /* CLOCK_MONOTONIC, milliseconds */
    uint64_t sequence; /* timers of the same millisecond expire in the order in which they were made */
    size_t place;      /* index in the heap */
    void (*expired)(void *context);
    void *context;
};

struct loop_child_end {
    pid_t pid;
    void (*ended)(void *context, int status);
    void *context;
    struct loop_child_end *next;
};

struct loop {
    int epoll;
    int signals;
    bool stopped;
    struct loop_watch *watches, *removed, *signal_watch;
    struct loop_timer **heap;
    size_t timers, capacity;
    uint64_t sequence;
    struct loop_child_end *children[CHILD_BUCKETS];
};

static uint64_t now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* --- descriptors --- */

int loop_watch(struct loop *loop, int fd, uint32_t events, void (*ready)(void *context, uint32_t events), void *context,
               struct loop_watch **ret_watch) {
    struct loop_watch *watch = calloc(1, sizeof(*watch));
    if (watch == NULL)
        return -ENOMEM;
    *watch = (struct loop_watch){.loop = loop, .fd = fd, .ready = ready, .context = context, .next = loop->watches};
    struct epoll_event event = {.events = events, .data.ptr = watch};
    if (epoll_ctl(loop->epoll, EPOLL_CTL_ADD, fd, &event) < 0) {
        int result = -errno;
        free(watch);
        return result;
    }
    if (loop->watches != NULL)
        loop->watches->previous = watch;
    loop->watches = watch;
    if (ret_watch != NULL)
        *ret_watch = watch;
    return 0;
}

int loop_watch_events(struct loop_watch *watch, uint32_t events) {
    struct epoll_event event = {.events = events, .data.ptr = watch};
    return epoll_ctl(watch->loop->epoll, EPOLL_CTL_MOD, watch->fd, &event) < 0 ? -errno : 0;
}

void loop_unwatch(struct loop_watch *watch) {
    if (watch == NULL || watch->removed)
        return;
    struct loop *loop = watch->loop;
    /* Fails harmlessly when the owner closed the descriptor first: the kernel has forgotten it then. */
    (void)epoll_ctl(loop->epoll, EPOLL_CTL_DEL, watch->fd, NULL);
    if (watch->previous != NULL)
        watch->previous->next = watch->next;
    else
        loop->watches = watch->next;
    if (watch->next != NULL)
        watch->next->previous = watch->previous;
    watch->removed = true;
    watch->next = loop->removed;
    loop->removed = watch;
}

static void free_watches(struct loop_watch **list) {
    while (*list != NULL) {
        struct loop_watch *watch = *list;
        *list = watch->next;
        free(watch);
    }
}

/* --- timers --- */

static bool sooner(const struct loop_timer *a, const struct loop_timer *b) {
    return a->at != b->at ? a->at < b->at : a->sequence < b->sequence;
}

static void place(struct loop *loop, size_t index, struct loop_timer *timer) {
    loop->heap[index] = timer;
    timer->place = index;
}

static void sift_up(struct loop *loop, size_t index) {
    struct loop_timer *timer = loop->heap[index];
    while (index > 0 && sooner(timer, loop->heap[(index - 1) / 2])) {
        place(loop, index, loop->heap[(index - 1) / 2]);
        index = (index - 1) / 2;
    }
    place(loop, index, timer);
}

static void sift_down(struct loop *loop, size_t index) {
    struct loop_timer *timer = loop->heap[index];
    for (size_t child = 2 * index + 1; child < loop->timers; child = 2 * index + 1) {
        if (child + 1 < loop->timers && sooner(loop->heap[child + 1], loop->heap[child]))
            child++;
        if (!sooner(loop->heap[child], timer))
            break;
        place(loop, index, loop->heap[child]);
        index = child;
    }
    place(loop, index, timer);
}

static void take_out(struct loop_timer *timer) {
    struct loop *loop = timer->loop;
    size_t index = timer->place;
    struct loop_timer *last = loop->heap[--loop->timers];
    if (last == timer)
        return;
    place(loop, index, last);
    sift_up(loop, index);
    sift_down(loop, last->place);
}

int loop_timer(struct loop *loop, unsigned int ms, void (*expired)(void *context), void *context, struct loop_timer **ret_timer) {
    if (loop->timers == loop->capacity) {
        size_t capacity = loop->capacity > 0 ? loop->capacity * 2 : 16;
        struct loop_timer **heap = reallocarray(loop->heap, capacity, sizeof(struct loop_timer *));
        if (heap == NULL)
            return -ENOMEM;
        loop->heap = heap;
        loop->capacity = capacity;
    }
    struct loop_timer *timer = calloc(1, sizeof(*timer));
    if (timer == NULL)
        return -ENOMEM;
    *timer = (struct loop_timer){.loop = loop, .sequence = loop->sequence++, .expired = expired, .context = context};
    /* One more: now_ms() rounds down, and a timer must not expire early. */
    timer->at = now_ms() + ms + (ms > 0 ? 1 : 0);
    place(loop, loop->timers++, timer);
    sift_up(loop, timer->place);
    if (ret_timer != NULL)
        *ret_timer = timer;
    return 0;
}

void loop_timer_cancel(struct loop_timer *timer) {
    if (timer == NULL)
        return;
    take_out(timer);
    free(timer);
}

static int wait_ms(const struct loop *loop) {
    if (loop->timers == 0)
        return -1;
    uint64_t now = now_ms(), at = loop->heap[0]->at;
    if (at <= now)
        return 0;
    return at - now > 60000 ? 60000 : (int)(at - now);
}

/* Only timers that were there before the first handler ran: a handler that starts a timer of 0 ms must not keep the descriptors waiting. */
static void expire(struct loop *loop) {
    uint64_t now = now_ms(), limit = loop->sequence;
    /* NOLINTNEXTLINE(clang-analyzer-unix.Malloc): a timer that is freed has left the heap before. */
    while (!loop->stopped && loop->timers > 0 && loop->heap[0]->at <= now && loop->heap[0]->sequence < limit) {
        struct loop_timer *timer = loop->heap[0];
        void (*expired)(void *context) = timer->expired;
        void *context = timer->context;
        loop_timer_cancel(timer);
        expired(context);
    }
}

/* --- children --- */

static struct loop_child_end **bucket(struct loop *loop, pid_t pid) {
    return &loop->children[(unsigned int)pid % CHILD_BUCKETS];
}

/* Unhooks the handler of `pid`; NULL if there is none. */
static struct loop_child_end *take_child(struct loop *loop, pid_t pid) {
    for (struct loop_child_end **at = bucket(loop, pid); *at != NULL; at = &(*at)->next) {
        struct loop_child_end *child = *at;
        if (child->pid == pid) {
            *at = child->next;
            return child;
        }
    }
    return NULL;
}

int loop_child(struct loop *loop, pid_t pid, void (*ended)(void *context, int status), void *context) {
    struct loop_child_end *child = calloc(1, sizeof(*child));
    if (child == NULL)
        return -ENOMEM;
    *child = (struct loop_child_end){.pid = pid, .ended = ended, .context = context, .next = *bucket(loop, pid)};
    *bucket(loop, pid) = child;
    return 0;
}

void loop_child_forget(struct loop *loop, pid_t pid) {
    free(take_child(loop, pid));
}

/* SIGCHLDs merge, so every one of them asks for all that have ended. __WALL: children of clone3 without an exit signal too. */
static void reap(void *context, uint32_t events) {
    struct loop *loop = context;
    (void)events;
    struct signalfd_siginfo info[16];
    while (read(loop->signals, info, sizeof(info)) > 0)
        continue;
    pid_t pid;
    int status;
    while ((pid = waitpid(-1, &status, WNOHANG | __WALL)) > 0) {
        struct loop_child_end *child = take_child(loop, pid);
        if (child == NULL)
            continue;
        child->ended(child->context, status);
        free(child);
    }
}

/* --- the loop --- */

int loop_new(struct loop **ret_loop) {
    struct loop *loop = calloc(1, sizeof(*loop));
    if (loop == NULL)
        return -ENOMEM;
    loop->signals = -1;
    loop->epoll = epoll_create1(EPOLL_CLOEXEC);
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGCHLD);
    int result = 0;
    if (loop->epoll < 0 || sigprocmask(SIG_BLOCK, &signals, NULL) < 0 ||
        (loop->signals = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK)) < 0)
        result = -errno;
    if (result == 0)
        result = loop_watch(loop, loop->signals, EPOLLIN, reap, loop, &loop->signal_watch);
    if (result < 0) {
        loop_free(loop);
        return result;
    }
    *ret_loop = loop;
    return 0;
}

void loop_free(struct loop *loop) {
    if (loop == NULL)
        return;
    free_watches(&loop->watches);
    free_watches(&loop->removed);
    for (size_t i = 0; i < loop->timers; i++)
        free(loop->heap[i]);
    free(loop->heap);
    for (size_t i = 0; i < CHILD_BUCKETS; i++) {
        while (loop->children[i] != NULL) {
            struct loop_child_end *child = loop->children[i];
            loop->children[i] = child->next;
            free(child);
        }
    }
    if (loop->signals >= 0)
        close(loop->signals);
    if (loop->epoll >= 0)
        close(loop->epoll);
    free(loop);
}

int loop_run(struct loop *loop) {
    struct epoll_event events[BATCH];
    loop->stopped = false;
    while (!loop->stopped) {
        int count = epoll_wait(loop->epoll, events, BATCH, wait_ms(loop));
        if (count < 0 && errno != EINTR)
            return -errno;
        for (int i = 0; i < count && !loop->stopped; i++) {
            struct loop_watch *watch = events[i].data.ptr;
            if (!watch->removed)
                watch->ready(watch->context, events[i].events);
        }
        if (!loop->stopped)
            expire(loop);
        free_watches(&loop->removed);
    }
    return 0;
}

void loop_stop(struct loop *loop) {
    loop->stopped = true;
}
