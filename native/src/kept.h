/* The document that stands for the lab, and the changes that came with later applies: opaque texts, kept for clients that attach later. */
#ifndef NESTWORK_KEPT_H
#define NESTWORK_KEPT_H

#include "error.h"
#include "util.h"

#include <jansson.h>

/* Bytes: of a document, and of the changes since; of all documents on their way; of one page. */
enum { KEPT_TOTAL = 64 * 1024 * 1024, KEPT_ARRIVING = 2 * KEPT_TOTAL, KEPT_PART = 1024 * 1024 };

struct kept {
    struct buffer document;
    size_t arriving;        /* bytes of parts of new ones, of all senders */
    json_t *changes;        /* array of texts */
    size_t changes_size;
};

int kept_init(struct kept *kept);
void kept_clear(struct kept *kept);
/* The call `document`. `arriving` are the parts that came before from the same sender; they become the document with the last. */
int kept_part(struct kept *kept, struct buffer *arriving, const char *text, size_t length, bool last, struct nw_error *error);
/* A sender is gone. */
void kept_forget(struct kept *kept, struct buffer *arriving);
/* Refuses (code `kept-full`) a change that would make the changes larger than a document may be. To be asked before the change is made. */
int kept_room(const struct kept *kept, size_t length, struct nw_error *error);
/* The change of an apply. Out of memory: -ENOMEM, and it is not kept. */
int kept_change(struct kept *kept, const char *change, size_t length);
/*
 * The call `kept`: a page of the document, or, behind it, of the changes. `offset`: 0, or `next` of the page before. A new reference, or NULL with
 * error filled.
 */
json_t *kept_json(const struct kept *kept, json_int_t revision, json_int_t offset, struct nw_error *error);

#endif
