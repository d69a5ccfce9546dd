/* How one message of each kind is taken into the cache: shared by observed.c and observed_*.c. */
#ifndef NESTWORK_OBSERVED_TAKE_H
#define NESTWORK_OBSERVED_TAKE_H

#include "observed.h"

/* As observed_take, of a message whose family header is whole. */
int observed_take_interface(struct observed *observed, const struct nlmsghdr *message);
int observed_take_address(struct observed *observed, const struct nlmsghdr *message);
int observed_take_route(struct observed *observed, const struct nlmsghdr *message);

/* Room for one more item of `size` bytes in a list that grows by doubling. false: no memory. */
bool observed_room(void **list, size_t *capacity, size_t count, size_t size);
/* A copy from malloc, or NULL. */
struct nlmsghdr *observed_copy(const struct nlmsghdr *message);

#endif
