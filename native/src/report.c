#define _GNU_SOURCE
#include "report.h"

#include "passing.h"

#include <unistd.h>

void report_send(int socket, const struct nw_error *error, int fd) {
    (void)passing_send(socket, error, sizeof(*error), &fd, fd >= 0 ? 1 : 0);
}

int report_receive(int socket, int flags, struct nw_error *ret_error, int *ret_fd) {
    int fds[PASSING_MAX];
    ssize_t got = passing_receive(socket, flags, ret_error, sizeof(*ret_error), fds);
    *ret_fd = fds[0];
    for (int i = 1; i < PASSING_MAX; i++) {
        if (fds[i] >= 0)
            close(fds[i]);
    }
    if (got < 0)
        return (int)got;
    /* The sender may have been in a node: its texts end where they have to. */
    ret_error->code[sizeof(ret_error->code) - 1] = ret_error->message[sizeof(ret_error->message) - 1] = '\0';
    ret_error->hint[sizeof(ret_error->hint) - 1] = ret_error->kernel[sizeof(ret_error->kernel) - 1] = '\0';
    ret_error->operation[sizeof(ret_error->operation) - 1] = ret_error->node[sizeof(ret_error->node) - 1] = '\0';
    ret_error->link[sizeof(ret_error->link) - 1] = ret_error->interface[sizeof(ret_error->interface) - 1] = '\0';
    return got == (ssize_t)sizeof(*ret_error) ? 1 : 0;
}
