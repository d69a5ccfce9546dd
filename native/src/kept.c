#define _GNU_SOURCE
#include "kept.h"

#include <errno.h>
#include <string.h>

int kept_init(struct kept *kept) {
    *kept = (struct kept){.changes = json_array()};
    return kept->changes == NULL ? -ENOMEM : 0;
}

void kept_clear(struct kept *kept) {
    buffer_free(&kept->document);
    buffer_free(&kept->arriving);
    json_decref(kept->changes);
    kept->changes = NULL;
}

int kept_part(struct kept *kept, const void *sender, const char *text, size_t length, bool last, struct nw_error *error) {
    if (kept->sender != sender) {
        kept->arriving.length = 0;
        kept->sender = sender;
    }
    if (length > KEPT_TOTAL - kept->arriving.length) {
        kept_forget(kept, sender);
        return error_set(error, "too-large", EFBIG, "The document is larger than 64 MiB.");
    }
    if (buffer_append(&kept->arriving, text, length) < 0)
        return error_set(error, "out-of-memory", ENOMEM, "There is no memory to keep the document.");
    if (!last)
        return 0;
    buffer_free(&kept->document);
    kept->document = kept->arriving;
    kept->arriving = (struct buffer){0};
    kept->sender = NULL;
    (void)json_array_clear(kept->changes);
    kept->changes_size = 0;
    return 0;
}

void kept_forget(struct kept *kept, const void *sender) {
    if (kept->sender != sender)
        return;
    buffer_free(&kept->arriving);
    kept->sender = NULL;
}

int kept_change(struct kept *kept, const char *change, size_t length, struct nw_error *error) {
    if (length > KEPT_TOTAL - kept->changes_size)
        return error_set(error, "too-large", EFBIG, "The changes since the document was sent are larger than 64 MiB; it is to be sent again.");
    if (json_array_append_new(kept->changes, json_stringn(change, length)) < 0)
        return error_set(error, "out-of-memory", ENOMEM, "There is no memory to keep a change.");
    kept->changes_size += length;
    return 0;
}

json_t *kept_json(const struct kept *kept, json_int_t revision, json_int_t offset, struct nw_error *error) {
    size_t total = kept->document.length, from = (size_t)offset;
    const char *text = kept->document.data;
    if (offset < 0 || from > total || (from < total && (text[from] & 0xc0) == 0x80)) {
        (void)error_set(error, "invalid-argument", EINVAL, "The offset is not the beginning of a character of the document.");
        return NULL;
    }
    size_t end = total - from > KEPT_PART ? from + KEPT_PART : total;
    while (end < total && end > from && (text[end] & 0xc0) == 0x80)
        end--;
    json_t *changes = end == total ? json_deep_copy(kept->changes) : json_array();
    json_t *value = json_pack("{s:I,s:o,s:o,s:o}", "revision", revision, "document", total == 0 ? json_string("") : json_stringn(text + from, end - from), "next",
                              end == total ? json_null() : json_integer((json_int_t)end), "changes", changes);
    if (value == NULL)
        (void)error_set(error, "out-of-memory", ENOMEM, "There is no memory to send the document.");
    return value;
}
