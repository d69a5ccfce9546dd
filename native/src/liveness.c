#define _GNU_SOURCE
#include "liveness.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

enum { NAME_SIZE = 64 };

static int lock(int folder, const char *instance, int flags) {
    char name[NAME_SIZE];
    (void)snprintf(name, sizeof(name), "%s.live", instance);
    int fd = openat(folder, name, O_RDWR | O_NOFOLLOW | O_CLOEXEC | flags, 0600);
    if (fd < 0)
        return -errno;
    if (flock(fd, LOCK_EX | LOCK_NB) == 0)
        return fd;
    close(fd);
    return -EWOULDBLOCK;
}

int liveness_begin(int folder, const char *instance) {
    return lock(folder, instance, O_CREAT | O_EXCL);
}

bool liveness_there(int folder, const char *instance) {
    int fd = lock(folder, instance, 0);
    if (fd >= 0)
        close(fd);
    return fd == -EWOULDBLOCK;
}

void liveness_end(int folder, const char *instance) {
    static const char *const ends[] = {"live", "sock"};
    char name[NAME_SIZE];
    for (int i = 0; i < 2; i++) {
        (void)snprintf(name, sizeof(name), "%s.%s", instance, ends[i]);
        (void)unlinkat(folder, name, 0);
    }
}
