#define _GNU_SOURCE
#include "error_json.h"

#include "text.h"

#include <string.h>

static void put_text(json_t *object, const char *key, const char *text) {
    /* A name in it may have been cut at a byte, in the middle of a character. */
    if (text[0] != '\0')
        (void)json_object_set_new(object, key, text_json(text, strlen(text)));
}

json_t *error_json(const struct nw_error *error) {
    json_t *object = json_object();
    if (object == NULL)
        return NULL;
    put_text(object, "code", error->code[0] != '\0' ? error->code : "internal");
    put_text(object, "message", error->message[0] != '\0' ? error->message : "Something failed without saying what.");
    put_text(object, "hint", error->hint);
    put_text(object, "operation", error->operation);
    if (error->index >= 0)
        (void)json_object_set_new(object, "index", json_integer(error->index));
    put_text(object, "node", error->node);
    put_text(object, "link", error->link);
    put_text(object, "interface", error->interface);
    if (error->number != 0) {
        put_text(object, "errno", error_symbol(error->number));
        put_text(object, "kernel", error->kernel[0] != '\0' ? error->kernel : strerror(error->number));
    }
    if (error->left)
        (void)json_object_set_new(object, "undone", json_false());
    if (strcmp(error->code, "stale-revision") == 0)
        (void)json_object_set_new(object, "revision", json_integer(error->revision));
    return object;
}
