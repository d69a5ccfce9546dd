/*
 * A log for reading what the supervisor does (`nestwork-lab --trace FILE`): each operation and each answer of the kernel to a netlink request, a line each
 * with the ms since the log began. Without one, each call costs a comparison.
 */
#ifndef NESTWORK_TRACE_H
#define NESTWORK_TRACE_H

#include <stddef.h>
#include <stdint.h>

#include <linux/netlink.h>

/* Begins the log on a descriptor, which stays the caller's; -1 ends it. */
void trace_to(int fd);
/* An operation that was carried out or (`undone`) taken back. `subject`: node or link, by id. `result`: 0 or a negative errno. */
void trace_operation(size_t index, const char *name, const char *subject, int undone, int result);
/* The answer to a request, of which `request` is the header. `number`: 0 or an errno; `kernel`: its words. */
void trace_answer(const struct nlmsghdr *request, int number, const char *kernel);
/* Requests that were sent without waiting for their answers. */
void trace_sent(const char *what);

#endif
