#define _GNU_SOURCE
#include "started.h"

#include "namespace.h"
#include "privilege.h"
#include "process.h"
#include "sandbox.h"
#include "util.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { GO = 3, READY = 4, ABOVE = 16 }; /* descriptors of nestwork-lab --placed; others stay above */

struct person {
    uid_t uid;
    gid_t gid;
    char name[64], home[256];
};

/* The range that belongs to the person, as newuidmap(1) would look it up. */
static bool read_range(const char *path, const struct person *person, unsigned long *ret_start, unsigned long *ret_count) {
    static char text[65536];
    char number[16];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t length = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
    if (fd >= 0)
        close(fd);
    text[length > 0 ? length : 0] = '\0';
    (void)snprintf(number, sizeof(number), "%u", person->uid);
    return length > 0 && sandbox_subordinate(text, person->name, number, ret_start, ret_count);
}

static int map_person(int proc, pid_t pid, const struct person *person, struct mapping *ret_mapping) {
    unsigned long start = 0, count = 0, group_start = 0, group_count = 0;
    char users[64], groups[64];
    bool range = read_range("/etc/subuid", person, &start, &count) && read_range("/etc/subgid", person, &group_start, &group_count);
    count = count < group_count ? count : group_count;
    *ret_mapping = (struct mapping){.range = range, .map = "0 0 1"};
    (void)snprintf(users, sizeof(users), "0 %u 1", person->uid);
    (void)snprintf(groups, sizeof(groups), "0 %u 1", person->gid);
    if (range) {
        (void)snprintf(users, sizeof(users), "0 %u 1\n1 %lu %lu", person->uid, start, count);
        (void)snprintf(groups, sizeof(groups), "0 %u 1\n1 %lu %lu", person->gid, group_start, count);
        (void)snprintf(ret_mapping->map, sizeof(ret_mapping->map), "0 0 1\n1 1 %lu", count);
    }
    int result = sandbox_write_map(proc, pid, "uid_map", users);
    /* As where a person maps a single id: nobody in the lab may leave a group. */
    if (result == 0 && !range)
        result = sandbox_write_map(proc, pid, "setgroups", "deny");
    return result < 0 ? result : sandbox_write_map(proc, pid, "gid_map", groups);
}

/* In the lab's namespaces: becomes the person, then nestwork-lab. `go` is readable when the ids are mapped. */
static _Noreturn void become(const struct started_request *request, const struct person *person, int program, int go, int ready) {
    char directory[96], home[300], user[80], logname[80], mapped;
    (void)snprintf(directory, sizeof(directory), "/run/user/%u", person->uid);
    if (access(directory, F_OK) == 0)
        (void)snprintf(directory, sizeof(directory), "/run/user/%u/nestwork/%s", person->uid, request->lab);
    else
        (void)snprintf(directory, sizeof(directory), "/tmp/nestwork-%u/%s", person->uid, request->lab);
    (void)snprintf(home, sizeof(home), "HOME=%s", person->home);
    (void)snprintf(user, sizeof(user), "USER=%s", person->name);
    (void)snprintf(logname, sizeof(logname), "LOGNAME=%s", person->name);
    const char *const argv[] = {"nestwork-lab", "--lab", request->lab, "--dir", directory, "--placed", NULL};
    const char *const environment[] = {"PATH=/usr/local/bin:/usr/bin:/bin", home, user, logname, NULL};
    if (recv(go, &mapped, 1, MSG_PEEK) != 1 || sandbox_become(0, 0, NULL, 0, true) < 0)
        process_end(1);
    int three = fcntl(go, F_DUPFD_CLOEXEC, ABOVE), four = fcntl(ready, F_DUPFD_CLOEXEC, ABOVE), what = fcntl(program, F_DUPFD_CLOEXEC, ABOVE);
    if (three < 0 || four < 0 || what < 0 || dup2(three, GO) < 0 || dup2(four, READY) < 0)
        process_end(1);
    (void)process_become(what, argv, environment);
    process_end(1);
}

static int start(const struct started_request *request, const struct person *person, int program, struct started_answer *answer) {
    int go[2], ready[2], proc = open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
    struct mapping mapping = {0};
    if (proc < 0 || socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, go) < 0 || socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ready) < 0)
        return error_set(&answer->error, "internal", errno, "The lab could not be started: %s.", strerror(errno));
    int result = privilege_clone_as(person->uid);
    pid_t pid = result < 0 ? result : namespace_clone_lab();
    if (pid == 0)
        become(request, person, program, go[0], ready[1]);
    (void)privilege_clone_as(0);
    close(go[0]);
    close(ready[1]);
    result = pid < 0 ? pid : map_person(proc, pid, person, &mapping);
    if (result < 0)
        (void)error_set(&answer->error, "not-permitted", result, "The lab's namespaces could not be made, not even by root: %s.", strerror(-result));
    else if (send(go[1], &mapping, sizeof(mapping), MSG_NOSIGNAL) < 0 || recv(ready[0], &answer->error, sizeof(answer->error), 0) != (ssize_t)sizeof(answer->error))
        result = error_set(&answer->error, "internal", EPIPE, "The supervisor ended while it was starting.");
    else if (answer->error.number != 0)
        result = -answer->error.number;
    close(go[1]);
    close(ready[0]);
    close(proc);
    answer->pid = pid;
    answer->range = mapping.range;
    if (result < 0 && pid > 0)
        (void)kill(pid, SIGKILL);
    return result;
}

static void serve(int socket, uid_t uid, int program) {
    const struct passwd *entry = getpwuid(uid);
    struct person person = {.uid = uid};
    struct started_request request;
    if (entry == NULL)
        return;
    person.gid = entry->pw_gid;
    text_copy(person.name, sizeof(person.name), entry->pw_name);
    text_copy(person.home, sizeof(person.home), entry->pw_dir);
    /* Labs live on when this process ends; those that end before are reaped by nobody's waiting. */
    (void)signal(SIGCHLD, SIG_IGN);
    while (recv(socket, &request, sizeof(request), 0) == (ssize_t)sizeof(request)) {
        struct started_answer answer = {.error = {.index = -1}};
        request.lab[sizeof(request.lab) - 1] = '\0';
        (void)start(&request, &person, program, &answer);
        if (send(socket, &answer, sizeof(answer), MSG_NOSIGNAL) < 0)
            return;
    }
}

int started_fork(uid_t uid, int folder) {
    int ends[2], program = folder < 0 ? -1 : openat(folder, "nestwork-lab", O_RDONLY | O_CLOEXEC);
    if (program < 0)
        return -ENOENT;
    pid_t pid = socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0 ? -errno : process_fork((const int[]){ends[1], program, -1});
    if (pid == 0) {
        if (privilege_starter() == 0)
            serve(ends[1], uid, program);
        process_end(0);
    }
    close(program);
    if (pid < 0)
        return pid;
    close(ends[1]);
    return ends[0];
}
