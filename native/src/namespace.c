#define _GNU_SOURCE
#include "namespace.h"

#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

const char *const namespace_names[NAMESPACE_KINDS] = {"user", "net", "pid", "mnt", "ipc", "uts"};

static const uint64_t flags_of[NAMESPACE_KINDS] = {CLONE_NEWUSER, CLONE_NEWNET, CLONE_NEWPID, CLONE_NEWNS, CLONE_NEWIPC, CLONE_NEWUTS};
_Static_assert(NAMESPACE_ALL == (CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWUTS), "all six");

uint64_t namespace_flag(enum namespace_kind kind) {
    return flags_of[kind];
}

uint64_t namespace_flag_named(const char *name) {
    for (int kind = 0; kind < NAMESPACE_KINDS; kind++) {
        if (strcmp(name, namespace_names[kind]) == 0)
            return flags_of[kind];
    }
    return 0;
}

unsigned long namespace_most(enum namespace_kind *ret_kind) {
    unsigned long least = 0;
    for (int kind = 0; kind < NAMESPACE_KINDS; kind++) {
        char path[64], text[24] = "";
        (void)snprintf(path, sizeof(path), "/proc/sys/user/max_%s_namespaces", namespace_names[kind]);
        int fd = open(path, O_RDONLY | O_CLOEXEC);
        ssize_t length = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
        if (fd >= 0)
            close(fd);
        unsigned long value = length > 0 ? strtoul(text, NULL, 10) : 0;
        if (value > 0 && (least == 0 || value < least)) {
            least = value;
            *ret_kind = (enum namespace_kind)kind;
        }
    }
    return least;
}

pid_t namespace_clone(uint64_t flags, int group) {
    struct clone_args arguments = {.flags = flags};
    if (group >= 0) {
        arguments.flags |= CLONE_INTO_CGROUP;
        arguments.cgroup = (__u64)group;
    }
    /* CLONE_PARENT takes the signal from the caller itself and refuses one here. */
    if ((flags & CLONE_PARENT) == 0)
        arguments.exit_signal = SIGCHLD;
    pid_t pid = (pid_t)syscall(SYS_clone3, &arguments, sizeof(arguments));
    return pid < 0 ? -errno : pid;
}

pid_t namespace_clone_lab(void) {
    return namespace_clone(NAMESPACE_ALL, -1);
}

/* --- entering --- */

int namespace_open(int outer_proc, pid_t outer, enum namespace_kind kind) {
    char path[64];
    (void)snprintf(path, sizeof(path), "%d/ns/%s", outer, namespace_names[kind]);
    int fd = openat(outer_proc, path, O_RDONLY | O_CLOEXEC);
    /* The descriptor is the caller's. */
    return fd < 0 ? -errno : fd; // cppcheck-suppress resourceLeak
}

int namespace_join(int pidfd, uint64_t flags) {
    return setns(pidfd, (int)flags) < 0 ? -errno : 0;
}

int namespace_split(uint64_t flags) {
    return unshare((int)flags) < 0 ? -errno : 0;
}

int namespace_enter(int fd, enum namespace_kind kind) {
    return setns(fd, (int)flags_of[kind]) < 0 ? -errno : 0;
}

void namespace_return(int fd, enum namespace_kind kind) {
    if (namespace_enter(fd, kind) < 0)
        _exit(1); /* the supervisor would go on in a node's namespace; a signal such as abort's need not end the first process of one */
}

pid_t namespace_fork_into(pid_t init, uint64_t flags, int group) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0)
        return -errno;
    pid_t middle = fork();
    if (middle < 0) {
        pid_t result = -errno;
        close(ends[0]);
        close(ends[1]);
        return result;
    }
    if (middle == 0) {
        /*
         * setns moves only future children into a PID namespace, so the middle process forks once more; CLONE_PARENT makes that
         * child the supervisor's. The kernel enters the user namespace first, and with it come the rights over the others.
         */
        /* Until it executes something else the child holds a copy of the supervisor's memory: no process of the node may look into it. */
        sandbox_hide(true);
        int pidfd = (int)syscall(SYS_pidfd_open, init, 0);
        pid_t child = pidfd < 0 || setns(pidfd, (int)flags) < 0 ? -errno : namespace_clone(CLONE_PARENT, group);
        if (child != 0) {
            ssize_t written = write(ends[1], &child, sizeof(child));
            _exit(written == (ssize_t)sizeof(child) ? 0 : 1);
        }
        close(pidfd);
        close(ends[0]);
        close(ends[1]);
        sandbox_restore_child();
        return 0;
    }
    close(ends[1]);
    pid_t child = -EPIPE;
    ssize_t length;
    do
        length = read(ends[0], &child, sizeof(child));
    while (length < 0 && errno == EINTR);
    close(ends[0]);
    while (waitpid(middle, NULL, 0) < 0 && errno == EINTR)
        continue;
    return length == (ssize_t)sizeof(child) ? child : -EPIPE;
}
