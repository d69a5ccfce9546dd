/*
 * Output of a terminal goes from the pty into the scrollback, and from there to each attached connection at its own pace. The pty is read as long as one
 * of them keeps up (or nobody is attached); when all of them lag by nearly the whole scrollback, reading waits, so that the program waits too and a lone
 * slow reader loses nothing. If nobody takes anything for STALL_MS, reading goes on without them, and what they missed is skipped: a reader that hangs
 * can stop neither the program nor the others.
 */
#define _GNU_SOURCE
#include "session.h"

#include "attachment.h"

#include <errno.h>
#include <sys/epoll.h>
#include <unistd.h>

enum {
    INPUT_LOW = OUTLET_SIZE / 4,
    STALL_MS = 2000,
    LINGER_MS = 50,  /* after the program's end, for output of what it leaves behind on the pty */
    REOPEN_MS = 200, /* until a pty that no process has open is looked at again */
};

static void session_finish(struct session *session);

void session_wait(struct session *session, unsigned int ms, void (*expired)(void *context)) {
    loop_timer_cancel(session->timer);
    session->timer = NULL;
    if (loop_timer(session->loop, ms, expired, session, &session->timer) < 0)
        session->timer = NULL;
}

static void master_ready(void *context, uint32_t events) {
    struct session *session = context;
    if (events & EPOLLOUT) {
        outlet_flush(&session->input, session->master);
        if (outlet_waiting(&session->input) <= INPUT_LOW)
            attachments_resume(session);
        if (outlet_waiting(&session->input) == 0)
            (void)loop_watch_events(session->watch, EPOLLIN);
    }
    if (events & (EPOLLIN | EPOLLHUP | EPOLLERR))
        session_read(session);
}

void session_unwatch(struct session *session) {
    loop_unwatch(session->watch);
    session->watch = NULL;
}

void session_watch(struct session *session) {
    uint32_t events = EPOLLIN | (outlet_waiting(&session->input) > 0 ? (uint32_t)EPOLLOUT : 0u);
    if (session->watch == NULL && session->master >= 0 && loop_watch(session->loop, session->master, events, master_ready, session, &session->watch) < 0)
        session_kill(session); /* out of memory or of epoll watches: a terminal that nobody can read must not run on unseen */
}

static void linger_over(void *context) {
    struct session *session = context;
    session->timer = NULL;
    if (!session->paused)
        session_read(session);
    if (!session->paused)
        session_finish(session);
}

void session_linger(struct session *session) {
    session_wait(session, LINGER_MS, linger_over);
}

void session_resume(struct session *session) {
    if (!session->paused)
        return;
    session->paused = false;
    session_watch(session);
    if (session->ended)
        session_linger(session);
    else if (!session->closing) {
        loop_timer_cancel(session->timer);
        session->timer = NULL;
    }
}

void session_lose_patience(struct session *session) {
    session->patience_over = true;
    session_resume(session);
}

static void stalled(void *context) {
    struct session *session = context;
    session->timer = NULL;
    session_lose_patience(session);
}

static void pause_reading(struct session *session) {
    session->paused = true;
    session_unwatch(session);
    if (!session->closing)
        session_wait(session, STALL_MS, stalled);
    else
        session_lose_patience(session); /* nobody waits for readers of a terminal that is being closed */
}

static void look_again(void *context) {
    struct session *session = context;
    session->timer = NULL;
    session_watch(session);
}

void session_read(struct session *session) {
    uint8_t bytes[16384];
    size_t total = 0;
    bool hung_up = false;
    while (session->master >= 0 && total < SESSION_READ) {
        /* Never more than the turn's bytes: the scrollback has room for just that when the slowest reader lags the least that is too much. */
        size_t room = SESSION_READ - total < sizeof(bytes) ? SESSION_READ - total : sizeof(bytes);
        ssize_t got = read(session->master, bytes, room);
        if (got > 0) {
            (void)scrollback_write(&session->scrollback, bytes, (size_t)got); /* out of memory: this much is lost */
            total += (size_t)got;
            continue;
        }
        if (got < 0 && errno == EINTR)
            continue;
        /* EIO: no process has the other end open. */
        hung_up = got == 0 || errno != EAGAIN;
        break;
    }
    attachments_pump(session);
    if (hung_up && session->ended) {
        session_finish(session);
    } else if (hung_up) {
        session_unwatch(session);
        if (!session->closing)
            session_wait(session, REOPEN_MS, look_again);
    } else if (!session->patience_over && attachments_lag(session)) {
        pause_reading(session);
    }
}

/* Closing the master hangs up whatever still has the terminal. */
static void session_finish(struct session *session) {
    if (session->finished)
        return;
    session_unwatch(session);
    loop_timer_cancel(session->timer);
    session->timer = NULL;
    if (session->master >= 0)
        close(session->master);
    session->master = -1;
    session->paused = false;
    session->finished = true;
    outlet_free(&session->input);
    attachments_resume(session);
    attachments_pump(session);
    session->changed(session->context, session);
}
