/* What a forked child of the supervisor tells it: an error (number 0: it went well), with or without a descriptor. One message of a SOCK_SEQPACKET. */
#ifndef NESTWORK_REPORT_H
#define NESTWORK_REPORT_H

#include "error.h"

/* `fd` -1: none. Nobody is told when the supervisor has gone, and with it in a moment this process. */
void report_send(int socket, const struct nw_error *error, int fd);
/* 1: a report came, with `*ret_fd` (close-on-exec, the receiver's) or -1; 0: the child has gone without one; or a negative errno (-EAGAIN with MSG_DONTWAIT in `flags`). */
int report_receive(int socket, int flags, struct nw_error *ret_error, int *ret_fd);

#endif
