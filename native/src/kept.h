/* The document that stands for the lab, and the changes that came with later applies: opaque texts, kept for clients that attach later. */
#ifndef NESTWORK_KEPT_H
#define NESTWORK_KEPT_H

#include "error.h"
#include "util.h"

#include <jansson.h>

enum { KEPT_TOTAL = 64 * 1024 * 1024, KEPT_PART = 1024 * 1024 };

struct kept {
    struct buffer document;
    struct buffer arriving; /* parts of a new one */
    const void *sender;     /* whose parts these are */
    json_t *changes;        /* array of texts */
    size_t changes_size;
};

int kept_init(struct kept *kept);
void kept_clear(struct kept *kept);
/* The call `document`. Parts of another sender that were not finished are dropped. */
int kept_part(struct kept *kept, const void *sender, const char *text, size_t length, bool last, struct nw_error *error);
/* A sender is gone. */
void kept_forget(struct kept *kept, const void *sender);
/* The change of an apply. Refused when the changes would be more than a document may be. */
int kept_change(struct kept *kept, const char *change, size_t length, struct nw_error *error);
/* The call `kept`; a new reference, or NULL with error filled. */
json_t *kept_json(const struct kept *kept, json_int_t revision, json_int_t offset, struct nw_error *error);

#endif
