/*
 * One terminal: see session.h.
 * Output goes from the pty into the scrollback, and from there to each attached connection at its own pace. The pty is read as long as one of them
 * keeps up (or nobody is attached); when all of them lag by nearly the whole scrollback, reading waits, so that the program waits too and a lone slow
 * reader loses nothing. If nobody takes anything for STALL_MS, reading goes on without them, and what they missed is skipped: a reader that hangs can
 * stop neither the program nor the others.
 */
#define _GNU_SOURCE
#include "session.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

enum {
    READ_BUDGET = 64 * 1024,
    LAG_MAX = SCROLLBACK_SIZE - READ_BUDGET,
    INPUT_LOW = OUTLET_SIZE / 4,
    STALL_MS = 2000,
    LINGER_MS = 50,   /* after the program's end, for output of what it leaves behind on the pty */
    REOPEN_MS = 200,  /* until a pty that no process has open is looked at again */
    HANG_UP_MS = 2000 /* between SIGHUP and SIGKILL */
};

struct attachment {
    struct session *session;
    struct channel *channel;
    uint64_t place; /* in the scrollback */
    bool exit_sent;
    struct attachment *next;
};

static void read_master(struct session *session);
static void finish(struct session *session);

/* --- to the attached --- */

/* Gives a connection what it can take; true if it took something. */
static bool pump(struct attachment *attachment) {
    struct session *session = attachment->session;
    bool moved = false;
    while (channel_idle(attachment->channel)) {
        uint8_t *payload = channel_payload(attachment->channel);
        size_t length = scrollback_read(&session->scrollback, &attachment->place, payload, CHANNEL_CHUNK);
        if (length > 0) {
            channel_send(attachment->channel, FRAME_DATA, length);
            moved = true;
            continue;
        }
        if (session->finished && !attachment->exit_sent) {
            payload[0] = session->code;
            payload[1] = session->signal;
            channel_send(attachment->channel, FRAME_EXIT, 2);
            channel_finish(attachment->channel);
            attachment->exit_sent = true;
        }
        break;
    }
    return moved;
}

static void pump_all(struct session *session) {
    for (struct attachment *attachment = session->attachments; attachment != NULL; attachment = attachment->next)
        (void)pump(attachment);
}

static bool all_lag(const struct session *session) {
    for (const struct attachment *attachment = session->attachments; attachment != NULL; attachment = attachment->next) {
        if (session->scrollback.end - attachment->place < LAG_MAX)
            return false;
    }
    return session->attachments != NULL;
}

/* --- from the pty --- */

static void wait_for(struct session *session, unsigned int ms, void (*expired)(void *context)) {
    loop_timer_cancel(session->timer);
    session->timer = NULL;
    if (loop_timer(session->loop, ms, expired, session, &session->timer) < 0)
        session->timer = NULL;
}

static void master_ready(void *context, uint32_t events) {
    struct session *session = context;
    if (events & EPOLLOUT) {
        outlet_flush(&session->input, session->master);
        if (outlet_waiting(&session->input) <= INPUT_LOW) {
            for (struct attachment *attachment = session->attachments; attachment != NULL; attachment = attachment->next)
                channel_resume(attachment->channel);
        }
        if (outlet_waiting(&session->input) == 0)
            (void)loop_watch_events(session->watch, EPOLLIN);
    }
    if (events & (EPOLLIN | EPOLLHUP | EPOLLERR))
        read_master(session);
}

/* Unwatched rather than watched for nothing: a hang-up is reported whatever one asks for. */
static void unwatch_master(struct session *session) {
    loop_unwatch(session->watch);
    session->watch = NULL;
}

static void watch_master(struct session *session) {
    uint32_t events = EPOLLIN | (outlet_waiting(&session->input) > 0 ? (uint32_t)EPOLLOUT : 0u);
    if (session->watch == NULL && session->master >= 0 && loop_watch(session->loop, session->master, events, master_ready, session, &session->watch) < 0)
        session_kill(session); /* out of memory or of epoll watches: a terminal that nobody can read must not run on unseen */
}

static void linger_over(void *context) {
    struct session *session = context;
    session->timer = NULL;
    if (!session->paused)
        read_master(session);
    if (!session->paused)
        finish(session);
}

static void resume_reading(struct session *session) {
    if (!session->paused)
        return;
    session->paused = false;
    watch_master(session);
    if (session->ended)
        wait_for(session, LINGER_MS, linger_over);
    else if (!session->closing) {
        loop_timer_cancel(session->timer);
        session->timer = NULL;
    }
}

static void lose_patience(struct session *session) {
    session->patience_over = true;
    resume_reading(session);
}

static void stalled(void *context) {
    struct session *session = context;
    session->timer = NULL;
    lose_patience(session);
}

static void pause_reading(struct session *session) {
    session->paused = true;
    unwatch_master(session);
    if (!session->closing)
        wait_for(session, STALL_MS, stalled);
    else
        lose_patience(session); /* nobody waits for readers of a terminal that is being closed */
}

static void look_again(void *context) {
    struct session *session = context;
    session->timer = NULL;
    watch_master(session);
}

static void read_master(struct session *session) {
    uint8_t bytes[16384];
    size_t total = 0;
    bool hung_up = false;
    while (session->master >= 0 && total < READ_BUDGET) {
        ssize_t got = read(session->master, bytes, sizeof(bytes));
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
    pump_all(session);
    if (hung_up && session->ended) {
        finish(session);
    } else if (hung_up) {
        unwatch_master(session);
        if (!session->closing)
            wait_for(session, REOPEN_MS, look_again);
    } else if (!session->patience_over && all_lag(session)) {
        pause_reading(session);
    }
}

/* Closing the master hangs up whatever still has the terminal. */
static void finish(struct session *session) {
    if (session->finished)
        return;
    unwatch_master(session);
    loop_timer_cancel(session->timer);
    session->timer = NULL;
    if (session->master >= 0)
        close(session->master);
    session->master = -1;
    session->paused = false;
    session->finished = true;
    outlet_free(&session->input);
    for (struct attachment *attachment = session->attachments; attachment != NULL; attachment = attachment->next)
        channel_resume(attachment->channel);
    pump_all(session);
    session->changed(session->context, session);
}

/* --- from the attached --- */

/* Never a group that the supervisor itself could be in (kill(-1) would be everybody). */
static void signal_group(pid_t group, int number) {
    if (group > 1)
        (void)kill(-group, number);
}

static void signal_foreground(struct session *session, int number) {
    pid_t group = session->master >= 0 ? tcgetpgrp(session->master) : -1;
    if (!session->ended)
        signal_group(group > 1 ? group : session->pid, number);
}

void session_resize(struct session *session, uint16_t columns, uint16_t rows) {
    struct winsize size = {.ws_col = columns, .ws_row = rows};
    /* The kernel tells the foreground group by SIGWINCH. */
    if (session->master >= 0 && columns > 0 && rows > 0)
        (void)ioctl(session->master, TIOCSWINSZ, &size);
}

static bool put_input(struct session *session, const struct frame *frame) {
    if (session->master < 0)
        return true;
    if (!outlet_put(&session->input, session->master, frame->payload, frame->length))
        return false;
    if (outlet_waiting(&session->input) > 0 && session->watch != NULL)
        (void)loop_watch_events(session->watch, EPOLLIN | EPOLLOUT);
    return true;
}

static bool attachment_frame(void *context, const struct frame *frame) {
    struct session *session = ((struct attachment *)context)->session;
    const uint8_t *payload = frame->payload;
    switch (frame->type) {
    case FRAME_DATA:
        return put_input(session, frame);
    case FRAME_RESIZE:
        session_resize(session, (uint16_t)(payload[0] << 8 | payload[1]), (uint16_t)(payload[2] << 8 | payload[3]));
        return true;
    case FRAME_SIGNAL:
        if (payload[0] > 0 && payload[0] < NSIG)
            signal_foreground(session, payload[0]);
        return true;
    default:
        return true; /* FRAME_EOF means nothing to a terminal */
    }
}

static void attachment_drained(void *context) {
    struct attachment *attachment = context;
    struct session *session = attachment->session;
    if (pump(attachment))
        session->patience_over = false;
    if (session->paused && !all_lag(session))
        resume_reading(session);
}

static void remove_attachment(struct attachment *attachment) {
    for (struct attachment **at = &attachment->session->attachments; *at != NULL; at = &(*at)->next) {
        if (*at == attachment) {
            *at = attachment->next;
            break;
        }
    }
    channel_free(attachment->channel);
    free(attachment);
}

static void attachment_closed(void *context) {
    struct session *session = ((struct attachment *)context)->session;
    remove_attachment(context);
    if (session->paused && !all_lag(session))
        resume_reading(session);
    if (session->finished)
        session->changed(session->context, session);
}

void session_attach(struct session *session, int fd, const void *rest, size_t rest_length) {
    static const struct channel_handler handler = {attachment_frame, attachment_drained, attachment_closed};
    struct attachment *attachment = calloc(1, sizeof(*attachment));
    if (attachment == NULL) {
        close(fd);
        return;
    }
    attachment->session = session;
    attachment->place = scrollback_entry(&session->scrollback);
    if (channel_new(session->loop, fd, rest, rest_length, &handler, attachment, &attachment->channel) < 0) {
        free(attachment);
        return;
    }
    attachment->next = session->attachments;
    session->attachments = attachment;
    (void)pump(attachment);
}

/* --- its life --- */

static void started(void *context, pid_t pid, int master) {
    struct session *session = context;
    session->launch = NULL;
    session->started = true;
    session->pid = pid;
    session->master = master;
    watch_master(session);
    int fd = session->waiting;
    session->waiting = -1;
    answer_success(fd, session->number, pid);
    session_attach(session, fd, session->rest, session->rest_length);
    free(session->rest);
    session->rest = NULL;
    session->changed(session->context, session);
    if (session->closing)
        session_hang_up(session);
}

/* Forgotten as if it had never been: only who asked for it is told. */
static void failed(void *context, const struct nw_error *error) {
    struct session *session = context;
    session->launch = NULL;
    answer_failure(session->waiting, error);
    session->waiting = -1;
    session->ended = session->finished = session->closing = true;
    session->changed(session->context, session);
}

static void ended(void *context, int status) {
    struct session *session = context;
    session->ended = true;
    session->code = WIFEXITED(status) ? (uint8_t)WEXITSTATUS(status) : 0;
    session->signal = WIFSIGNALED(status) ? (uint8_t)WTERMSIG(status) : 0;
    if (!session->paused) {
        wait_for(session, LINGER_MS, linger_over);
        read_master(session);
    }
}

int session_start(struct session *session, const struct terminals_host *host, const struct terminal_place *place, const struct program *program,
                  int fd, const void *rest, size_t rest_length, struct nw_error *error) {
    static const struct launch_handler handler = {started, failed, ended};
    session->loop = host->loop;
    session->master = -1;
    session->waiting = -1;
    if (rest_length > 0) {
        session->rest = malloc(rest_length);
        if (session->rest == NULL)
            return error_set(error, "kernel-refused", ENOMEM, "Cannot open a terminal in %s: out of memory.", place->name);
        memcpy(session->rest, rest, rest_length);
        session->rest_length = rest_length;
    }
    int result = launch(host, place, program, &handler, session, &session->launch, error);
    if (result == 0)
        session->waiting = fd;
    return result;
}

void session_kill(struct session *session) {
    if (session->ended || !session->started)
        return;
    signal_foreground(session, SIGKILL);
    signal_group(session->pid, SIGKILL);
    (void)kill(session->pid, SIGKILL);
}

static void hang_up_over(void *context) {
    struct session *session = context;
    session->timer = NULL;
    session_kill(session);
}

void session_hang_up(struct session *session) {
    session->closing = true;
    if (session->ended || !session->started)
        return;
    if (session->paused)
        lose_patience(session);
    signal_foreground(session, SIGHUP);
    signal_group(session->pid, SIGHUP);
    /* A stopped program gets the hang-up only when it goes on. */
    signal_foreground(session, SIGCONT);
    signal_group(session->pid, SIGCONT);
    wait_for(session, HANG_UP_MS, hang_up_over);
}

void session_free(struct session *session) {
    if (session == NULL)
        return;
    if (!session->ended && session->started) {
        loop_child_forget(session->loop, session->pid);
        session_kill(session);
    }
    launch_cancel(session->launch);
    while (session->attachments != NULL)
        remove_attachment(session->attachments);
    unwatch_master(session);
    loop_timer_cancel(session->timer);
    if (session->master >= 0)
        close(session->master);
    if (session->waiting >= 0)
        close(session->waiting);
    free(session->rest);
    outlet_free(&session->input);
    scrollback_free(&session->scrollback);
    free(session);
}
