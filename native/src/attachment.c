/* The connections that are attached to a terminal: see attachment.h. Each gets all output at its own pace. */
#define _GNU_SOURCE
#include "attachment.h"

#include "session.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

enum { LAG_MAX = SCROLLBACK_SIZE - SESSION_READ };

struct attachment {
    struct session *session;
    struct channel *channel;
    uint64_t place; /* in the scrollback */
    bool exit_sent;
    struct attachment *next;
};

/* --- output --- */

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

void attachments_pump(struct session *session) {
    for (struct attachment *attachment = session->attachments; attachment != NULL; attachment = attachment->next)
        (void)pump(attachment);
}

bool attachments_lag(const struct session *session) {
    for (const struct attachment *attachment = session->attachments; attachment != NULL; attachment = attachment->next) {
        if (session->scrollback.end - attachment->place < LAG_MAX)
            return false;
    }
    return session->attachments != NULL;
}

void attachments_resume(struct session *session) {
    for (struct attachment *attachment = session->attachments; attachment != NULL; attachment = attachment->next)
        channel_resume(attachment->channel);
}

/* --- input --- */

static bool put_input(struct session *session, const struct frame *frame) {
    if (session->master < 0)
        return true;
    if (!outlet_put(&session->input, session->master, frame->payload, frame->length))
        return false;
    if (outlet_waiting(&session->input) > 0 && session->watch != NULL)
        (void)loop_watch_events(session->watch, EPOLLIN | EPOLLOUT);
    return true;
}

static bool frame_arrived(void *context, const struct frame *frame) {
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
            session_signal(session, payload[0]);
        return true;
    default:
        return true; /* FRAME_EOF means nothing to a terminal */
    }
}

static void drained(void *context) {
    struct attachment *attachment = context;
    struct session *session = attachment->session;
    if (pump(attachment))
        session->patience_over = false;
    if (session->paused && !attachments_lag(session))
        session_resume(session);
}

/* --- its life --- */

static void remove_one(struct attachment *attachment) {
    for (struct attachment **at = &attachment->session->attachments; *at != NULL; at = &(*at)->next) {
        if (*at == attachment) {
            *at = attachment->next;
            break;
        }
    }
    channel_free(attachment->channel);
    free(attachment);
}

static void closed(void *context) {
    struct session *session = ((struct attachment *)context)->session;
    remove_one(context);
    if (session->paused && !attachments_lag(session))
        session_resume(session);
    if (session->finished)
        session->changed(session->context, session);
}

void attachment_new(struct session *session, int fd, const void *rest, size_t rest_length) {
    static const struct channel_handler handler = {frame_arrived, drained, closed};
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

void attachments_free(struct session *session) {
    while (session->attachments != NULL) {
        struct attachment *attachment = session->attachments;
        session->attachments = attachment->next;
        channel_free(attachment->channel);
        free(attachment);
    }
}
