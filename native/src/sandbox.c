#define _GNU_SOURCE
#include "sandbox.h"

#include "util.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/close_range.h>
#include <linux/keyctl.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static struct rlimit descriptors_before;

int sandbox_write_map(int outer_proc, pid_t outer, const char *file, const char *text) {
    char path[64];
    (void)snprintf(path, sizeof(path), "%d/%s", outer, file);
    int fd = openat(outer_proc, path, O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return -errno;
    size_t length = strlen(text);
    int result = write(fd, text, length) == (ssize_t)length ? 0 : -errno;
    close(fd);
    return result;
}

/* --- the range of a person --- */

static bool parse_number(const char *text, char end, unsigned long *ret_number, const char **ret_after) {
    if (*text < '0' || *text > '9')
        return false;
    char *after;
    errno = 0;
    *ret_number = strtoul(text, &after, 10);
    if (errno != 0 || *ret_number > 4294967294UL || (*after != end && !(end == '\n' && *after == '\0')))
        return false;
    *ret_after = after;
    return true;
}

bool sandbox_subordinate(const char *text, const char *user, const char *number, unsigned long *ret_start, unsigned long *ret_count) {
    bool found = false;
    while (text != NULL && *text != '\0') {
        const char *line = text, *end = strchr(text, '\n'), *after;
        text = end != NULL ? end + 1 : NULL;
        const char *colon = strchr(line, ':');
        if (colon == NULL || (end != NULL && colon > end))
            continue;
        size_t length = (size_t)(colon - line);
        bool ours = (strlen(user) == length && strncmp(line, user, length) == 0) ||
                    (strlen(number) == length && strncmp(line, number, length) == 0);
        unsigned long start, count;
        if (!ours || !parse_number(colon + 1, ':', &start, &after) || !parse_number(after + 1, '\n', &count, &after))
            continue;
        if (count > 0 && start > 0 && start + count <= 4294967295UL && (!found || count > *ret_count)) {
            *ret_start = start;
            *ret_count = count;
            found = true;
        }
    }
    return found;
}

static bool read_range(const char *path, unsigned long *ret_start, unsigned long *ret_count) {
    static char text[65536];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    ssize_t length = read(fd, text, sizeof(text) - 1);
    close(fd);
    if (length < 0)
        return false;
    text[length] = '\0';
    char number[16];
    (void)snprintf(number, sizeof(number), "%u", getuid());
    const struct passwd *person = getpwuid(getuid());
    return sandbox_subordinate(text, person != NULL ? person->pw_name : number, number, ret_start, ret_count);
}

/* Runs newuidmap or newgidmap: lab id 0 is the caller, 1 to count the range. */
static bool run_mapper(const char *program, pid_t pid, unsigned int own, unsigned long start, unsigned long count) {
    char process[16], self[16], first[16], length[16];
    (void)snprintf(process, sizeof(process), "%d", pid);
    (void)snprintf(self, sizeof(self), "%u", own);
    (void)snprintf(first, sizeof(first), "%lu", start);
    (void)snprintf(length, sizeof(length), "%lu", count);
    char *arguments[] = {(char *)(uintptr_t)program, process, (char[]){"0"}, self, (char[]){"1"}, (char[]){"1"}, first, length, NULL};
    char *environment[] = {NULL};
    pid_t child = fork();
    if (child < 0)
        return false;
    if (child == 0) {
        int null = open("/dev/null", O_RDWR);
        for (int fd = 0; fd < 3 && null >= 0; fd++)
            (void)dup2(null, fd);
        execve(program, arguments, environment);
        _exit(127);
    }
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static int map_single(int outer_proc, pid_t pid, bool users_too, struct nw_error *error) {
    char text[64];
    (void)snprintf(text, sizeof(text), "0 %u 1", getuid());
    int result = users_too ? sandbox_write_map(outer_proc, pid, "uid_map", text) : 0;
    if (result == 0)
        result = sandbox_write_map(outer_proc, pid, "setgroups", "deny");
    (void)snprintf(text, sizeof(text), "0 %u 1", getgid());
    if (result == 0)
        result = sandbox_write_map(outer_proc, pid, "gid_map", text);
    if (result < 0) {
        (void)error_set(error, "not-permitted", result, "The lab's user namespace could not be given your id: %s.", strerror(-result));
        text_copy(error->hint, sizeof(error->hint), "Run nestwork doctor: it names the setting that forbids user namespaces here.");
    }
    return result;
}

/* Root maps 0 to 65535 as they are, or as many as the user namespace that it lives in has. */
static int map_root(int outer_proc, pid_t pid, struct mapping *mapping, struct nw_error *error) {
    unsigned long inside, outside, count = 0;
    FILE *file = fopen("/proc/self/uid_map", "re");
    if (file == NULL || fscanf(file, "%lu %lu %lu", &inside, &outside, &count) != 3 || inside != 0 || count == 0)
        count = 1;
    if (file != NULL)
        (void)fclose(file);
    if (count > 65536)
        count = 65536;
    (void)snprintf(mapping->map, sizeof(mapping->map), "0 0 %lu", count);
    mapping->range = count > 1;
    int result = sandbox_write_map(outer_proc, pid, "uid_map", mapping->map);
    if (result == 0)
        result = sandbox_write_map(outer_proc, pid, "gid_map", mapping->map);
    if (result < 0)
        return error_set(error, "not-permitted", result, "The ids of the lab could not be mapped: %s.", strerror(-result));
    return 0;
}

int sandbox_map_lab(int outer_proc, pid_t pid, struct mapping *ret_mapping, struct nw_error *error) {
    if (geteuid() == 0)
        return map_root(outer_proc, pid, ret_mapping, error);
    unsigned long start, count, group_start, group_count;
    *ret_mapping = (struct mapping){.map = "0 0 1"};
    if (access("/usr/bin/newuidmap", X_OK) == 0 && access("/usr/bin/newgidmap", X_OK) == 0 && read_range("/etc/subuid", &start, &count) &&
        read_range("/etc/subgid", &group_start, &group_count)) {
        if (count > group_count)
            count = group_count;
        /* A map can be written once only: when the groups fail after the users went well, one id is left for the groups. */
        if (run_mapper("/usr/bin/newuidmap", pid, getuid(), start, count)) {
            if (!run_mapper("/usr/bin/newgidmap", pid, getgid(), group_start, count))
                return map_single(outer_proc, pid, false, error);
            ret_mapping->range = true;
            /* Two lines, as in the lab's own map: the kernel wants each to lie within one of them. */
            (void)snprintf(ret_mapping->map, sizeof(ret_mapping->map), "0 0 1\n1 1 %lu", count);
            return 0;
        }
    }
    return map_single(outer_proc, pid, true, error);
}

/* --- processes --- */

uid_t sandbox_caller(void) {
    unsigned int inside, outside, count;
    uid_t uid = getuid();
    FILE *file = fopen("/proc/self/uid_map", "re");
    if (file == NULL)
        return uid;
    while (fscanf(file, "%u %u %u", &inside, &outside, &count) == 3) {
        if (getuid() >= inside && getuid() - inside < count) {
            uid = outside + (getuid() - inside);
            break;
        }
    }
    (void)fclose(file);
    return uid;
}

int sandbox_become(uid_t uid, gid_t gid, const gid_t *groups, size_t count, bool may_keep_groups) {
    if (setgroups(count, groups) < 0 && !(may_keep_groups && errno == EPERM))
        return -errno;
    return setresgid(gid, gid, gid) < 0 || setresuid(uid, uid, uid) < 0 ? -errno : 0;
}

void sandbox_hide(bool hidden) {
    (void)prctl(PR_SET_DUMPABLE, hidden ? 0 : 1);
}

void sandbox_supervisor(bool range) {
    if (range)
        (void)setgroups(0, NULL);
    /* The person's keys (of the desktop, of network file systems) stay outside. */
    (void)syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, NULL);
    umask(022);
    (void)signal(SIGPIPE, SIG_IGN);
    if (getrlimit(RLIMIT_NOFILE, &descriptors_before) == 0) {
        struct rlimit raised = {.rlim_cur = descriptors_before.rlim_max, .rlim_max = descriptors_before.rlim_max};
        (void)setrlimit(RLIMIT_NOFILE, &raised);
    }
}

void sandbox_restore_child(void) {
    for (int number = 1; number < NSIG; number++)
        (void)signal(number, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    if (descriptors_before.rlim_max != 0)
        (void)setrlimit(RLIMIT_NOFILE, &descriptors_before);
}

void sandbox_close_from(int first) {
    if (syscall(SYS_close_range, (unsigned int)first, ~0U, 0) == 0)
        return;
    long limit = sysconf(_SC_OPEN_MAX); /* Linux before 5.9 */
    for (int fd = first; fd < (int)limit; fd++)
        close(fd);
}
