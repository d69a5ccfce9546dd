/* The last bytes that a terminal wrote. Places are counted from the terminal's first byte on and never wrap, so a reader is one number. */
#ifndef NESTWORK_SCROLLBACK_H
#define NESTWORK_SCROLLBACK_H

#include <stddef.h>
#include <stdint.h>

enum { SCROLLBACK_SIZE = 256 * 1024 };

struct scrollback {
    uint8_t *bytes;  /* a ring; grows up to its limit, so that a quiet terminal costs little */
    size_t capacity; /* a power of two */
    size_t limit;    /* of it, a power of two; 0: SCROLLBACK_SIZE */
    uint64_t end;    /* place behind the last byte */
};

/* Appends; the oldest bytes make room. Returns 0 or -ENOMEM (nothing appended). */
int scrollback_write(struct scrollback *scrollback, const void *bytes, size_t length);
/* Place of the oldest byte that is still there. */
uint64_t scrollback_start(const struct scrollback *scrollback);
/* Copies at most `size` bytes from `*place` on and moves it; a place whose bytes are gone is moved to the start first. Returns the count. */
size_t scrollback_read(const struct scrollback *scrollback, uint64_t *place, void *out, size_t size);
/*
 * Where a new reader begins: at the start, or, when older bytes have been dropped, behind the first newline nearby, so that it does not begin
 * inside a character or an escape sequence.
 */
uint64_t scrollback_entry(const struct scrollback *scrollback);
/* Frees the bytes. */
void scrollback_free(struct scrollback *scrollback);

#endif
