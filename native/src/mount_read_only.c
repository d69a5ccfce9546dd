/* A mount namespace in which the computer's files cannot be written, nor its disks past them: see mount.h. */
#define _GNU_SOURCE
#include "mount.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const devices[] = {"null", "zero", "full", "random", "urandom", "tty"};
enum { DEVICES = sizeof(devices) / sizeof(devices[0]) };

static void path_of(size_t device, char path[32]) {
    (void)snprintf(path, 32, "/dev/%s", devices[device]);
}

static int place_devices(const int *trees) {
    for (size_t i = 0; i < DEVICES; i++) {
        char path[32];
        path_of(i, path);
        int fd = trees[i] < 0 ? -1 : open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
        if (fd < 0)
            continue;
        close(fd);
        if (move_mount(trees[i], "", AT_FDCWD, path, MOVE_MOUNT_F_EMPTY_PATH) < 0)
            return -errno;
    }
    bool made = mkdir("/dev/pts", 0755) == 0 && mkdir("/dev/shm", 01777) == 0 && symlink("pts/ptmx", "/dev/ptmx") == 0 && symlink("/proc/self/fd", "/dev/fd") == 0 &&
                symlink("fd/0", "/dev/stdin") == 0 && symlink("fd/1", "/dev/stdout") == 0 && symlink("fd/2", "/dev/stderr") == 0;
    return made ? 0 : -errno;
}

/* A /dev of its own with nothing in it that is the computer's. */
static int mount_devices(void) {
    int trees[DEVICES];
    for (size_t i = 0; i < DEVICES; i++) {
        char path[32];
        path_of(i, path);
        trees[i] = open_tree(AT_FDCWD, path, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
    }
    int result = mount("nestwork", "/dev", "tmpfs", MS_NOSUID | MS_NOEXEC, "mode=0755,size=64k") < 0 ? -errno : place_devices(trees);
    for (size_t i = 0; i < DEVICES; i++) {
        if (trees[i] >= 0)
            close(trees[i]);
    }
    return result;
}

int mount_read_only(void) {
    struct mount_attr lock = {.attr_set = MOUNT_ATTR_RDONLY}, open = {.attr_clr = MOUNT_ATTR_RDONLY};
    if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
        return -errno;
    int result = mount_devices();
    if (result < 0)
        return result;
    if (mount_setattr(AT_FDCWD, "/", AT_RECURSIVE, &lock, sizeof(lock)) < 0)
        return -errno;
    /* The kernel mounts no other of these where the ones that are there are locked so (mount_too_revealing); they are no files of the computer. */
    (void)mount_setattr(AT_FDCWD, "/proc", 0, &open, sizeof(open));
    (void)mount_setattr(AT_FDCWD, "/sys", 0, &open, sizeof(open));
    return 0;
}
