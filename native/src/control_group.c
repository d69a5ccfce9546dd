#define _GNU_SOURCE
#include "control_group.h"

#include "util.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const names[] = {"cpu", "memory", "pids"};
enum { NAMES = sizeof(names) / sizeof(names[0]) };

/* --- files of a group --- */

/* 0 or a negative errno; what does not fit is cut. */
static int read_file(int group, const char *file, char *text, size_t size) {
    int fd = openat(group, file, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return -errno;
    ssize_t length = read(fd, text, size - 1);
    int result = length < 0 ? -errno : 0;
    close(fd);
    text[length > 0 ? length : 0] = '\0';
    return result;
}

int control_group_write(int group, const char *file, const char *value) {
    int fd = openat(group, file, O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return -errno;
    size_t length = strlen(value);
    int result = write(fd, value, length) == (ssize_t)length ? 0 : -errno;
    close(fd);
    return result;
}

uint64_t control_group_count(int group, const char *file, const char *key) {
    char text[1024], *rest;
    size_t length = strlen(key);
    if (read_file(group, file, text, sizeof(text)) < 0)
        return 0;
    for (const char *line = strtok_r(text, "\n", &rest); line != NULL; line = strtok_r(NULL, "\n", &rest)) {
        if (strncmp(line, key, length) == 0 && line[length] == ' ')
            return strtoull(line + length, NULL, 10);
    }
    return 0;
}

int control_group_add(int group, pid_t pid) {
    char text[16];
    (void)snprintf(text, sizeof(text), "%d", pid);
    return control_group_write(group, "cgroup.procs", text);
}

uint64_t control_group_identity(int group) {
    struct stat status;
    return fstat(group, &status) == 0 ? status.st_ino : 0;
}

int control_group_make(int folder, const char *name) {
    if (mkdirat(folder, name, 0755) < 0)
        return -errno;
    int group = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (group >= 0)
        return group;
    int result = -errno;
    (void)unlinkat(folder, name, AT_REMOVEDIR);
    return result;
}

static int remove_below(int folder, const char *name, int depth) {
    if (unlinkat(folder, name, AT_REMOVEDIR) == 0 || errno == ENOENT)
        return 0;
    int fd = errno != EBUSY || depth == 0 ? -1 : openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *entries = fd < 0 ? NULL : fdopendir(fd);
    if (entries == NULL) {
        if (fd >= 0)
            close(fd);
        return -EBUSY;
    }
    const struct dirent *entry;
    int result = 0;
    while (result == 0 && (entry = readdir(entries)) != NULL) {
        if (entry->d_type == DT_DIR && entry->d_name[0] != '.')
            result = remove_below(fd, entry->d_name, depth - 1);
    }
    (void)closedir(entries);
    return result < 0 || unlinkat(folder, name, AT_REMOVEDIR) == 0 ? result : -errno;
}

int control_group_remove(int folder, const char *name) {
    enum { DEPTH = 16 /* the lab's, a node's, and what that lets be made (node_group.c) */ };
    return remove_below(folder, name, DEPTH);
}

/* Controllers that a list of words names. */
static unsigned int named_in(const char *list) {
    unsigned int found = 0;
    char copy[512], *rest;
    text_copy(copy, sizeof(copy), list);
    for (const char *word = strtok_r(copy, " \n", &rest); word != NULL; word = strtok_r(NULL, " \n", &rest)) {
        for (unsigned int i = 0; i < NAMES; i++)
            found |= strcmp(word, names[i]) == 0 ? 1U << i : 0;
    }
    return found;
}

int control_group_enable(int group, unsigned int controllers) {
    char text[512];
    int result = read_file(group, "cgroup.subtree_control", text, sizeof(text));
    unsigned int missing = result < 0 ? 0 : controllers & ~named_in(text);
    for (unsigned int i = 0; i < NAMES && result == 0; i++) {
        char word[16];
        (void)snprintf(word, sizeof(word), "+%s", names[i]);
        if ((missing & (1U << i)) != 0)
            result = control_group_write(group, "cgroup.subtree_control", word);
    }
    return result;
}

void control_groups_names(unsigned int controllers, char *text, size_t size) {
    text[0] = '\0';
    for (unsigned int i = 0; i < NAMES; i++) {
        size_t length = strlen(text);
        if ((controllers & (1U << i)) != 0)
            (void)snprintf(text + length, size - length, "%s%s", length > 0 ? ", " : "", names[i]);
    }
}

/* --- where groups can be made --- */

/* Where version 2 is mounted, and which of its folders is mounted there. */
static bool find_mount(char root[512], char point[512]) {
    FILE *file = fopen("/proc/self/mountinfo", "re");
    char *line = NULL;
    size_t room = 0;
    bool found = false;
    while (file != NULL && !found && getline(&line, &room, file) >= 0) {
        const char *kind = strstr(line, " - cgroup2 ");
        found = kind != NULL && sscanf(line, "%*d %*d %*s %511s %511s", root, point) == 2;
    }
    free(line);
    if (file != NULL)
        (void)fclose(file);
    return found;
}

/* The group of this process in version 2: "0::/path". */
static bool own_path(char *path, size_t size) {
    char text[4096];
    int fd = open("/proc/self/cgroup", O_RDONLY | O_CLOEXEC);
    ssize_t length = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
    if (fd >= 0)
        close(fd);
    if (length < 0)
        return false;
    text[length] = '\0';
    const char *line = strncmp(text, "0::", 3) == 0 ? text : strstr(text, "\n0::");
    if (line == NULL)
        return false;
    line = strchr(line, '/');
    if (line == NULL)
        return false;
    (void)snprintf(path, size, "%.*s", (int)strcspn(line, "\n"), line);
    return true;
}

/* Whether groups can be made here and processes moved into them; and which controllers they can have. */
static bool usable(int folder, bool top, unsigned int *ret_controllers) {
    char text[512] = "";
    if (faccessat(folder, ".", W_OK, 0) < 0 || faccessat(folder, "cgroup.procs", W_OK, 0) < 0 || faccessat(folder, "cgroup.subtree_control", W_OK, 0) < 0)
        return false;
    *ret_controllers = read_file(folder, "cgroup.subtree_control", text, sizeof(text)) == 0 ? named_in(text) : 0;
    /* A group with processes of its own cannot give controllers to others, but the root. */
    bool empty = top || (read_file(folder, "cgroup.procs", text, sizeof(text)) == 0 && text[0] == '\0');
    if (empty && read_file(folder, "cgroup.controllers", text, sizeof(text)) == 0)
        *ret_controllers |= named_in(text);
    return true;
}

/* What may run in a group counts in all that are above it. */
static void note_processes(int folder, const char *path, struct control_groups *groups) {
    char text[32];
    unsigned long most = read_file(folder, "pids.max", text, sizeof(text)) == 0 ? strtoul(text, NULL, 10) : 0; /* 0: "max" */
    if (most == 0 || (groups->processes > 0 && groups->processes <= most))
        return;
    groups->processes = most;
    text_copy(groups->processes_path, sizeof(groups->processes_path), path);
}

static unsigned int count_of(unsigned int controllers) {
    return (unsigned int)__builtin_popcount(controllers);
}

static void explain(struct control_groups *groups, const char *own) {
    char missing[64];
    control_groups_names(GROUP_ALL & ~groups->controllers, missing, sizeof(missing));
    if (groups->folder < 0)
        (void)snprintf(groups->why, sizeof(groups->why), "the control group that the lab was started in (%.120s) is not delegated to you", own);
    else if (missing[0] != '\0')
        (void)snprintf(groups->why, sizeof(groups->why), "the controllers %s cannot be used in %.120s: they are not delegated to you, or serve version 1", missing,
                       groups->path);
}

void control_groups_find(struct control_groups *ret_groups) {
    char root[512], point[512], own[512], path[1024];
    *ret_groups = (struct control_groups){.folder = -1};
    if (!find_mount(root, point) || !own_path(own, sizeof(own))) {
        (void)snprintf(ret_groups->why, sizeof(ret_groups->why), "no control groups of version 2 are mounted on this computer");
        return;
    }
    size_t above = strcmp(root, "/") == 0 ? 0 : strlen(root), base = strlen(point);
    (void)snprintf(path, sizeof(path), "%s%s", point, strncmp(own, root, above) == 0 ? own + above : own);
    for (;;) {
        size_t length = strlen(path);
        while (length > base && path[length - 1] == '/')
            path[--length] = '\0';
        unsigned int controllers;
        int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (folder >= 0)
            note_processes(folder, path, ret_groups);
        bool better = folder >= 0 && ret_groups->controllers != GROUP_ALL && usable(folder, length <= base && above == 0, &controllers) &&
                      (ret_groups->folder < 0 || count_of(controllers) > count_of(ret_groups->controllers));
        if (better) {
            if (ret_groups->folder >= 0)
                close(ret_groups->folder);
            ret_groups->folder = folder;
            ret_groups->controllers = controllers;
            text_copy(ret_groups->path, sizeof(ret_groups->path), path);
        } else if (folder >= 0) {
            close(folder);
        }
        char *slash = strrchr(path, '/');
        if (length <= base || slash == NULL)
            break;
        *slash = '\0';
    }
    explain(ret_groups, own);
}
