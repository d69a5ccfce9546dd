/*
 * One command with three pipes: see command.h. A pipe is read only when the connection has nothing left to write, so a slow client makes the command
 * wait, as a pipe between two programs would.
 */
#define _GNU_SOURCE
#include "command.h"

#include "answer.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/wait.h>
#include <unistd.h>

enum { HANG_UP_MS = 2000 };

static void close_fd(int *fd) {
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

static void unwatch(struct loop_watch **watch) {
    loop_unwatch(*watch);
    *watch = NULL;
}

/* --- output --- */

static void output_ready(void *context, uint32_t events);

/* Reads one piece of one pipe into a frame; false if there is nothing. */
static bool forward(struct command *command, unsigned int which) {
    int *fd = &command->outputs[which];
    if (*fd < 0)
        return false;
    ssize_t got = read(*fd, channel_payload(command->channel), CHANNEL_CHUNK);
    if (got > 0) {
        channel_send(command->channel, which == 0 ? FRAME_DATA : FRAME_STDERR, (size_t)got);
        return true;
    }
    if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
        unwatch(&command->output_watches[which]);
        close_fd(fd);
    }
    return false;
}

static void send_exit(struct command *command) {
    uint8_t *payload = channel_payload(command->channel);
    payload[0] = command->code;
    payload[1] = command->signal;
    channel_send(command->channel, FRAME_EXIT, 2);
    channel_finish(command->channel);
    command->exit_sent = true;
}

/* Moves what can be moved. What a command wrote before its end is in the pipes when the end is known, so an empty pipe then means: all sent. */
static void pump(struct command *command) {
    if (command->channel == NULL || command->exit_sent)
        return;
    while (channel_idle(command->channel)) {
        unsigned int first = command->turn++ % 2;
        if (forward(command, first) || forward(command, 1 - first))
            continue;
        if (command->ended)
            send_exit(command);
        break;
    }
    for (unsigned int which = 0; which < 2; which++) {
        bool wanted = command->outputs[which] >= 0 && channel_idle(command->channel);
        if (!wanted)
            unwatch(&command->output_watches[which]);
        else if (command->output_watches[which] == NULL &&
                 loop_watch(command->loop, command->outputs[which], EPOLLIN, output_ready, command, &command->output_watches[which]) < 0)
            command_kill(command); /* out of memory: its output could not be read any more */
    }
}

static void output_ready(void *context, uint32_t events) {
    (void)events;
    pump(context);
}

/* --- input --- */

static void close_input_if_done(struct command *command) {
    if (command->input_ends && outlet_waiting(&command->waiting_input) == 0) {
        unwatch(&command->input_watch);
        close_fd(&command->input);
    }
}

static void input_ready(void *context, uint32_t events) {
    struct command *command = context;
    (void)events;
    outlet_flush(&command->waiting_input, command->input);
    if (outlet_waiting(&command->waiting_input) == 0)
        unwatch(&command->input_watch);
    if (command->channel != NULL && outlet_waiting(&command->waiting_input) <= OUTLET_SIZE / 4)
        channel_resume(command->channel);
    close_input_if_done(command);
}

static bool put_input(struct command *command, const struct frame *frame) {
    if (command->input < 0 || command->input_ends)
        return true;
    if (!outlet_put(&command->waiting_input, command->input, frame->payload, frame->length))
        return false;
    if (outlet_waiting(&command->waiting_input) > 0 && command->input_watch == NULL &&
        loop_watch(command->loop, command->input, EPOLLOUT, input_ready, command, &command->input_watch) < 0)
        command_kill(command);
    return true;
}

static bool frame_arrived(void *context, const struct frame *frame) {
    struct command *command = context;
    switch (frame->type) {
    case FRAME_DATA:
        return put_input(command, frame);
    case FRAME_EOF:
        command->input_ends = true;
        close_input_if_done(command);
        return true;
    case FRAME_SIGNAL:
        if (frame->payload[0] > 0 && frame->payload[0] < NSIG && !command->ended)
            (void)kill(-command->pid, frame->payload[0]);
        return true;
    default:
        return true; /* there is no window to resize */
    }
}

static void drained(void *context) {
    pump(context);
}

/* --- its life --- */

void command_kill(struct command *command) {
    if (command->started && !command->ended)
        (void)kill(-command->pid, SIGKILL);
}

static void hang_up_over(void *context) {
    struct command *command = context;
    command->timer = NULL;
    command_kill(command);
}

static void closed(void *context) {
    struct command *command = context;
    channel_free(command->channel);
    command->channel = NULL;
    if (command->ended) {
        command->gone(command->context, command);
        return;
    }
    for (unsigned int which = 0; which < 2; which++) {
        unwatch(&command->output_watches[which]);
        close_fd(&command->outputs[which]);
    }
    unwatch(&command->input_watch);
    close_fd(&command->input);
    (void)kill(-command->pid, SIGHUP);
    (void)kill(-command->pid, SIGCONT);
    if (loop_timer(command->loop, HANG_UP_MS, hang_up_over, command, &command->timer) < 0)
        command_kill(command);
}

static void started(void *context, pid_t pid, int master) {
    static const struct channel_handler handler = {frame_arrived, drained, closed};
    struct command *command = context;
    (void)master;
    command->launch = NULL;
    command->started = true;
    command->pid = pid;
    int fd = command->waiting;
    command->waiting = -1;
    answer_command(fd, pid);
    if (channel_new(command->loop, fd, command->rest, command->rest_length, &handler, command, &command->channel) < 0)
        command_kill(command);
    free(command->rest);
    command->rest = NULL;
    pump(command);
}

static void failed(void *context, const struct nw_error *error) {
    struct command *command = context;
    command->launch = NULL;
    answer_failure(command->waiting, error);
    command->waiting = -1;
    command->gone(command->context, command);
}

static void ended(void *context, int status) {
    struct command *command = context;
    command->ended = true;
    command->code = WIFEXITED(status) ? (uint8_t)WEXITSTATUS(status) : 0;
    command->signal = WIFSIGNALED(status) ? (uint8_t)WTERMSIG(status) : 0;
    if (command->channel == NULL)
        command->gone(command->context, command);
    else
        pump(command);
}

static int make_pipes(struct command *command, struct program *program) {
    command->input = command->outputs[0] = command->outputs[1] = -1;
    for (int i = 0; i < 3; i++) {
        int ends[2];
        if (pipe2(ends, O_CLOEXEC) < 0)
            return -errno;
        int ours = i == 0 ? 1 : 0;
        program->pipes[i] = ends[1 - ours];
        *(i == 0 ? &command->input : &command->outputs[i - 1]) = ends[ours];
        /* Of this end only: the program's own ends share nothing with it and must block as programs expect. */
        if (fcntl(ends[ours], F_SETFL, O_NONBLOCK) < 0)
            return -errno;
    }
    return 0;
}

int command_start(struct command *command, const struct terminals_host *host, const struct terminal_place *place, struct program *program, int fd,
                  const void *rest, size_t rest_length, struct nw_error *error) {
    static const struct launch_handler handler = {started, failed, ended};
    command->loop = host->loop;
    command->waiting = -1;
    program->pipes[0] = program->pipes[1] = program->pipes[2] = -1;
    int result = make_pipes(command, program);
    if (result == 0 && rest_length > 0 && (command->rest = malloc(rest_length)) == NULL)
        result = -ENOMEM;
    if (result < 0) {
        result = error_set(error, "kernel-refused", -result, "Cannot start a program in %s: %s.", place->name, strerror(-result));
    } else {
        if (rest_length > 0)
            memcpy(command->rest, rest, rest_length);
        command->rest_length = rest_length;
        result = launch(host, place, program, &handler, command, &command->launch, error);
    }
    for (int i = 0; i < 3; i++)
        close_fd(&program->pipes[i]);
    if (result == 0)
        command->waiting = fd;
    return result;
}

void command_free(struct command *command) {
    if (command == NULL)
        return;
    if (command->started && !command->ended)
        loop_child_forget(command->loop, command->pid);
    command_kill(command);
    launch_cancel(command->launch);
    channel_free(command->channel);
    loop_timer_cancel(command->timer);
    unwatch(&command->input_watch);
    close_fd(&command->input);
    for (unsigned int which = 0; which < 2; which++) {
        unwatch(&command->output_watches[which]);
        close_fd(&command->outputs[which]);
    }
    close_fd(&command->waiting);
    outlet_free(&command->waiting_input);
    free(command->rest);
    free(command);
}
