/* The last bytes that a terminal wrote: see scrollback.h. */
#include "scrollback.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_CAPACITY = 4096, ENTRY_SEARCH = 4096 };

static size_t limit_of(const struct scrollback *scrollback) {
    return scrollback->limit > 0 ? scrollback->limit : SCROLLBACK_SIZE;
}

uint64_t scrollback_start(const struct scrollback *scrollback) {
    return scrollback->end > scrollback->capacity ? scrollback->end - scrollback->capacity : 0;
}

/* Copies into the ring, which must have room or be meant to drop. */
static void put(struct scrollback *scrollback, const uint8_t *bytes, size_t length) {
    while (length > 0) {
        size_t at = (size_t)(scrollback->end & (scrollback->capacity - 1));
        size_t run = scrollback->capacity - at < length ? scrollback->capacity - at : length;
        memcpy(scrollback->bytes + at, bytes, run);
        scrollback->end += run;
        bytes += run;
        length -= run;
    }
}

/* Only happens while nothing has been dropped yet: the whole content is then [0, end). */
static int grow(struct scrollback *scrollback, size_t wanted) {
    size_t capacity = scrollback->capacity > 0 ? scrollback->capacity : FIRST_CAPACITY;
    while (capacity < wanted && capacity < limit_of(scrollback))
        capacity *= 2;
    if (capacity == scrollback->capacity)
        return 0;
    uint8_t *bytes = realloc(scrollback->bytes, capacity);
    if (bytes == NULL)
        return -ENOMEM;
    scrollback->bytes = bytes;
    scrollback->capacity = capacity;
    return 0;
}

int scrollback_write(struct scrollback *scrollback, const void *bytes, size_t length) {
    if (length == 0)
        return 0;
    size_t limit = limit_of(scrollback);
    if (scrollback->capacity < limit) {
        uint64_t wanted = scrollback->end + length;
        int result = grow(scrollback, wanted < limit ? (size_t)wanted : limit);
        if (result < 0)
            return result;
    }
    put(scrollback, bytes, length);
    return 0;
}

size_t scrollback_read(const struct scrollback *scrollback, uint64_t *place, void *out, size_t size) {
    if (*place < scrollback_start(scrollback))
        *place = scrollback_start(scrollback);
    uint64_t there = scrollback->end - *place;
    size_t length = there < size ? (size_t)there : size, done = 0;
    while (done < length) {
        size_t at = (size_t)(*place & (scrollback->capacity - 1));
        size_t run = scrollback->capacity - at < length - done ? scrollback->capacity - at : length - done;
        memcpy((uint8_t *)out + done, scrollback->bytes + at, run);
        *place += run;
        done += run;
    }
    return length;
}

uint64_t scrollback_entry(const struct scrollback *scrollback) {
    uint64_t start = scrollback_start(scrollback);
    if (start == 0)
        return 0;
    for (uint64_t place = start; place < scrollback->end && place < start + ENTRY_SEARCH; place++) {
        if (scrollback->bytes[place & (scrollback->capacity - 1)] == '\n')
            return place + 1;
    }
    return start;
}

void scrollback_free(struct scrollback *scrollback) {
    free(scrollback->bytes);
    *scrollback = (struct scrollback){.limit = scrollback->limit};
}
