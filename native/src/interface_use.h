/* What an interface of this computer is used for, beside what it holds. */
#ifndef NESTWORK_INTERFACE_USE_H
#define NESTWORK_INTERFACE_USE_H

#include "util.h"

#include <stdbool.h>

/* A Wi-Fi station. Asks /sys, which shows the network that it was mounted in. */
bool interface_is_wireless(const char *name);
/* Whether an SSH session (TCP port 22 of one of its addresses) comes in. `proc`: a descriptor of /proc; `holdings`: see holdings.h. */
bool interface_carries_ssh(int proc, const struct buffer *holdings);

#endif
