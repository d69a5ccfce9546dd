/* What the kernel flushed comes back: messages that were received, sent again as requests. */
#ifndef NESTWORK_RESTORE_H
#define NESTWORK_RESTORE_H

#include "node.h"
#include "observed.h"
#include "util.h"

enum restore { RESTORE_ADDRESSES4 = 1, RESTORE_ADDRESSES6 = 2, RESTORE_ROUTES = 4 };
/* Appends messages that put back what the cache shows of an interface. */
int restore_collect(const struct observed *observed, uint32_t index, unsigned int what, struct buffer *messages);
/* The one address of an interface. */
int restore_address(const struct observed *observed, uint32_t index, const struct ip *ip, struct buffer *messages);
/* Puts them as requests that wait; their errors are to be ignored (what is there already is refused). */
int restore_put(struct node *node, const struct buffer *messages, uint64_t tag);

#endif
