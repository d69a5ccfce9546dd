/* Small things that every module needs: copying of texts, time, a table from text to pointer, a growing buffer. */
#ifndef NESTWORK_UTIL_H
#define NESTWORK_UTIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Copies with an end, cutting what does not fit. Returns false if something was cut. */
bool text_copy(char *target, size_t size, const char *source);
/* A path as files of /proc write it: space, tab, line end and backslash as three octal digits. In place; returns the length. */
size_t text_unescape(char *text);
/* Milliseconds of CLOCK_MONOTONIC, with fractions. */
double clock_ms(void);
/* Wall clock, milliseconds since the epoch. */
int64_t wall_ms(void);

/* Bytes that grow. All zero is empty. */
struct buffer {
    char *data;
    size_t length, capacity;
};

/* Room for `more` bytes behind the end. 0 or -ENOMEM. */
int buffer_reserve(struct buffer *buffer, size_t more);
int buffer_append(struct buffer *buffer, const void *data, size_t length);
void buffer_free(struct buffer *buffer);

/* From a text (copied) to a pointer (the caller's). */
struct table;
int table_new(struct table **ret_table);
void table_free(struct table *table);
void *table_get(const struct table *table, const char *key);
/* Replaces what was there. 0 or -ENOMEM. */
int table_set(struct table *table, const char *key, void *value);
void table_remove(struct table *table, const char *key);
size_t table_count(const struct table *table);

#endif
