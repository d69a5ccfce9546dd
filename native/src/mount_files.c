/* The private files of a node: each is a file of its store, mounted at its path. */
#define _GNU_SOURCE
#include "mount.h"

#include "mount_place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

static int failed(struct nw_error *error, const char *path, int number) {
    const char *why = number == -EISDIR ? "there is a folder of that name" : number == -ENOTDIR ? "a part of its path is a file" : strerror(-number);
    int result = error_set(error, "kernel-refused", number, "The private file %.200s could not be put in place: %s.", path, why);
    (void)snprintf(error->kernel, sizeof(error->kernel), "%s", strerror(-number));
    return result;
}

/* The name of a file in the store. Two paths may share one: then the first has no name any more, and is none the worse for it. */
static void name_of(const char *path, char name[24]) {
    uint32_t hash = 2166136261U; /* FNV-1a */
    for (const unsigned char *at = (const unsigned char *)path; *at != '\0'; at++)
        hash = (uint32_t)((hash ^ *at) * 16777619ULL);
    (void)snprintf(name, 24, "file-%08x", hash);
}

static int write_all(int fd, const char *bytes, size_t length) {
    for (size_t at = 0; at < length;) {
        ssize_t written = write(fd, bytes + at, length - at);
        if (written < 0)
            return -errno;
        at += (size_t)written;
    }
    return 0;
}

/* Takes the name of an earlier file of this path away, if there is one. Whoever replaced that was perhaps ended halfway: then it still has the older one on it. */
static int free_name(int store, const char *name, const char *path) {
    if (unlinkat(store, name, 0) == 0 || errno == ENOENT)
        return 0;
    return errno == EBUSY && umount2(path, MNT_DETACH) == 0 && unlinkat(store, name, 0) == 0 ? 0 : -errno;
}

/* Returns the mount of a new file of the store. */
static int make_file(int store, const struct private_file *file) {
    char name[24];
    name_of(file->path, name);
    int result = free_name(store, name, file->path), tree = -1;
    if (result < 0)
        return result;
    int fd = openat(store, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return -errno;
    result = write_all(fd, file->content, file->length);
    if (result == 0 && fchmod(fd, file->mode) < 0)
        result = -errno;
    if (result == 0 && (tree = open_tree(store, name, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC)) < 0)
        result = -errno;
    close(fd);
    return result < 0 ? result : tree;
}

static int put(int *store, const struct private_file *file, bool replaces) {
    int tree = make_file(*store, file);
    if (tree < 0)
        return tree;
    int result = place_file(store, tree, file->path, replaces);
    close(tree);
    return result;
}

static void take_away(int store, const char *path) {
    char name[24];
    name_of(path, name);
    place_remove(store, path);
    (void)unlinkat(store, name, 0);
}

static const struct private_file *find(const struct files *files, const char *path) {
    for (size_t i = 0; files != NULL && i < files->count; i++) {
        if (strcmp(files->list[i].path, path) == 0)
            return &files->list[i];
    }
    return NULL;
}

static bool same(const struct private_file *a, const struct private_file *b) {
    return a->mode == b->mode && a->length == b->length && memcmp(a->content, b->content, a->length) == 0;
}

/* The first `count` of `now` have been put in place, and all that are not among them have been taken away. */
static void change_back(int *store, const struct files *before, const struct files *now, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const struct private_file *old = find(before, now->list[i].path);
        if (old == NULL)
            take_away(*store, now->list[i].path);
        else if (!same(old, &now->list[i]))
            (void)put(store, old, true);
    }
    for (size_t i = 0; before != NULL && i < before->count; i++) {
        if (find(now, before->list[i].path) == NULL)
            (void)put(store, &before->list[i], false);
    }
}

int mount_files(int *store, const struct files *before, const struct files *now, struct nw_error *error) {
    if (*store < 0)
        return error_set(error, "kernel-refused", ENOSYS, "There are no private files here: no file system in memory could be mounted in the node.");
    for (size_t i = 0; before != NULL && i < before->count; i++) {
        if (find(now, before->list[i].path) == NULL)
            take_away(*store, before->list[i].path);
    }
    for (size_t i = 0; now != NULL && i < now->count; i++) {
        const struct private_file *file = &now->list[i], *old = find(before, file->path);
        int result = old != NULL && same(old, file) ? 0 : put(store, file, old != NULL);
        if (result == 0)
            continue;
        change_back(store, before, now, i);
        return failed(error, file->path, result);
    }
    return 0;
}

/* The node has folders of its own there. */
static bool own(const char *path) {
    return strncmp(path, "/run/", 5) == 0 || strncmp(path, "/tmp/", 5) == 0;
}

int mount_files_check(const struct files *files, struct nw_error *error) {
    struct stat status;
    for (size_t i = 0; i < files->count; i++) {
        const char *path = files->list[i].path;
        if (own(path))
            continue;
        int number = stat(path, &status) < 0 ? errno : S_ISDIR(status.st_mode) ? EISDIR : 0;
        if (number != 0 && number != ENOENT && number != EACCES)
            return failed(error, path, -number);
    }
    return 0;
}
