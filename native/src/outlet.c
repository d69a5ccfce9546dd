/* A bounded queue in front of a non-blocking descriptor: see outlet.h. */
#include "outlet.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

size_t outlet_waiting(const struct outlet *outlet) {
    return outlet->end - outlet->start;
}

/* How many of the bytes are done with: written, or nobody will ever read them. */
static size_t write_some(int fd, const uint8_t *bytes, size_t length) {
    size_t done = 0;
    while (done < length) {
        ssize_t written = write(fd, bytes + done, length - done);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return errno == EAGAIN ? done : length;
        done += (size_t)written;
    }
    return done;
}

void outlet_flush(struct outlet *outlet, int fd) {
    outlet->start += write_some(fd, outlet->bytes + outlet->start, outlet_waiting(outlet));
    if (outlet->start == outlet->end)
        outlet->start = outlet->end = 0;
}

bool outlet_put(struct outlet *outlet, int fd, const void *bytes, size_t length) {
    if (length > OUTLET_SIZE - outlet_waiting(outlet))
        return false;
    if (outlet_waiting(outlet) == 0) {
        size_t done = write_some(fd, bytes, length);
        bytes = (const uint8_t *)bytes + done;
        length -= done;
    }
    if (length == 0)
        return true;
    if (outlet->bytes == NULL && (outlet->bytes = malloc(OUTLET_SIZE)) == NULL)
        return true; /* out of memory: input is lost, the program and its terminal are not */
    memmove(outlet->bytes, outlet->bytes + outlet->start, outlet_waiting(outlet));
    outlet->end -= outlet->start;
    outlet->start = 0;
    memcpy(outlet->bytes + outlet->end, bytes, length);
    outlet->end += length;
    return true;
}

void outlet_free(struct outlet *outlet) {
    free(outlet->bytes);
    *outlet = (struct outlet){0};
}
