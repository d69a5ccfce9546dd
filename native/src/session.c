/* One terminal, from its first program to the last of its bytes: see session.h. */
#define _GNU_SOURCE
#include "session.h"

#include "answer.h"
#include "attachment.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

enum { HANG_UP_MS = 2000 /* between SIGHUP and SIGKILL */ };

/* Never a group that the supervisor itself could be in (kill(-1) would be everybody). */
static void signal_group(pid_t group, int number) {
    if (group > 1)
        (void)kill(-group, number);
}

void session_signal(struct session *session, int number) {
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

/* --- its life --- */

static void started(void *context, pid_t pid, int master) {
    struct session *session = context;
    session->launch = NULL;
    session->started = true;
    session->pid = pid;
    session->master = master;
    session_watch(session);
    int fd = session->waiting;
    session->waiting = -1;
    answer_terminal(fd, session->number, pid, &session->scrollback);
    attachment_new(session, fd, session->rest, session->rest_length);
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
        session_linger(session);
        session_read(session);
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
    session_signal(session, SIGKILL);
    signal_group(session->pid, SIGKILL);
    (void)kill(session->pid, SIGKILL);
}

static void hang_up_over(void *context) {
    struct session *session = context;
    session->timer = NULL;
    session_kill(session);
}

void session_tell_hang_up(struct session *session) {
    if (session->ended || !session->started)
        return;
    session_signal(session, SIGHUP);
    signal_group(session->pid, SIGHUP);
    /* A stopped program gets the hang-up only when it goes on. */
    session_signal(session, SIGCONT);
    signal_group(session->pid, SIGCONT);
}

void session_hang_up(struct session *session) {
    session->closing = true;
    if (session->ended || !session->started)
        return;
    if (session->paused)
        session_lose_patience(session);
    session_tell_hang_up(session);
    session_wait(session, HANG_UP_MS, hang_up_over);
}

void session_free(struct session *session) {
    if (session == NULL)
        return;
    if (!session->ended && session->started) {
        loop_child_forget(session->loop, session->pid);
        session_kill(session);
    }
    launch_cancel(session->launch);
    attachments_free(session);
    session_unwatch(session);
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
