/* A folder of the store in which everything that another folder has is bound: it covers that one, or takes the place of the root. */
#define _GNU_SOURCE
#include "mount_cover.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static int copy_link(int from, int to, const char *name) {
    char link[PATH_MAX];
    ssize_t length = readlinkat(from, name, link, sizeof(link) - 1);
    if (length < 0)
        return -errno;
    link[length] = '\0';
    return symlinkat(link, to, name) < 0 ? -errno : 0;
}

static int bind_entry(int from, int to, const char *name) {
    struct stat status;
    if (fstatat(from, name, &status, AT_SYMLINK_NOFOLLOW) < 0)
        return -errno;
    if (S_ISLNK(status.st_mode))
        return copy_link(from, to, name);
    if (S_ISDIR(status.st_mode)) {
        if (mkdirat(to, name, 0755) < 0)
            return -errno;
    } else {
        int fd = openat(to, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
        if (fd < 0)
            return -errno;
        close(fd);
    }
    int tree = open_tree(from, name, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE | AT_SYMLINK_NOFOLLOW);
    if (tree < 0)
        return -errno;
    int result = move_mount(tree, "", to, name, MOVE_MOUNT_F_EMPTY_PATH) < 0 ? -errno : 0;
    close(tree);
    return result;
}

/* `but`: an entry that is left to the caller, or NULL. */
static int bind_entries(const char *folder, int to, const char *but) {
    DIR *entries = opendir(folder);
    if (entries == NULL)
        return -errno;
    int result = 0;
    const struct dirent *entry;
    while (result == 0 && (entry = readdir(entries)) != NULL) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0 || (but != NULL && strcmp(entry->d_name, but) == 0))
            continue;
        result = bind_entry(dirfd(entries), to, entry->d_name);
        /* Went away meanwhile, or cannot be looked into: then it is not seen. */
        if (result == -ENOENT || result == -EACCES)
            result = 0;
    }
    (void)closedir(entries);
    return result;
}

/* A folder of the store that is a mount of itself, so that what is mounted in it goes with it. Returns a descriptor of it. */
static int make_farm(int store, const char *folder, int number) {
    char name[24];
    struct stat status;
    (void)snprintf(name, sizeof(name), "farm-%d", number);
    int result = stat(folder, &status) < 0 ? -errno : cover_make_folder(store, name, &status);
    if (result < 0)
        return result;
    int tree = open_tree(store, name, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
    if (tree < 0)
        return -errno;
    result = move_mount(tree, "", store, name, MOVE_MOUNT_F_EMPTY_PATH) < 0 ? -errno : 0;
    close(tree);
    if (result < 0)
        return result;
    int farm = openat(store, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return farm < 0 ? -errno : farm; // cppcheck-suppress resourceLeak
}

int cover_by_binds(int store, const char *folder, int number) {
    int farm = make_farm(store, folder, number);
    if (farm < 0)
        return farm;
    int result = bind_entries(folder, farm, NULL);
    if (result == 0 && move_mount(farm, "", AT_FDCWD, folder, MOVE_MOUNT_F_EMPTY_PATH) < 0)
        result = -errno;
    close(farm);
    return result;
}

/* The new root's /run: the store first, then what covers it. Returns a descriptor of the former. */
static int bring_store(int store, int farm) {
    int hidden = open_tree(store, "", OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_EMPTY_PATH);
    int seen = open_tree(AT_FDCWD, "/run", OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE);
    int moved = -1, result = 0;
    if (hidden < 0 || seen < 0 || mkdirat(farm, "run", 0755) < 0 || move_mount(hidden, "", farm, "run", MOVE_MOUNT_F_EMPTY_PATH) < 0 ||
        (moved = openat(farm, "run", O_RDONLY | O_DIRECTORY | O_CLOEXEC)) < 0 ||
        move_mount(seen, "", moved, "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH) < 0)
        result = -errno;
    if (hidden >= 0)
        close(hidden);
    if (seen >= 0)
        close(seen);
    if (result < 0 && moved >= 0)
        close(moved);
    return result < 0 ? result : moved;
}

int cover_root(int *store, int number) {
    int farm = make_farm(*store, "/", number);
    if (farm < 0)
        return farm;
    int result = bind_entries("/", farm, "run"), moved = -1;
    if (result == 0)
        result = moved = bring_store(*store, farm);
    if (result >= 0) {
        result = fchdir(farm) < 0 || syscall(SYS_pivot_root, ".", ".") < 0 ? -errno : 0;
        if (result == 0 && (umount2(".", MNT_DETACH) < 0 || chdir("/") < 0))
            result = -errno;
    }
    close(farm);
    if (result < 0) {
        if (moved >= 0)
            close(moved);
        return result;
    }
    close(*store);
    *store = moved;
    return 0;
}
