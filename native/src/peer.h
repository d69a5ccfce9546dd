/* Who is at the other end of a connection to the supervisor. */
#ifndef NESTWORK_PEER_H
#define NESTWORK_PEER_H

#include <stdbool.h>

/*
 * Whether the peer of a connected Unix socket is a process of the lab's own user, outside of this lab and of every other one: in the very PID namespace
 * whose /proc is `outer_proc` (SO_PEERCRED, SO_PEERPIDFD). Before Linux 6.5 there is no SO_PEERPIDFD; only this lab's own processes are then known.
 */
enum { PEER_DESCRIPTORS = 2 /* that it needs for a moment; without them nobody is allowed */ };
bool peer_allowed(int fd, int outer_proc);

#endif
