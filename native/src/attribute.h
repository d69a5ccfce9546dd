/* Reading the attributes of an rtnetlink message, never beyond their ends, whoever made them. */
#ifndef NESTWORK_ATTRIBUTE_H
#define NESTWORK_ATTRIBUTE_H

#include <libmnl/libmnl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Attributes of `message` behind its family header of `header` bytes, by type, as far as they fit; NULL: not there. The last of a type counts. */
void attribute_table(const struct nlmsghdr *message, size_t header, const struct nlattr **table, size_t size);
/* The same of the attributes inside of one. */
void attribute_nested(const struct nlattr *outer, const struct nlattr **table, size_t size);

/* All of these accept NULL, and leave the target as it is when the attribute is not there or too short. */
void attribute_u32(const struct nlattr *attribute, uint32_t *target);
/* A text with or without its end; what is longer than the target is cut. */
void attribute_text(const struct nlattr *attribute, char *target, size_t size);
/* Exactly `size` bytes. Whether it was so. */
bool attribute_bytes(const struct nlattr *attribute, void *target, size_t size);

#endif
