/* Bytes of unknown origin as text of JSON. */
#ifndef NESTWORK_TEXT_H
#define NESTWORK_TEXT_H

#include <jansson.h>
#include <stddef.h>

/* A text of these bytes; those that are not UTF-8, and zeros, become U+FFFD. A new reference, or NULL when memory ends. */
json_t *text_json(const char *bytes, size_t length);

#endif
