#define _GNU_SOURCE
#include "namespace.h"

#include "node_init.h"
#include "sandbox.h"
#include "util.h"

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

static pid_t clone_with(uint64_t flags) {
    struct clone_args arguments = {.flags = flags};
    /* CLONE_PARENT takes the signal from the caller itself and refuses one here. */
    if ((flags & CLONE_PARENT) == 0)
        arguments.exit_signal = SIGCHLD;
    pid_t pid = (pid_t)syscall(SYS_clone3, &arguments, sizeof(arguments));
    return pid < 0 ? -errno : pid;
}

pid_t namespace_clone_lab(void) {
    return clone_with(NAMESPACE_ALL);
}

/* --- the cloner --- */

struct request {
    uint64_t flags;
    char hostname[64];
};

struct answer {
    int result;
    pid_t pid, outer;
    unsigned int step; /* index in steps */
};

static const char *const steps[] = {"clone3", "starting its first process", "writing uid_map", "writing gid_map"};
enum { STEPS = sizeof(steps) / sizeof(steps[0]) };

struct cloner {
    int socket, outer_proc;
    char map[64];
    bool started;
    unsigned int outstanding; /* asked for and not collected */
};

/*
 * The copy of the cloner that is to be a node's first process. It tells its outside PID, and with it that it holds nothing any more that is not the node's:
 * only then it lets itself be looked into, which its uid_map has to be written for (/proc/PID is root's as long as a process is not dumpable).
 */
static _Noreturn void first_process(int outer_proc, const struct request *request, int report) {
    char outer[16] = "";
    pid_t pid = readlinkat(outer_proc, "self", outer, sizeof(outer) - 1) > 0 ? (pid_t)strtol(outer, NULL, 10) : 0;
    if (dup3(report, 3, O_CLOEXEC) < 0 && errno != EINVAL)
        _exit(1);
    sandbox_close_from(4);
    sandbox_hide(false);
    if (write(3, &pid, sizeof(pid)) != (ssize_t)sizeof(pid))
        _exit(1);
    node_init(request->flags, request->hostname);
}

static void make_node(struct cloner *cloner, const struct request *request, struct answer *answer) {
    int report[2];
    *answer = (struct answer){0};
    if (pipe2(report, O_CLOEXEC) < 0) {
        answer->result = -errno;
        return;
    }
    pid_t pid = clone_with(request->flags | CLONE_PARENT);
    if (pid == 0)
        first_process(cloner->outer_proc, request, report[1]);
    close(report[1]);
    answer->result = pid < 0 ? pid : 0;
    answer->pid = pid;
    if (pid > 0) {
        answer->step = 1;
        if (read(report[0], &answer->outer, sizeof(answer->outer)) != (ssize_t)sizeof(answer->outer) || answer->outer <= 0)
            answer->result = -ESRCH;
    }
    close(report[0]);
    for (unsigned int i = 0; i < 2 && answer->result == 0 && (request->flags & CLONE_NEWUSER) != 0; i++) {
        answer->step = 2 + i;
        answer->result = sandbox_write_map(cloner->outer_proc, answer->outer, i == 0 ? "uid_map" : "gid_map", cloner->map);
    }
    if (answer->result < 0 && pid > 0)
        (void)kill(pid, SIGKILL); /* the supervisor, its parent, reaps it */
}

static _Noreturn void cloner_main(struct cloner *cloner) {
    /* It holds a way to the /proc of the outside: a node that shares the lab's namespaces must not look into it. */
    sandbox_hide(true);
    int proc = fcntl(cloner->outer_proc, F_DUPFD_CLOEXEC, 5), socket = fcntl(cloner->socket, F_DUPFD_CLOEXEC, 5);
    if (proc < 0 || socket < 0 || dup2(socket, 3) < 0 || dup2(proc, 4) < 0)
        _exit(1);
    sandbox_close_from(5);
    cloner->socket = 3;
    cloner->outer_proc = 4;
    struct request request;
    struct answer answer;
    for (;;) {
        ssize_t length = recv(cloner->socket, &request, sizeof(request), 0);
        if (length < 0 && errno == EINTR)
            continue;
        if (length != (ssize_t)sizeof(request))
            _exit(0);
        make_node(cloner, &request, &answer);
        if (send(cloner->socket, &answer, sizeof(answer), MSG_NOSIGNAL) != (ssize_t)sizeof(answer))
            _exit(0);
    }
}

static int spawn_cloner(struct cloner *cloner) {
    int sockets[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets) < 0)
        return -errno;
    pid_t pid = fork();
    if (pid < 0) {
        int result = -errno;
        close(sockets[0]);
        close(sockets[1]);
        return result;
    }
    if (pid == 0) {
        cloner->socket = sockets[1];
        cloner_main(cloner);
    }
    close(sockets[1]);
    cloner->socket = sockets[0];
    cloner->started = true;
    cloner->outstanding = 0;
    return 0;
}

int cloner_start(int outer_proc, const char *map, struct cloner **ret_cloner) {
    struct cloner *cloner = calloc(1, sizeof(*cloner));
    if (cloner == NULL)
        return -ENOMEM;
    cloner->outer_proc = outer_proc;
    text_copy(cloner->map, sizeof(cloner->map), map);
    int result = spawn_cloner(cloner);
    if (result < 0) {
        free(cloner);
        return result;
    }
    *ret_cloner = cloner;
    return 0;
}

static void lose(struct cloner *cloner) {
    close(cloner->socket);
    cloner->started = false;
    cloner->outstanding = 0;
}

void cloner_stop(struct cloner *cloner) {
    if (cloner == NULL)
        return;
    if (cloner->started)
        lose(cloner);
    free(cloner);
}

int cloner_ask(struct cloner *cloner, uint64_t flags, const char *hostname) {
    struct request request = {.flags = flags};
    text_copy(request.hostname, sizeof(request.hostname), hostname);
    for (int attempt = 0; attempt < 2; attempt++) {
        if (!cloner->started) {
            int result = spawn_cloner(cloner);
            if (result < 0)
                return result;
        }
        if (send(cloner->socket, &request, sizeof(request), MSG_NOSIGNAL) == (ssize_t)sizeof(request)) {
            cloner->outstanding++;
            return 0;
        }
        if (errno != EPIPE && errno != ECONNRESET)
            return -errno;
        /* It was killed. What it had answered before is still to be collected, in order: another one takes its place only when nothing is. */
        if (cloner->outstanding > 0)
            return -EPIPE;
        lose(cloner);
    }
    return -EPIPE;
}

int cloner_collect(struct cloner *cloner, pid_t *ret_pid, pid_t *ret_outer, const char **ret_step) {
    struct answer answer;
    ssize_t length;
    *ret_step = "asking for it";
    if (!cloner->started || cloner->outstanding == 0)
        return -EPIPE;
    do
        length = recv(cloner->socket, &answer, sizeof(answer), 0);
    while (length < 0 && errno == EINTR);
    if (length != (ssize_t)sizeof(answer) || answer.step >= STEPS || (answer.result == 0 && answer.pid <= 1)) {
        int result = length < 0 ? -errno : -EPIPE;
        lose(cloner);
        return result;
    }
    cloner->outstanding--;
    *ret_step = steps[answer.step];
    *ret_pid = answer.pid;
    *ret_outer = answer.outer;
    return answer.result;
}

/* --- entering --- */

int namespace_open(int outer_proc, pid_t outer, enum namespace_kind kind) {
    char path[64];
    (void)snprintf(path, sizeof(path), "%d/ns/%s", outer, namespace_names[kind]);
    int fd = openat(outer_proc, path, O_RDONLY | O_CLOEXEC);
    /* The descriptor is the caller's. */
    return fd < 0 ? -errno : fd; // cppcheck-suppress resourceLeak
}

int namespace_enter(int fd, enum namespace_kind kind) {
    return setns(fd, (int)flags_of[kind]) < 0 ? -errno : 0;
}

void namespace_return(int fd, enum namespace_kind kind) {
    if (namespace_enter(fd, kind) < 0)
        abort(); /* the supervisor would go on in a node's namespace */
}

pid_t namespace_fork_into(pid_t init, uint64_t flags) {
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
        pid_t child = pidfd < 0 || setns(pidfd, (int)flags) < 0 ? -errno : clone_with(CLONE_PARENT);
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
