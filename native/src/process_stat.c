#define _GNU_SOURCE
#include "process_stat.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool process_stat_parse(const char *line, struct process_stat *ret_stat) {
    /* The name may hold anything, brackets too: it ends with the last one. */
    const char *open = strchr(line, '('), *close = strrchr(line, ')');
    unsigned long in_user, in_kernel, started;
    long resident;
    if (open == NULL || close == NULL || close < open)
        return false;
    *ret_stat = (struct process_stat){.pid = (pid_t)strtol(line, NULL, 10)};
    size_t length = (size_t)(close - open) - 1;
    if (length >= sizeof(ret_stat->name))
        length = sizeof(ret_stat->name) - 1;
    memcpy(ret_stat->name, open + 1, length);
    if (sscanf(close + 1, " %c %d %d %d %*d %*d %*u %*u %*u %*u %*u %lu %lu %*d %*d %*d %*d %*d %*d %lu %*u %ld", &ret_stat->state, &ret_stat->parent,
               &ret_stat->group, &ret_stat->session, &in_user, &in_kernel, &started, &resident) != 8)
        return false;
    static long ticks, page;
    if (ticks == 0) {
        ticks = sysconf(_SC_CLK_TCK);
        page = sysconf(_SC_PAGESIZE);
    }
    ret_stat->cpu = (in_user + in_kernel) * 1000 / (unsigned long)ticks;
    ret_stat->started = started;
    ret_stat->memory = resident > 0 ? (uint64_t)resident * (uint64_t)page : 0;
    return true;
}

bool process_stat_read(pid_t pid, struct process_stat *ret_stat) {
    char path[32], line[1024];
    (void)snprintf(path, sizeof(path), "/proc/%d/stat", pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    ssize_t length = read(fd, line, sizeof(line) - 1);
    close(fd);
    if (length <= 0)
        return false;
    line[length] = '\0';
    return process_stat_parse(line, ret_stat);
}

void process_each(bool (*each)(void *context, pid_t pid), void *context) {
    DIR *processes = opendir("/proc");
    const struct dirent *entry;
    while (processes != NULL && (entry = readdir(processes)) != NULL) {
        char *end;
        long pid = strtol(entry->d_name, &end, 10);
        if (pid > 1 && *end == '\0' && !each(context, (pid_t)pid))
            break;
    }
    if (processes != NULL)
        (void)closedir(processes);
}

uint64_t process_namespace(pid_t pid, const char *kind) {
    char path[48];
    struct stat status;
    (void)snprintf(path, sizeof(path), "/proc/%d/ns/%s", pid, kind);
    return stat(path, &status) == 0 ? status.st_ino : 0;
}

struct session {
    pid_t session;
    int number;
    unsigned int count;
};

static bool signal_member(void *context, pid_t pid) {
    struct session *session = context;
    if (getsid(pid) == session->session && kill(pid, session->number) == 0)
        session->count++;
    return true;
}

unsigned int process_signal_session(pid_t id, int number) {
    struct session session = {.session = id, .number = number};
    if (id > 1)
        process_each(signal_member, &session);
    return session.count;
}
