#define _GNU_SOURCE
#include "named_network.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_SIZE = 96 };
static const char folder[] = "/run/netns";

static void path_of(const char *name, char path[PATH_SIZE]) {
    (void)snprintf(path, PATH_SIZE, "%s/%.63s", folder, name);
}

bool named_network_taken(const char *name) {
    struct stat status;
    char path[PATH_SIZE];
    path_of(name, path);
    return lstat(path, &status) == 0;
}

int named_network_make(const char *name, int net) {
    char path[PATH_SIZE], source[32];
    path_of(name, path);
    (void)snprintf(source, sizeof(source), "/proc/self/fd/%d", net);
    if (mkdir(folder, 0755) < 0 && errno != EEXIST)
        return -errno;
    int fd = open(path, O_RDONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0);
    if (fd < 0)
        return -errno;
    close(fd);
    return mount(source, path, "none", MS_BIND, NULL) < 0 ? -errno : 0;
}

static bool leads(const char *path, uint64_t inode) {
    struct stat status, around;
    return lstat(path, &status) == 0 && stat(folder, &around) == 0 && status.st_dev != around.st_dev && status.st_ino == inode;
}

/* What is left when the mount did not come to it. */
static bool leads_nowhere(const char *path) {
    struct stat status, around;
    return lstat(path, &status) == 0 && stat(folder, &around) == 0 && status.st_dev == around.st_dev && S_ISREG(status.st_mode) && status.st_size == 0 &&
           (status.st_mode & 07777) == 0;
}

bool named_network_left(const char *name, uint64_t inode) {
    char path[PATH_SIZE];
    path_of(name, path);
    return leads(path, inode) || leads_nowhere(path);
}

void named_network_remove(const char *name, uint64_t inode) {
    char path[PATH_SIZE];
    path_of(name, path);
    if (leads(path, inode))
        (void)umount2(path, MNT_DETACH | UMOUNT_NOFOLLOW);
    if (leads_nowhere(path))
        (void)unlink(path);
    (void)rmdir(folder); /* if it is empty now and nobody's mount */
}
