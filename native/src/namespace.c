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

static pid_t clone_with(uint64_t flags, int *pidfd) {
    struct clone_args arguments = {.flags = flags};
    /* CLONE_PARENT takes the signal from the caller itself and refuses one here. */
    if ((flags & CLONE_PARENT) == 0)
        arguments.exit_signal = SIGCHLD;
    if ((flags & CLONE_PIDFD) != 0)
        arguments.pidfd = (uint64_t)(uintptr_t)pidfd;
    pid_t pid = (pid_t)syscall(SYS_clone3, &arguments, sizeof(arguments));
    return pid < 0 ? -errno : pid;
}

pid_t namespace_clone_lab(void) {
    return clone_with(NAMESPACE_ALL, NULL);
}

/* --- the cloner --- */

struct request {
    uint64_t flags;
    char hostname[64];
};

struct answer {
    int result;
    pid_t pid, outer;
    int step; /* index in steps */
};

static const char *const steps[] = {"clone3", "reading its PID", "writing uid_map", "writing gid_map"};

struct cloner {
    int socket, outer_proc;
    char map[64];
    bool started;
};

/* fdinfo of a pidfd shows the PID in the PID namespace of the /proc that it is read from: the outside one. */
static int outside_pid(int outer_proc, int pidfd, pid_t *ret_outer) {
    char path[64], text[512];
    (void)snprintf(path, sizeof(path), "self/fdinfo/%d", pidfd);
    int fd = openat(outer_proc, path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return -errno;
    ssize_t length = read(fd, text, sizeof(text) - 1);
    int result = length < 0 ? -errno : 0;
    close(fd);
    if (result < 0)
        return result;
    text[length] = '\0';
    const char *at = strstr(text, "\nPid:");
    long pid = at != NULL ? strtol(at + 5, NULL, 10) : 0;
    if (pid <= 0)
        return -ESRCH;
    *ret_outer = (pid_t)pid;
    return 0;
}

static void make_node(struct cloner *cloner, const struct request *request, struct answer *answer) {
    int pidfd = -1;
    pid_t pid = clone_with(request->flags | CLONE_PARENT | CLONE_PIDFD, &pidfd);
    if (pid == 0)
        node_init(request->flags, request->hostname);
    *answer = (struct answer){.result = pid < 0 ? pid : 0, .pid = pid};
    if (pid < 0)
        return;
    answer->step = 1;
    answer->result = outside_pid(cloner->outer_proc, pidfd, &answer->outer);
    for (int i = 0; i < 2 && answer->result == 0 && (request->flags & CLONE_NEWUSER) != 0; i++) {
        answer->step = 2 + i;
        answer->result = sandbox_write_map(cloner->outer_proc, answer->outer, i == 0 ? "uid_map" : "gid_map", cloner->map);
    }
    if (answer->result < 0)
        (void)kill(pid, SIGKILL); /* the supervisor, its parent, reaps it */
    close(pidfd);
}

static _Noreturn void cloner_main(struct cloner *cloner) {
    /* Nothing of the supervisor stays here but the socket and /proc. Its children inherit that their uid_map can be opened. */
    sandbox_hide(false);
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

void cloner_stop(struct cloner *cloner) {
    if (cloner == NULL)
        return;
    if (cloner->started)
        close(cloner->socket);
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
        if (send(cloner->socket, &request, sizeof(request), MSG_NOSIGNAL) == (ssize_t)sizeof(request))
            return 0;
        if (errno != EPIPE && errno != ECONNRESET)
            return -errno;
        /* It was killed: another one takes its place. */
        close(cloner->socket);
        cloner->started = false;
    }
    return -EPIPE;
}

int cloner_collect(struct cloner *cloner, pid_t *ret_pid, pid_t *ret_outer, const char **ret_step) {
    struct answer answer;
    ssize_t length;
    *ret_step = "asking for it";
    if (!cloner->started)
        return -EPIPE;
    do
        length = recv(cloner->socket, &answer, sizeof(answer), 0);
    while (length < 0 && errno == EINTR);
    if (length != (ssize_t)sizeof(answer)) {
        close(cloner->socket);
        cloner->started = false;
        return length < 0 ? -errno : -EPIPE;
    }
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
        pid_t child = pidfd < 0 || setns(pidfd, (int)flags) < 0 ? -errno : clone_with(CLONE_PARENT, NULL);
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
