#define _GNU_SOURCE
#include "runtime.h"

#include "privilege.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

bool runtime_asker(const char *text, uid_t *ret_uid) {
    unsigned long long number = 0;
    *ret_uid = 0;
    if (text == NULL)
        return true;
    for (const char *at = text; *at != '\0'; at++) {
        if (*at < '0' || *at > '9' || at - text > 9)
            return false;
        number = number * 10 + (unsigned long long)(*at - '0');
    }
    *ret_uid = (uid_t)number;
    return text[0] != '\0' && number < UINT32_MAX;
}

bool runtime_token(const char *text) {
    size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789");
    return length >= 4 && length <= 32 && text[length] == '\0';
}

/* A folder of theirs alone, below one that is, or at a path of ours. */
static int open_theirs(int below, const char *path, uid_t uid) {
    struct stat status;
    int fd = openat(below, path, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return -errno;
    if (fstat(fd, &status) == 0 && status.st_uid == uid && (status.st_mode & 077) == 0)
        return fd;
    close(fd);
    return -EPERM;
}

static int open_folder(uid_t uid, const char *token) {
    char path[96];
    int result = -ENOENT;
    for (int session = 1; session >= 0 && result < 0; session--) {
        if (session != 0)
            (void)snprintf(path, sizeof(path), "/run/user/%u/nestwork", uid);
        else
            (void)snprintf(path, sizeof(path), "/tmp/nestwork-%u", uid);
        int outer = open_theirs(AT_FDCWD, path, uid);
        (void)snprintf(path, sizeof(path), "root-%s", token);
        result = outer < 0 ? outer : open_theirs(outer, path, uid);
        if (outer >= 0)
            close(outer);
    }
    return result;
}

static int in_folder(int folder, const char *name, struct sockaddr_un *address) {
    *address = (struct sockaddr_un){.sun_family = AF_UNIX};
    int length = snprintf(address->sun_path, sizeof(address->sun_path), "/proc/self/fd/%d/%s", folder, name);
    return length < (int)sizeof(address->sun_path) ? 0 : -ENAMETOOLONG;
}

int runtime_connect(uid_t uid, gid_t gid, const char *token) {
    struct sockaddr_un address;
    privilege_files_as(uid, gid);
    int fd = -1, folder = open_folder(uid, token), result = folder < 0 ? folder : in_folder(folder, "root.sock", &address);
    if (result == 0 && (fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) < 0)
        result = -errno;
    if (result == 0 && connect(fd, (const struct sockaddr *)&address, sizeof(address)) < 0)
        result = -errno;
    privilege_files_as(0, 0);
    if (folder >= 0)
        close(folder);
    if (result < 0 && fd >= 0)
        close(fd);
    return result < 0 ? result : fd;
}

int runtime_listen(int folder, const char *name) {
    struct sockaddr_un address;
    int result = in_folder(folder, name, &address), fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    mode_t before = umask(0111);
    if (result == 0 && (fd < 0 || bind(fd, (const struct sockaddr *)&address, sizeof(address)) < 0 || listen(fd, 16) < 0))
        result = -errno;
    (void)umask(before);
    if (result < 0 && fd >= 0)
        close(fd);
    return result < 0 ? result : fd;
}
