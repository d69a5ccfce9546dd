#define _GNU_SOURCE
#include "process_json.h"

#include "census.h"
#include "lab.h"
#include "node.h"
#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* What /proc/PID/status says: PIDs from the supervisor's namespace inwards, and the effective user. */
struct status {
    pid_t pids[8];
    size_t depth;
    pid_t parent;
    uid_t user;
};

static ssize_t read_file(int folder, const char *path, char *text, size_t size) {
    int fd = openat(folder, path, O_RDONLY | O_CLOEXEC);
    ssize_t length = fd < 0 ? -1 : read(fd, text, size - 1);
    if (fd >= 0)
        close(fd);
    text[length > 0 ? length : 0] = '\0';
    return length;
}

static bool read_status(pid_t pid, struct status *status) {
    char path[48], text[4096];
    (void)snprintf(path, sizeof(path), "/proc/%d/status", pid);
    if (read_file(AT_FDCWD, path, text, sizeof(text)) <= 0)
        return false;
    const char *user = strstr(text, "\nUid:"), *parent = strstr(text, "\nPPid:"), *pids = strstr(text, "\nNSpid:");
    *status = (struct status){0};
    if (user == NULL || parent == NULL || pids == NULL || sscanf(user + 5, "%*u %u", &status->user) != 1 || sscanf(parent + 6, "%d", &status->parent) != 1)
        return false;
    for (char *at = (char *)(uintptr_t)pids + 7, *end; status->depth < 8 && *at != '\n'; at = end) {
        pid_t one = (pid_t)strtol(at, &end, 10);
        if (end == at)
            break;
        status->pids[status->depth++] = one;
    }
    return status->depth > 0;
}

/* Its PID in the node's PID namespace: the lab's, or the one in it. */
static pid_t inside(const struct node *node, const struct status *status) {
    bool own = (node->isolation & namespace_flag(NAMESPACE_PID)) != 0;
    return status->pids[own && status->depth > 1 ? 1 : 0];
}

/* As the computer counts: what a pidfd says in the /proc of the outside. */
static pid_t outside(const struct lab *lab, pid_t pid) {
    char path[48], text[512];
    int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
    if (pidfd < 0)
        return 0;
    (void)snprintf(path, sizeof(path), "self/fdinfo/%d", pidfd);
    ssize_t length = read_file(lab->outer_proc, path, text, sizeof(text));
    close(pidfd);
    const char *at = length > 0 ? strstr(text, "\nPid:") : NULL;
    return at != NULL ? (pid_t)strtol(at + 5, NULL, 10) : 0;
}

static json_t *command_line(pid_t pid) {
    char path[48];
    static char text[COMMAND_LINE_MAX + 1];
    (void)snprintf(path, sizeof(path), "/proc/%d/cmdline", pid);
    ssize_t length = read_file(AT_FDCWD, path, text, sizeof(text));
    while (length > 0 && text[length - 1] == '\0')
        length--;
    for (ssize_t i = 0; i < length; i++) {
        if (text[i] == '\0')
            text[i] = ' ';
    }
    return text_json(text, length > 0 ? (size_t)length : 0);
}

/* Wall clock at the start of a process, ms. */
static int64_t since(uint64_t started) {
    struct timespec boot;
    clock_gettime(CLOCK_BOOTTIME, &boot);
    int64_t now = (int64_t)boot.tv_sec * 1000 + boot.tv_nsec / 1000000;
    return wall_ms() - (now - (int64_t)(started * 1000 / (uint64_t)sysconf(_SC_CLK_TCK)));
}

struct listing {
    struct lab *lab;
    struct node *node;
    json_t *list;
};

static void describe(struct listing *listing, pid_t pid) {
    struct process_stat stat;
    struct status status, parent;
    if (json_array_size(listing->list) >= PROCESSES_MAX || !process_stat_read(pid, &stat) || !read_status(pid, &status))
        return;
    bool known = status.parent > 1 && read_status(status.parent, &parent) && parent.depth >= 2;
    bool own = (listing->node->isolation & namespace_flag(NAMESPACE_PID)) != 0;
    pid_t above = status.parent <= 1 ? 0 : own ? (known ? inside(listing->node, &parent) : 0) : status.parent;
    char letter[2] = {stat.state, '\0'};
    json_t *object = json_pack("{s:i,s:i,s:i,s:I,s:o,s:o,s:s,s:I,s:I,s:I}", "pid", (int)inside(listing->node, &status), "parent", (int)above, "outside",
                               (int)outside(listing->lab, pid), "uid", (json_int_t)status.user, "name", text_json(stat.name, strlen(stat.name)), "command",
                               command_line(pid), "state", letter, "cpu", (json_int_t)stat.cpu, "memory", (json_int_t)stat.memory, "since",
                               (json_int_t)since(stat.started));
    (void)json_array_append_new(listing->list, object);
}

json_t *processes_json(struct lab *lab, struct node *node) {
    struct listing listing = {.lab = lab, .node = node, .list = json_array()};
    size_t count = 0;
    pid_t *pids = census_pids(lab, node, &count);
    describe(&listing, node->pid);
    for (size_t i = 0; i < count; i++)
        describe(&listing, pids[i]);
    free(pids);
    return listing.list;
}

int processes_signal(struct lab *lab, struct node *node, json_int_t pid, int number, struct nw_error *error) {
    size_t count = 0;
    int result = -ESRCH;
    if (read_status(node->pid, &(struct status){0}) && pid == 1 && (node->isolation & namespace_flag(NAMESPACE_PID)) != 0)
        return error_set(error, "in-use", EBUSY, "The first process of %s ends with the node alone.", node->name);
    pid_t *pids = census_pids(lab, node, &count);
    for (size_t i = 0; i < count && result == -ESRCH; i++) {
        struct status status;
        /* First held, then looked at: what is signalled is what was looked at. */
        int pidfd = (int)syscall(SYS_pidfd_open, pids[i], 0);
        if (pidfd >= 0 && read_status(pids[i], &status) && inside(node, &status) == (pid_t)pid)
            result = syscall(SYS_pidfd_send_signal, pidfd, number, NULL, 0) < 0 ? -errno : 0;
        if (pidfd >= 0)
            close(pidfd);
    }
    free(pids);
    if (result == -ESRCH)
        return error_set(error, "not-found", ESRCH, "%s has no process %lld any more.", node->name, (long long)pid);
    return result < 0 ? error_set(error, "kernel-refused", result, "Process %lld of %s could not be signalled: %s.", (long long)pid, node->name, strerror(-result))
                      : 0;
}

/* --- mounts --- */

static json_t *unescaped(char *text) {
    return text_json(text, text_unescape(text));
}

json_t *mounts_json(struct lab *lab, struct node *node, struct nw_error *error) {
    char path[48], *line = NULL;
    size_t room = 0;
    if (node_mount(node, error) < 0)
        return NULL;
    (void)snprintf(path, sizeof(path), "%d/mounts", node->outer);
    int fd = openat(lab->outer_proc, path, O_RDONLY | O_CLOEXEC);
    FILE *file = fd < 0 ? NULL : fdopen(fd, "re");
    if (file == NULL) {
        (void)error_set(error, "kernel-refused", errno, "The mounts of %s cannot be read: %s.", node->name, strerror(errno));
        if (fd >= 0)
            close(fd);
        return NULL;
    }
    json_t *list = json_array();
    while (getline(&line, &room, file) >= 0) {
        char *rest, *source = strtok_r(line, " \n", &rest), *target = strtok_r(NULL, " \n", &rest), *type = strtok_r(NULL, " \n", &rest);
        char *options = strtok_r(NULL, " \n", &rest);
        if (options != NULL)
            (void)json_array_append_new(list, json_pack("{s:o,s:o,s:s,s:o}", "target", unescaped(target), "source", unescaped(source), "type", type, "options",
                                                        unescaped(options)));
    }
    free(line);
    (void)fclose(file);
    return list;
}
