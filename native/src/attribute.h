/* Reading the attributes of an rtnetlink message, never beyond their ends, whoever made them. */
#ifndef NESTWORK_ATTRIBUTE_H
#define NESTWORK_ATTRIBUTE_H

#include <libmnl/libmnl.h>
#include <stddef.h>

/* Attributes of `message` behind its family header of `header` bytes, by type, as far as they fit; NULL: not there. The last of a type counts. */
void attribute_table(const struct nlmsghdr *message, size_t header, const struct nlattr **table, size_t size);

#endif
