/* Lines of JSON with limits: what a hostile sender may make us keep. No policy. */
#ifndef NESTWORK_PROTOCOL_H
#define NESTWORK_PROTOCOL_H

#include "error.h"

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

enum { PROTOCOL_LINE = 4 * 1024 * 1024 /* with its end */, PROTOCOL_DEPTH = 32 };

/* Parses one line (without its end) into an object; NULL with error filled (code `malformed-line`). */
json_t *protocol_parse(const char *line, size_t length, struct nw_error *error);
/* A line with its end, from malloc; NULL when memory ends. */
char *protocol_line(const json_t *object, size_t *ret_length);
/* {"id":…,"ok":true,"value":…}; takes over `value`. `id` may be NULL. */
json_t *protocol_value(const json_t *id, json_t *value);
json_t *protocol_error(const json_t *id, const struct nw_error *error);

#endif
