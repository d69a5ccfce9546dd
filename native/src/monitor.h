/* Kernel notifications of one network namespace, folded into a cache. */
#ifndef NESTWORK_MONITOR_H
#define NESTWORK_MONITOR_H

#include "loop.h"
#include "netlink.h"
#include "observed.h"

struct monitor;

/*
 * Opens a socket in the network namespace that the calling thread is in and subscribes it; the cache is filled by the first monitor_refresh.
 * `changed` is called (from the loop) when the cache is different from before.
 */
int monitor_open(struct loop *loop, void (*changed)(void *context), void *context, struct monitor **ret_monitor);
void monitor_close(struct monitor *monitor);
/*
 * Takes in all that waits; the first time, and whenever the kernel dropped notifications (ENOBUFS), by a full dump over `netlink`, which
 * lives in the same namespace and must have nothing waiting. 1 if the cache changed, 0, or a negative errno.
 */
int monitor_refresh(struct monitor *monitor, struct netlink *netlink);
/*
 * Takes in what waits, and no more: unlike monitor_refresh it asks the kernel nothing, which may be busy with what is told about. Returns whether the cache is
 * complete but for routes that went without a word.
 */
bool monitor_hear(struct monitor *monitor);
/* Can be read when the kernel has something to say. */
int monitor_descriptor(const struct monitor *monitor);
/* Empty until the first monitor_refresh. */
const struct observed *monitor_observed(const struct monitor *monitor);

#endif
