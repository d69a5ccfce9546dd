/*
 * One file over another, or where none is: see mount_place.h. Names are looked up once, to a descriptor; what is made is made by it, and only on a file
 * system that is known to be the store or an overlay of ours. So whatever a node mounts or links meanwhile, nothing is written to the computer's disk.
 */
#define _GNU_SOURCE
#include "mount_place.h"

#include "mount_cover.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef MOVE_MOUNT_BENEATH
#define MOVE_MOUNT_BENEATH 0x00000200 /* Linux 6.5 */
#endif

/* Marks of what is made here, so that nothing else is ever deleted. */
enum { MADE_FILE = 0, MADE_FOLDER = 01755, LINKS_MAX = 8 };

static int cover_file(int tree, int target) {
    return move_mount(tree, "", target, "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH) < 0 ? -errno : 0;
}

/* The new one comes beneath the old one before that goes, so that what both cover is not seen in between. */
static int replace_file(int tree, const char *path) {
    bool beneath = move_mount(tree, "", AT_FDCWD, path, MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_SYMLINKS | MOVE_MOUNT_BENEATH) == 0;
    (void)umount2(path, MNT_DETACH); /* the node may have done so itself */
    return beneath || move_mount(tree, "", AT_FDCWD, path, MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_SYMLINKS) == 0 ? 0 : -errno;
}

/* The deepest folder of `path` that is there, and where the rest begins. */
static int deepest_folder(const char *path, const char **ret_rest) {
    char part[PATH_MAX];
    for (const char *end = strrchr(path, '/'); end != NULL;) {
        size_t length = end == path ? 1 : (size_t)(end - path);
        memcpy(part, path, length);
        part[length] = '\0';
        int fd = open(part, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (fd >= 0 || errno != ENOENT) {
            *ret_rest = end + 1;
            return fd < 0 ? -errno : fd; // cppcheck-suppress resourceLeak
        }
        if (end == path)
            return -ENOENT;
        end = memrchr(path, '/', (size_t)(end - path));
    }
    return -EINVAL;
}

/* Makes one folder, if need be, and goes into it; `at` is closed. A descriptor or a negative errno. */
static int make_folder(int at, const char *name) {
    bool made = mkdirat(at, name, 0755) == 0;
    if (made && fchmodat(at, name, MADE_FOLDER, 0) < 0) { /* mkdir(2) does not take the sticky bit everywhere */
        /* then it stays behind, empty, when the file goes */
    }
    int next = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), result = next < 0 ? -errno : next;
    close(at);
    return result; // cppcheck-suppress resourceLeak
}

/* Makes the folders and the empty file of `rest` below `folder`; returns a descriptor of the file. */
static int make_target(int folder, const char *rest) {
    int at = fcntl(folder, F_DUPFD_CLOEXEC, 3);
    for (const char *slash; at >= 0 && (slash = strchr(rest, '/')) != NULL; rest = slash + 1) {
        char name[NAME_MAX + 1];
        size_t length = (size_t)(slash - rest);
        if (length >= sizeof(name)) {
            close(at);
            return -ENAMETOOLONG;
        }
        memcpy(name, rest, length);
        name[length] = '\0';
        at = make_folder(at, name);
    }
    if (at < 0)
        return at;
    int made = openat(at, rest, O_RDONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, MADE_FILE), number = errno;
    if (made < 0 && number == EEXIST) {
        made = openat(at, rest, O_PATH | O_NOFOLLOW | O_CLOEXEC);
        number = errno;
    }
    close(at);
    return made < 0 ? -number : made;
}

static int place_new(int *store, int tree, const char *path) {
    const char *rest;
    for (int attempt = 0; attempt < 2; attempt++) {
        int folder = deepest_folder(path, &rest);
        if (folder < 0)
            return folder;
        if (cover_is_ours(*store, folder)) {
            int target = make_target(folder, rest);
            close(folder);
            if (target < 0)
                return target;
            int result = cover_file(tree, target);
            close(target);
            return result;
        }
        char covered[PATH_MAX];
        size_t length = (size_t)(rest - path);
        memcpy(covered, path, length);
        covered[length > 1 ? length - 1 : 1] = '\0';
        close(folder);
        int result = cover_folder(store, covered);
        if (result < 0)
            return result;
    }
    return -EXDEV;
}

/* A link is followed, also one that leads nowhere. */
static int place_linked(int *store, int tree, const char *path, bool replaces, int links) {
    int target = open(path, O_PATH | O_CLOEXEC);
    if (target >= 0) {
        struct stat there;
        int result = fstat(target, &there) < 0 ? -errno : S_ISDIR(there.st_mode) ? -EISDIR : 0;
        if (result == 0)
            result = replaces ? replace_file(tree, path) : cover_file(tree, target);
        close(target);
        return result;
    }
    if (errno != ENOENT)
        return -errno;
    char link[PATH_MAX], next[PATH_MAX];
    ssize_t length = readlink(path, link, sizeof(link) - 1);
    if (length < 0)
        return errno == ENOENT ? place_new(store, tree, path) : -errno;
    link[length] = '\0';
    if (links >= LINKS_MAX)
        return -ELOOP;
    int folder = (int)(strrchr(path, '/') - path) + 1;
    if ((size_t)snprintf(next, sizeof(next), "%.*s%s", link[0] == '/' ? 0 : folder, path, link) >= sizeof(next))
        return -ENAMETOOLONG;
    return place_linked(store, tree, next, replaces, links + 1);
}

int place_file(int *store, int tree, const char *path, bool replaces) {
    return place_linked(store, tree, path, replaces, 0);
}

/* Folders that were made for it, as long as they are empty and bear the mark. */
static void remove_folders(int store, char *path) {
    for (char *slash = strrchr(path, '/'); slash != NULL && slash != path; slash = strrchr(path, '/')) {
        *slash = '\0';
        struct stat status;
        int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        bool made = fd >= 0 && fstat(fd, &status) == 0 && (status.st_mode & 07777) == MADE_FOLDER && cover_is_ours(store, fd);
        if (fd >= 0)
            close(fd);
        if (!made || rmdir(path) < 0)
            return;
    }
}

void place_remove(int store, const char *path) {
    char real[PATH_MAX];
    struct stat status;
    if (realpath(path, real) == NULL || umount2(real, MNT_DETACH | UMOUNT_NOFOLLOW) < 0)
        return;
    char *slash = strrchr(real, '/');
    *slash = '\0';
    int folder = open(slash == real ? "/" : real, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool made = folder >= 0 && cover_is_ours(store, folder) && fstatat(folder, slash + 1, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(status.st_mode) &&
                status.st_size == 0 && (status.st_mode & 07777) == MADE_FILE;
    if (made)
        (void)unlinkat(folder, slash + 1, 0);
    if (folder >= 0)
        close(folder);
    *slash = '/';
    if (made)
        remove_folders(store, real);
}
