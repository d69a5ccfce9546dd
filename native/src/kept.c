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
    json_decref(kept->changes);
    kept->changes = NULL;
}

int kept_part(struct kept *kept, struct buffer *arriving, const char *text, size_t length, bool last, struct nw_error *error) {
    if (length > KEPT_TOTAL - arriving->length) {
        kept_forget(kept, arriving);
        return error_set(error, "too-large", EFBIG, "The document is larger than 64 MiB.");
    }
    if (length > KEPT_ARRIVING - kept->arriving) {
        kept_forget(kept, arriving);
        return error_set(error, "too-large", EFBIG, "More documents arrive at once than there is room for; it is to be sent again.");
    }
    if (buffer_append(arriving, text, length) < 0)
        return error_set(error, "out-of-memory", ENOMEM, "There is no memory to keep the document.");
    kept->arriving += length;
    if (!last)
        return 0;
    kept->arriving -= arriving->length;
    buffer_free(&kept->document);
    kept->document = *arriving;
    *arriving = (struct buffer){0};
    (void)json_array_clear(kept->changes);
    kept->changes_size = 0;
    return 0;
}

void kept_forget(struct kept *kept, struct buffer *arriving) {
    kept->arriving -= arriving->length;
    buffer_free(arriving);
}

int kept_room(const struct kept *kept, size_t length, struct nw_error *error) {
    if (length <= KEPT_TOTAL - kept->changes_size)
        return 0;
    return error_set(error, "kept-full", EFBIG, "The changes since the document was sent are larger than 64 MiB; it is to be sent again first.");
}

int kept_change(struct kept *kept, const char *change, size_t length) {
    if (json_array_append_new(kept->changes, json_stringn(change, length)) < 0)
        return -ENOMEM;
    kept->changes_size += length;
    return 0;
}

/* Changes from the one with number `from` on: at least one, and no more than are a page. */
static json_t *changes_page(const struct kept *kept, size_t from, size_t *ret_next) {
    json_t *page = json_array();
    size_t size = 0;
    for (*ret_next = from; *ret_next < json_array_size(kept->changes); (*ret_next)++) {
        json_t *change = json_array_get(kept->changes, *ret_next);
        size += json_string_length(change);
        if (*ret_next > from && size > KEPT_PART)
            break;
        (void)json_array_append(page, change);
    }
    return page;
}

json_t *kept_json(const struct kept *kept, json_int_t revision, json_int_t offset, struct nw_error *error) {
    /* Offsets past the document's last byte count changes. */
    size_t total = kept->document.length, count = json_array_size(kept->changes), from = (size_t)offset;
    const char *text = kept->document.data;
    if (offset < 0 || from > total + count || (from < total && (text[from] & 0xc0) == 0x80)) {
        (void)error_set(error, "invalid-argument", EINVAL, "The offset is not the beginning of a character of the document.");
        return NULL;
    }
    size_t start = from < total ? from : total, end = total - start > KEPT_PART ? start + KEPT_PART : total, next = 0;
    while (end < total && end > start && (text[end] & 0xc0) == 0x80)
        end--;
    /* Behind the document's last page, or on it if that is all. */
    bool document_only = end < total || (end > start && count > 0 && kept->changes_size + (end - start) > KEPT_PART);
    json_t *changes = document_only ? json_array() : changes_page(kept, from - start, &next);
    size_t behind = document_only ? end : total + next;
    json_t *value = json_pack("{s:I,s:o,s:o,s:o}", "revision", revision, "document", end == start ? json_string("") : json_stringn(text + start, end - start),
                              "next", behind == total + count ? json_null() : json_integer((json_int_t)behind), "changes", changes);
    if (value == NULL)
        (void)error_set(error, "out-of-memory", ENOMEM, "There is no memory to send the document.");
    return value;
}
