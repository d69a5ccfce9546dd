#define _GNU_SOURCE
#include "peer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#ifndef SO_PEERPIDFD
#define SO_PEERPIDFD 77 /* Linux 6.5 */
#endif

/*
 * The line "NSpid:" of a pidfd's fdinfo has one number for each PID namespace from the one of that /proc down to the process's own. One number that is
 * not 0: it lives in the outer one itself. (0: it cannot be seen from there.)
 */
static bool outside(int pidfd, int outer_proc) {
    char path[64], text[512];
    (void)snprintf(path, sizeof(path), "self/fdinfo/%d", pidfd);
    int fd = openat(outer_proc, path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    ssize_t length = read(fd, text, sizeof(text) - 1);
    close(fd);
    if (length < 0)
        return false;
    text[length] = '\0';
    const char *at = strstr(text, "\nNSpid:\t");
    if (at == NULL)
        return false;
    at += strlen("\nNSpid:\t");
    size_t digits = strspn(at, "0123456789");
    return digits > 0 && at[0] != '0' && at[digits] == '\n';
}

bool peer_allowed(int fd, int outer_proc) {
    struct ucred peer;
    socklen_t length = sizeof(peer);
    /* A process that the lab's PID namespace does not show has the PID 0 here. */
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &length) < 0 || peer.uid != getuid() || peer.pid != 0)
        return false;
    int pidfd = -1;
    length = sizeof(pidfd);
    if (getsockopt(fd, SOL_SOCKET, SO_PEERPIDFD, &pidfd, &length) < 0)
        return errno == ENOPROTOOPT;
    bool allowed = outside(pidfd, outer_proc);
    close(pidfd);
    return allowed;
}
