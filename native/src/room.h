/* Whether all of a plan finds room, before anything of it is done. */
#ifndef NESTWORK_ROOM_H
#define NESTWORK_ROOM_H

#include "error.h"
#include "operation.h"

#include <stddef.h>

struct lab;

/*
 * Refuses a plan that would meet a limit: ports of a bridge, descriptors of the supervisor, processes, namespaces. The error (code `limit-reached`) names the
 * limit, its value and what would be needed; of a bridge also the first cable that is too many. What others use of the same limits is not known here, so a
 * plan that is let through may still be refused by the kernel, and is then undone. 0 or a negative errno. Linear in the plan, and in the cables of the lab
 * only for a bridge that comes near the limit.
 */
int room_for(const struct lab *lab, const struct operation *operations, size_t count, struct nw_error *error);

#endif
