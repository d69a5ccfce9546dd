/*
 * Requests that delete interfaces, sent on a thread each.
 *
 * The kernel takes an interface out of its network, frees name and index and says RTM_DELLINK, and all that in a millisecond or two; but the call that asked
 * for it returns only when every processor has let go of what is freed (rcu_barrier in netdev_run_todo, net/core/dev.c), 15 to 35 ms later. Whoever listens
 * for RTM_DELLINK need not wait for that. A thread here does nothing but send, close and say that it has ended.
 */
#ifndef NESTWORK_REMOVAL_H
#define NESTWORK_REMOVAL_H

#include "netlink.h"

#include <stdbool.h>

struct removal;

/* Requests at once, of all removals: the threads that there may be. The next one waits until one of them has been answered. */
enum { REMOVALS = 16 };

/* 0 or a negative errno. */
int removal_new(struct removal **ret_removal);
/*
 * Sends what waits on `netlink`. What the kernel refuses of it is told nobody: look at what is there when removal_over. 0, or a negative errno: then
 * the requests are waiting still.
 */
int removal_send(struct removal *removal, struct netlink *netlink);
/* A descriptor that can be read when one of its requests was answered. */
int removal_descriptor(const struct removal *removal);
/* All have been answered. Takes off what there is to be read from the descriptor. */
bool removal_over(struct removal *removal);
/* The caller waits no longer; its threads may go on. NULL is accepted. */
void removal_leave(struct removal *removal);

#endif
