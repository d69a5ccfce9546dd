#define _GNU_SOURCE
#include "util.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

bool text_copy(char *target, size_t size, const char *source) {
    size_t length = strnlen(source, size);
    bool fits = length < size;
    if (!fits)
        length = size - 1;
    memcpy(target, source, length);
    target[length] = '\0';
    return fits;
}

size_t text_unescape(char *text) {
    char *to = text;
    for (const char *from = text; *from != '\0'; to++) {
        if (from[0] == '\\' && strspn(from + 1, "01234567") >= 3) {
            *to = (char)((from[1] - '0') * 64 + (from[2] - '0') * 8 + (from[3] - '0'));
            from += 4;
        } else {
            *to = *from++;
        }
    }
    *to = '\0';
    return (size_t)(to - text);
}

double clock_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

int64_t wall_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* --- buffer --- */

int buffer_reserve(struct buffer *buffer, size_t more) {
    if (more <= buffer->capacity - buffer->length)
        return 0;
    size_t wanted = buffer->length + more;
    if (wanted < more)
        return -ENOMEM;
    size_t capacity = buffer->capacity > 0 ? buffer->capacity : 256;
    while (capacity < wanted) {
        if (capacity > SIZE_MAX / 2)
            return -ENOMEM;
        capacity *= 2;
    }
    char *data = realloc(buffer->data, capacity);
    if (data == NULL)
        return -ENOMEM;
    buffer->data = data;
    buffer->capacity = capacity;
    return 0;
}

int buffer_append(struct buffer *buffer, const void *data, size_t length) {
    if (length == 0)
        return 0;
    int result = buffer_reserve(buffer, length);
    if (result < 0)
        return result;
    memcpy(buffer->data + buffer->length, data, length);
    buffer->length += length;
    return 0;
}

void buffer_free(struct buffer *buffer) {
    free(buffer->data);
    *buffer = (struct buffer){0};
}

/* --- table: chains that are doubled when they get longer than one on average --- */

struct entry {
    struct entry *next;
    void *value;
    uint32_t hash;
    char key[];
};

struct table {
    struct entry **chains;
    size_t size, count;
};

static uint32_t hash_of(const char *key) {
    uint32_t hash = 2166136261U; /* FNV-1a */
    for (const unsigned char *at = (const unsigned char *)key; *at != '\0'; at++)
        hash = (uint32_t)((hash ^ *at) * 16777619ULL);
    return hash;
}

int table_new(struct table **ret_table) {
    struct table *table = calloc(1, sizeof(*table));
    if (table == NULL)
        return -ENOMEM;
    table->size = 64;
    table->chains = calloc(table->size, sizeof(struct entry *));
    if (table->chains == NULL) {
        free(table);
        return -ENOMEM;
    }
    *ret_table = table;
    return 0;
}

void table_free(struct table *table) {
    if (table == NULL)
        return;
    for (size_t i = 0; i < table->size; i++) {
        while (table->chains[i] != NULL) {
            struct entry *entry = table->chains[i];
            table->chains[i] = entry->next;
            free(entry);
        }
    }
    free(table->chains);
    free(table);
}

static struct entry **find(const struct table *table, const char *key, uint32_t hash) {
    struct entry **at = &table->chains[hash % table->size];
    while (*at != NULL && ((*at)->hash != hash || strcmp((*at)->key, key) != 0))
        at = &(*at)->next;
    return at;
}

void *table_get(const struct table *table, const char *key) {
    struct entry *entry = *find(table, key, hash_of(key));
    return entry == NULL ? NULL : entry->value;
}

/* Failing to grow only makes the chains longer. */
static void grow(struct table *table) {
    size_t size = table->size * 2;
    struct entry **chains = calloc(size, sizeof(struct entry *));
    if (chains == NULL)
        return;
    for (size_t i = 0; i < table->size; i++) {
        while (table->chains[i] != NULL) {
            struct entry *entry = table->chains[i];
            table->chains[i] = entry->next;
            entry->next = chains[entry->hash % size];
            chains[entry->hash % size] = entry;
        }
    }
    free(table->chains);
    table->chains = chains;
    table->size = size;
}

int table_set(struct table *table, const char *key, void *value) {
    uint32_t hash = hash_of(key);
    struct entry **at = find(table, key, hash);
    if (*at != NULL) {
        (*at)->value = value;
        return 0;
    }
    size_t length = strlen(key) + 1;
    struct entry *entry = malloc(sizeof(*entry) + length);
    if (entry == NULL)
        return -ENOMEM;
    entry->next = NULL;
    entry->value = value;
    entry->hash = hash;
    memcpy(entry->key, key, length);
    *at = entry;
    if (++table->count > table->size)
        grow(table);
    return 0;
}

void table_remove(struct table *table, const char *key) {
    struct entry **at = find(table, key, hash_of(key)), *entry = *at;
    if (entry == NULL)
        return;
    *at = entry->next;
    free(entry);
    table->count--;
}

size_t table_count(const struct table *table) {
    return table->count;
}
