/* Frames of a terminal connection (native/WIRE.md): type u8, length u32 big endian, payload. No policy. */
#ifndef NESTWORK_FRAME_H
#define NESTWORK_FRAME_H

#include <stddef.h>
#include <stdint.h>

enum { FRAME_DATA = 0, FRAME_RESIZE = 1, FRAME_SIGNAL = 2, FRAME_EXIT = 3, FRAME_STDERR = 4, FRAME_EOF = 5 };
enum { FRAME_HEADER = 5, FRAME_PAYLOAD_MAX = 65536 };

struct frame {
    uint8_t type;
    const uint8_t *payload; /* inside the bytes that were given to frame_next */
    size_t length;
};

/* Writes the FRAME_HEADER bytes of a frame. */
void frame_header(uint8_t *out, uint8_t type, size_t length);
/*
 * The first frame in `bytes`. Returns the number of bytes that it takes, 0 when it is not complete yet, or -EBADMSG for a type that
 * only a supervisor sends, a type that does not exist, or a length that the type may not have.
 */
int frame_next(const uint8_t *bytes, size_t length, struct frame *ret_frame);

#endif
