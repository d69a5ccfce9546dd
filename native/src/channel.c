/* One terminal connection: see channel.h. */
#define _GNU_SOURCE
#include "channel.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

/* How long the other side may take to hang up once all has been sent. */
enum { FAREWELL_MS = 2000 };
enum { INPUT_SIZE = FRAME_HEADER + FRAME_PAYLOAD_MAX, OUTPUT_SIZE = FRAME_HEADER + CHANNEL_CHUNK };

struct channel {
    struct loop *loop;
    struct loop_watch *watch;
    struct loop_timer *again; /* frames that are already here are looked at from the loop, not from inside the caller */
    int fd;
    bool paused, finishing, broken;
    struct loop_timer *patience; /* after the last byte has been written: for the other side to hang up */
    struct channel_handler handler;
    void *context;
    size_t input_length;
    size_t output_start, output_end;
    uint8_t input[INPUT_SIZE];
    uint8_t output[OUTPUT_SIZE];
};

bool channel_idle(const struct channel *channel) {
    return channel->output_start == channel->output_end && !channel->broken && !channel->finishing;
}

uint8_t *channel_payload(struct channel *channel) {
    return channel->output + FRAME_HEADER;
}

static void want(struct channel *channel) {
    bool waiting = channel->output_start < channel->output_end;
    /* Cannot fail for a descriptor that is being watched. */
    (void)loop_watch_events(channel->watch, (channel->paused ? 0u : (uint32_t)EPOLLIN) | (waiting ? (uint32_t)EPOLLOUT : 0u));
}

/* Ends both directions: the hang-up that the loop then reports is the one place from which `closed` is called. */
static void give_up(struct channel *channel) {
    channel->broken = true;
    channel->paused = true;
    channel->output_start = channel->output_end = 0;
    (void)shutdown(channel->fd, SHUT_RDWR);
    want(channel);
}

static void farewell_over(void *context) {
    struct channel *channel = context;
    channel->patience = NULL;
    give_up(channel);
}

/*
 * Only the sending side is closed: were the other one closed too, a client that is just writing would get an error, and many libraries then throw away
 * what they have not read yet, the exit code with it. What still comes is read and dropped.
 */
static void say_farewell(struct channel *channel) {
    (void)shutdown(channel->fd, SHUT_WR);
    channel->paused = false;
    want(channel);
    if (loop_timer(channel->loop, FAREWELL_MS, farewell_over, channel, &channel->patience) < 0)
        give_up(channel);
}

static void flush(struct channel *channel) {
    while (channel->output_start < channel->output_end) {
        ssize_t sent = send(channel->fd, channel->output + channel->output_start, channel->output_end - channel->output_start,
                            MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0 && errno == EAGAIN)
            break;
        if (sent < 0) {
            give_up(channel);
            return;
        }
        channel->output_start += (size_t)sent;
    }
    if (channel->output_start == channel->output_end && channel->finishing && channel->patience == NULL)
        say_farewell(channel);
    else
        want(channel);
}

void channel_send(struct channel *channel, uint8_t type, size_t length) {
    if (!channel_idle(channel))
        return;
    frame_header(channel->output, type, length);
    channel->output_start = 0;
    channel->output_end = FRAME_HEADER + length;
    flush(channel);
}

void channel_finish(struct channel *channel) {
    channel->finishing = true;
    if (!channel->broken)
        flush(channel);
}

/* Hands out the whole frames that are here. */
static void deliver(struct channel *channel) {
    size_t done = 0;
    while (!channel->paused && !channel->broken && channel->patience == NULL) {
        struct frame frame;
        int used = frame_next(channel->input + done, channel->input_length - done, &frame);
        if (used == 0)
            break;
        if (used < 0) {
            give_up(channel);
            return;
        }
        if (!channel->handler.frame(channel->context, &frame)) {
            channel->paused = true;
            want(channel);
            break;
        }
        done += (size_t)used;
    }
    memmove(channel->input, channel->input + done, channel->input_length - done);
    channel->input_length -= done;
}

static void receive(struct channel *channel) {
    bool farewell = channel->patience != NULL;
    if (!farewell && channel->input_length == INPUT_SIZE) {
        deliver(channel); /* a frame that was not wanted a moment ago fills all there is */
        return;
    }
    size_t start = farewell ? 0 : channel->input_length; /* after the farewell nobody is there to take it: it is overwritten */
    ssize_t got = recv(channel->fd, channel->input + start, INPUT_SIZE - start, MSG_DONTWAIT);
    if (got > 0 && !farewell) {
        channel->input_length += (size_t)got;
        deliver(channel);
    } else if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) {
        give_up(channel);
    }
}

static void ready(void *context, uint32_t events) {
    struct channel *channel = context;
    if ((events & EPOLLIN) && !channel->paused)
        receive(channel);
    if ((events & EPOLLOUT) && !channel->broken)
        flush(channel);
    if (channel->broken || ((events & (EPOLLHUP | EPOLLERR)) && !(events & EPOLLIN))) {
        channel->broken = true;
        channel->handler.closed(channel->context);
        return;
    }
    if (channel_idle(channel))
        channel->handler.drained(channel->context);
}

static void look_again(void *context) {
    struct channel *channel = context;
    channel->again = NULL;
    deliver(channel);
}

void channel_resume(struct channel *channel) {
    if (channel->broken || channel->patience != NULL || !channel->paused)
        return;
    channel->paused = false;
    want(channel);
    if (channel->input_length > 0 && channel->again == NULL && loop_timer(channel->loop, 0, look_again, channel, &channel->again) < 0)
        give_up(channel);
}

int channel_new(struct loop *loop, int fd, const void *rest, size_t rest_length, const struct channel_handler *handler, void *context,
                struct channel **ret_channel) {
    struct channel *channel = rest_length <= INPUT_SIZE ? calloc(1, sizeof(*channel)) : NULL;
    if (channel == NULL) {
        close(fd);
        return rest_length <= INPUT_SIZE ? -ENOMEM : -EMSGSIZE;
    }
    channel->loop = loop;
    channel->fd = fd;
    channel->handler = *handler;
    channel->context = context;
    if (rest_length > 0)
        memcpy(channel->input, rest, rest_length);
    channel->input_length = rest_length;
    int result = loop_watch(loop, fd, EPOLLIN, ready, channel, &channel->watch);
    if (result == 0 && rest_length > 0)
        result = loop_timer(loop, 0, look_again, channel, &channel->again);
    if (result < 0) {
        channel_free(channel);
        return result;
    }
    *ret_channel = channel;
    return 0;
}

void channel_free(struct channel *channel) {
    if (channel == NULL)
        return;
    loop_unwatch(channel->watch);
    loop_timer_cancel(channel->again);
    loop_timer_cancel(channel->patience);
    close(channel->fd);
    free(channel);
}
