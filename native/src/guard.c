#define _GNU_SOURCE
#include "guard.h"

#include "process.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static _Noreturn void wait_for_end(int socket, void (*bereaved)(void *context), void *context) {
    char byte;
    ssize_t got;
    do
        got = read(socket, &byte, 1);
    while (got < 0 && errno == EINTR);
    if (got != 1)
        bereaved(context);
    process_end(0);
}

int guard_start(const int *keep, void (*bereaved)(void *context), void *context, struct guard *ret_guard) {
    int ends[2], count = 0;
    while (keep[count] >= 0)
        count++;
    int *all = calloc((size_t)count + 2, sizeof(int));
    if (all == NULL || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0) {
        int result = all == NULL ? -ENOMEM : -errno;
        free(all);
        return result;
    }
    for (int i = 0; i < count; i++)
        all[i] = keep[i];
    all[count] = ends[1];
    all[count + 1] = -1;
    pid_t pid = process_fork(all);
    if (pid == 0)
        wait_for_end(ends[1], bereaved, context);
    free(all);
    close(ends[1]);
    *ret_guard = (struct guard){.socket = ends[0], .pid = pid};
    if (pid < 0)
        close(ends[0]);
    return pid < 0 ? pid : 0;
}

void guard_stop(struct guard *guard) {
    if (guard->socket < 0)
        return;
    (void)send(guard->socket, "", 1, MSG_NOSIGNAL);
    close(guard->socket);
    guard->socket = -1;
}
