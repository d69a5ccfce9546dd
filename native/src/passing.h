/* Messages between processes of ours that carry descriptors (SCM_RIGHTS, unix(7)). */
#ifndef NESTWORK_PASSING_H
#define NESTWORK_PASSING_H

#include <stddef.h>
#include <sys/types.h>

enum { PASSING_MAX = 4 };

/* One message. 0 or a negative errno. */
int passing_send(int socket, const void *data, size_t length, const int *fds, size_t count);
/* Waits for a message (unless `flags` has MSG_DONTWAIT). Its length, 0 at the end, or a negative errno; `fds` are -1 where none came, and close-on-exec. */
ssize_t passing_receive(int socket, int flags, void *data, size_t size, int fds[PASSING_MAX]);

#endif
