#define _GNU_SOURCE
#include "setting.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static int open_setting(int proc, const char *path, int flags) {
    char below[256];
    if ((size_t)snprintf(below, sizeof(below), "sys/%s", path) >= sizeof(below))
        return -ENAMETOOLONG;
    struct open_how how = {.flags = (unsigned int)flags | O_CLOEXEC | O_NOCTTY, .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS};
    int fd = (int)syscall(SYS_openat2, proc, below, &how, sizeof(how));
    return fd < 0 ? -errno : fd; // cppcheck-suppress resourceLeak
}

int setting_read(int proc, const char *path, char *ret_value, size_t size) {
    int fd = open_setting(proc, path, O_RDONLY);
    if (fd < 0)
        return fd;
    ssize_t length = read(fd, ret_value, size);
    int result = length < 0 ? -errno : (size_t)length >= size ? -EMSGSIZE : 0;
    close(fd);
    if (result < 0)
        return result;
    ret_value[length] = '\0';
    ret_value[strcspn(ret_value, "\n")] = '\0';
    return 0;
}

int setting_write(int proc, const char *path, const char *value) {
    int fd = open_setting(proc, path, O_WRONLY);
    if (fd < 0)
        return fd;
    size_t length = strlen(value);
    ssize_t written = write(fd, value, length);
    int result = written < 0 ? -errno : (size_t)written == length ? 0 : -EIO;
    close(fd);
    return result;
}
