/* The first process of a node. */
#ifndef NESTWORK_NODE_INIT_H
#define NESTWORK_NODE_INIT_H

#include <stdint.h>

/*
 * Becomes the first process of a node, with the namespaces `flags` of its own: sets the hostname, holds no descriptors but 0 to 2,
 * reaps what is orphaned, and ends only by SIGKILL (or with the supervisor, whose PID namespace holds it).
 */
_Noreturn void node_init(uint64_t flags, const char *hostname);

#endif
