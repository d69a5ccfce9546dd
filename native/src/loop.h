/* The one event loop: file descriptors by epoll, one-shot timers, and the end of children (signalfd for SIGCHLD). */
#ifndef NESTWORK_LOOP_H
#define NESTWORK_LOOP_H

#include <stdint.h>
#include <sys/types.h>

struct loop;
struct loop_watch;
struct loop_timer;

/* A new loop. Blocks SIGCHLD in the calling thread. Returns 0 or a negative errno. */
int loop_new(struct loop **ret_loop);
/* NULL is accepted. Watches that are still there are freed; their descriptors are not closed. */
void loop_free(struct loop *loop);

/* Calls `ready` with the epoll events (EPOLLIN, EPOLLOUT, EPOLLHUP, ...) of `fd`, level-triggered. The descriptor stays the caller's. */
int loop_watch(struct loop *loop, int fd, uint32_t events, void (*ready)(void *context, uint32_t events), void *context,
               struct loop_watch **ret_watch);
int loop_watch_events(struct loop_watch *watch, uint32_t events);
/* May be called from inside any handler, also the watch's own; NULL is accepted. */
void loop_unwatch(struct loop_watch *watch);

/* Calls `expired` once after `ms` milliseconds. */
int loop_timer(struct loop *loop, unsigned int ms, void (*expired)(void *context), void *context, struct loop_timer **ret_timer);
/* Before it expired; NULL is accepted. */
void loop_timer_cancel(struct loop_timer *timer);

/* Calls `ended` once with the wait status of child `pid`. Orphans that the process inherits as PID 1 are reaped silently. */
int loop_child(struct loop *loop, pid_t pid, void (*ended)(void *context, int status), void *context);
/* Forgets the handler of a child (its end is then reaped silently). */
void loop_child_forget(struct loop *loop, pid_t pid);

/* Runs until loop_stop. Returns 0 or a negative errno. */
int loop_run(struct loop *loop);
void loop_stop(struct loop *loop);

#endif
