/* Frames of a terminal connection: see frame.h. */
#include "frame.h"

#include <errno.h>
#include <stdbool.h>

void frame_header(uint8_t *out, uint8_t type, size_t length) {
    out[0] = type;
    out[1] = (uint8_t)(length >> 24);
    out[2] = (uint8_t)(length >> 16);
    out[3] = (uint8_t)(length >> 8);
    out[4] = (uint8_t)length;
}

static bool length_fits(uint8_t type, size_t length) {
    switch (type) {
    case FRAME_DATA:
        return length <= FRAME_PAYLOAD_MAX;
    case FRAME_RESIZE:
        return length == 4;
    case FRAME_SIGNAL:
        return length == 1;
    case FRAME_EOF:
        return length == 0;
    default:
        return false;
    }
}

int frame_next(const uint8_t *bytes, size_t length, struct frame *ret_frame) {
    if (length < FRAME_HEADER)
        return 0;
    size_t payload = (size_t)bytes[1] << 24 | (size_t)bytes[2] << 16 | (size_t)bytes[3] << 8 | bytes[4];
    /* Judged by its header, so that a liar is caught before anything is kept for it. */
    if (!length_fits(bytes[0], payload))
        return -EBADMSG;
    if (length - FRAME_HEADER < payload)
        return 0;
    *ret_frame = (struct frame){.type = bytes[0], .payload = bytes + FRAME_HEADER, .length = payload};
    return (int)(FRAME_HEADER + payload);
}
