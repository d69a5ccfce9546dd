/* Names of network namespaces under /run/netns, as ip-netns(8) has them: a mount of the namespace on an empty file. */
#ifndef NESTWORK_NAMED_NETWORK_H
#define NESTWORK_NAMED_NETWORK_H

#include <stdbool.h>
#include <stdint.h>

/* Whether anything has the name. */
bool named_network_taken(const char *name);
/* Gives the namespace of descriptor `net` a name that nothing has. 0 or a negative errno. */
int named_network_make(const char *name, int net);
/* Whether the name leads to the namespace with this inode, or to nothing yet. */
bool named_network_left(const char *name, uint64_t inode);
/* Takes the name away, if that is so. */
void named_network_remove(const char *name, uint64_t inode);

#endif
