/* One terminal connection: frames in, frames out, and nothing waiting that is larger than a frame. Knows no terminal. */
#ifndef NESTWORK_CHANNEL_H
#define NESTWORK_CHANNEL_H

#include "frame.h"
#include "loop.h"

#include <stdbool.h>

struct channel;

/* Payload of the frames that a supervisor sends, bytes. Smaller than a frame may be, so that a ^C is not behind much that is already on its way. */
enum { CHANNEL_CHUNK = 32 * 1024 };

struct channel_handler {
    /* A frame arrived. false: not now; it is kept and nothing more is read until channel_resume. */
    bool (*frame)(void *context, const struct frame *frame);
    /* Everything given to channel_send has left; there is room for a frame. */
    void (*drained)(void *context);
    /* The other side has gone, has broken the protocol, or channel_finish is done. The channel is to be freed here. */
    void (*closed)(void *context);
};

/*
 * Takes over the non-blocking `fd` (closed by channel_free, and here on failure); `rest` are bytes that were read already. Handlers run from the
 * loop only, never from inside these functions. Returns 0 or a negative errno.
 */
int channel_new(struct loop *loop, int fd, const void *rest, size_t rest_length, const struct channel_handler *handler, void *context,
                struct channel **ret_channel);
/* NULL is accepted. Not from inside `frame` and `drained`. */
void channel_free(struct channel *channel);
/* Nothing waits to be written. */
bool channel_idle(const struct channel *channel);
/* Room for the payload (CHANNEL_CHUNK bytes) of the next frame; only when the channel is idle. Then channel_send(type, length). */
uint8_t *channel_payload(struct channel *channel);
/* Sends what was put at channel_payload. A failure is told by `closed`, later. */
void channel_send(struct channel *channel, uint8_t type, size_t length);
/* Lets frames come again after `frame` returned false. */
void channel_resume(struct channel *channel);
/* Writes what waits, then closes. */
void channel_finish(struct channel *channel);

#endif
