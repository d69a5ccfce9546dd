/*
 * A covered folder shows what the computer has there, and takes new files that lie in the store. An overlay does it in one mount, and everything below it is
 * the node's own from then on. Where there is none (an older kernel, a third layer, a comma in a name), mount_binds.c does it.
 */
#define _GNU_SOURCE
#include "mount_cover.h"

#include "util.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

enum { COVERS = 64, SUBMOUNTS = 64 };

/* The store knows its overlays by links of this name to the folders that they cover. */
static void name_of(char name[24], const char *kind, int number) {
    (void)snprintf(name, 24, "%s-%d", kind, number);
}

bool cover_is_ours(int store, int folder) {
    struct stat ours, here, cover;
    if (fstat(store, &ours) < 0 || fstat(folder, &here) < 0)
        return false;
    if (ours.st_dev == here.st_dev)
        return true;
    for (int i = 0; i < COVERS; i++) {
        char name[24], path[PATH_MAX];
        name_of(name, "cover", i);
        ssize_t length = readlinkat(store, name, path, sizeof(path) - 1);
        if (length < 0)
            return false;
        path[length] = '\0';
        if (stat(path, &cover) == 0 && cover.st_dev == here.st_dev)
            return true;
    }
    return false;
}

/* --- what is mounted below a folder, and would be hidden by its cover --- */

struct submounts {
    size_t count;
    char *paths[SUBMOUNTS];
    int trees[SUBMOUNTS];
};

static bool below(const char *path, const char *folder) {
    size_t length = strlen(folder);
    return strncmp(path, folder, length) == 0 && path[length] == '/';
}

static bool taken(const struct submounts *all, const char *path) {
    for (size_t i = 0; i < all->count; i++) {
        if (strcmp(all->paths[i], path) == 0 || below(path, all->paths[i]))
            return true;
    }
    return false;
}

static void take_submounts(const char *folder, struct submounts *all) {
    FILE *file = fopen("/proc/self/mountinfo", "re");
    char *line = NULL, path[PATH_MAX];
    size_t size = 0;
    all->count = 0;
    while (file != NULL && all->count < SUBMOUNTS && getline(&line, &size, file) >= 0) {
        if (sscanf(line, "%*d %*d %*s %*s %4095s", path) != 1)
            continue;
        (void)text_unescape(path);
        if (!below(path, folder) || taken(all, path))
            continue;
        int tree = open_tree(AT_FDCWD, path, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE);
        char *copy = tree < 0 ? NULL : strdup(path);
        if (copy != NULL) {
            all->paths[all->count] = copy;
            all->trees[all->count++] = tree;
        } else if (tree >= 0) {
            close(tree);
        }
    }
    free(line);
    if (file != NULL)
        (void)fclose(file);
}

static void put_submounts(struct submounts *all) {
    for (size_t i = 0; i < all->count; i++) {
        (void)move_mount(all->trees[i], "", AT_FDCWD, all->paths[i], MOVE_MOUNT_F_EMPTY_PATH);
        close(all->trees[i]);
        free(all->paths[i]);
    }
}

/* --- by an overlay --- */

int cover_make_folder(int store, const char *name, const struct stat *status) {
    if (mkdirat(store, name, 0755) < 0)
        return -errno;
    if (fchownat(store, name, status->st_uid, status->st_gid, 0) < 0) {
        /* an id that is not mapped here: it stays ours */
    }
    return fchmodat(store, name, status->st_mode & 07777, 0) < 0 ? -errno : 0;
}

/* The folder as an overlay takes it: a colon would end it. */
static void escape(const char *path, char *text, size_t size) {
    size_t at = 0;
    for (; *path != '\0' && at + 3 < size; path++) {
        if (*path == ':' || *path == '\\')
            text[at++] = '\\';
        text[at++] = *path;
    }
    text[at] = '\0';
}

/* Names of the upper layer are relative to the store, which is the working directory meanwhile. */
static int mount_overlay(const char *folder, const char *upper, const char *work) {
    char lower[PATH_MAX * 2];
    escape(folder, lower, sizeof(lower));
    int context = fsopen("overlay", FSOPEN_CLOEXEC), tree = -1;
    if (context < 0)
        return -errno;
    if (fsconfig(context, FSCONFIG_SET_STRING, "source", "nestwork", 0) == 0 && fsconfig(context, FSCONFIG_SET_STRING, "lowerdir", lower, 0) == 0 &&
        fsconfig(context, FSCONFIG_SET_STRING, "upperdir", upper, 0) == 0 && fsconfig(context, FSCONFIG_SET_STRING, "workdir", work, 0) == 0 &&
        fsconfig(context, FSCONFIG_SET_FLAG, "userxattr", NULL, 0) == 0 && fsconfig(context, FSCONFIG_CMD_CREATE, NULL, NULL, 0) == 0)
        tree = fsmount(context, FSMOUNT_CLOEXEC, MOUNT_ATTR_NODEV);
    int result = tree < 0 || move_mount(tree, "", AT_FDCWD, folder, MOVE_MOUNT_F_EMPTY_PATH) < 0 ? -errno : 0;
    close(context);
    if (tree >= 0)
        close(tree);
    return result;
}

static int cover_by_overlay(int store, const char *folder, int number) {
    char cover[24], upper[24], work[24];
    struct stat status;
    name_of(cover, "cover", number);
    name_of(upper, "upper", number);
    name_of(work, "work", number);
    if (stat(folder, &status) < 0)
        return -errno;
    int result = cover_make_folder(store, upper, &status);
    if (result == 0 && (mkdirat(store, work, 0700) < 0 || fchdir(store) < 0))
        result = -errno;
    if (result == 0) {
        struct submounts submounts;
        take_submounts(folder, &submounts);
        result = mount_overlay(folder, upper, work);
        if (result == 0 && symlinkat(folder, store, cover) < 0) {
            result = -errno;
            (void)umount2(folder, MNT_DETACH);
        }
        put_submounts(&submounts);
    }
    if (chdir("/") < 0)
        result = -errno;
    if (result < 0) {
        (void)unlinkat(store, upper, AT_REMOVEDIR);
        (void)unlinkat(store, work, AT_REMOVEDIR);
    }
    return result;
}

/* --- the choice --- */

/* The first number that nothing of this kind has yet; COVERS: there is none. */
static int next_number(int store, const char *kind) {
    char name[24];
    struct stat status;
    int number = 0;
    for (; number < COVERS; number++) {
        name_of(name, kind, number);
        if (fstatat(store, name, &status, AT_SYMLINK_NOFOLLOW) < 0)
            break;
    }
    return number;
}

int cover_folder(int *store, const char *path) {
    char folder[PATH_MAX];
    if (realpath(path, folder) == NULL)
        return -errno;
    bool root = strcmp(folder, "/") == 0;
    int cover = next_number(*store, "cover"), farm = next_number(*store, "farm");
    if (cover == COVERS || farm == COVERS)
        return -ENOSPC;
    if (!root && cover_by_overlay(*store, folder, cover) == 0)
        return 0;
    return root ? cover_root(store, farm) : cover_by_binds(*store, folder, farm);
}
