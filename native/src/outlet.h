/* Bytes on their way into a pipe or pty that may be full: a bounded queue in front of a non-blocking descriptor. */
#ifndef NESTWORK_OUTLET_H
#define NESTWORK_OUTLET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { OUTLET_SIZE = 128 * 1024 };

struct outlet {
    uint8_t *bytes; /* made when something has to wait for the first time */
    size_t start, end;
};

/*
 * Takes all of `bytes`, writes what `fd` accepts now and keeps the rest. false: there is no room for them (nothing was taken) and the giver has to
 * wait until outlet_waiting has become small. Bytes for a reader that has gone are swallowed.
 */
bool outlet_put(struct outlet *outlet, int fd, const void *bytes, size_t length);
/* Writes what waits, as far as `fd` accepts it. */
void outlet_flush(struct outlet *outlet, int fd);
/* Number of bytes that wait. */
size_t outlet_waiting(const struct outlet *outlet);
void outlet_free(struct outlet *outlet);

#endif
