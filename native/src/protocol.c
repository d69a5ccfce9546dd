#define _GNU_SOURCE
#include "protocol.h"

#include "error_json.h"
#include "util.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Brackets outside of texts; the parser itself would go 2,048 deep. */
static bool too_deep(const char *line, size_t length) {
    size_t depth = 0;
    bool text = false;
    for (size_t i = 0; i < length; i++) {
        char at = line[i];
        if (text) {
            if (at == '\\')
                i++;
            else if (at == '"')
                text = false;
        } else if (at == '"') {
            text = true;
        } else if (at == '{' || at == '[') {
            if (++depth > PROTOCOL_DEPTH)
                return true;
        } else if ((at == '}' || at == ']') && depth > 0) {
            depth--;
        }
    }
    return false;
}

json_t *protocol_parse(const char *line, size_t length, struct nw_error *error) {
    if (too_deep(line, length)) {
        (void)error_set(error, "malformed-line", EINVAL, "A line is nested deeper than %d.", PROTOCOL_DEPTH);
        return NULL;
    }
    json_error_t where;
    /* A private file may hold zero bytes; whoever wants a text without them says so (fields.c). */
    json_t *object = json_loadb(line, length, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &where);
    if (object == NULL) {
        (void)error_set(error, "malformed-line", EINVAL, "A line is not JSON: %.120s, at byte %d.", where.text, where.position);
        return NULL;
    }
    if (!json_is_object(object)) {
        json_decref(object);
        (void)error_set(error, "malformed-line", EINVAL, "A line must be a JSON object.");
        return NULL;
    }
    return object;
}

char *protocol_line(const json_t *object, size_t *ret_length) {
    size_t length = json_dumpb(object, NULL, 0, JSON_COMPACT);
    char *line = length == 0 ? NULL : malloc(length + 1);
    if (line == NULL)
        return NULL;
    (void)json_dumpb(object, line, length, JSON_COMPACT);
    line[length] = '\n';
    *ret_length = length + 1;
    return line;
}

static json_t *reply(const json_t *id, bool ok, const char *key, json_t *value) {
    json_t *object = json_object();
    if (id != NULL)
        (void)json_object_set(object, "id", (json_t *)(uintptr_t)id);
    (void)json_object_set_new(object, "ok", json_boolean(ok));
    (void)json_object_set_new(object, key, value);
    return object;
}

json_t *protocol_value(const json_t *id, json_t *value) {
    return reply(id, true, "value", value);
}

json_t *protocol_error(const json_t *id, const struct nw_error *error) {
    return reply(id, false, "error", error_json(error));
}
