/* The cloner itself: a young copy of the supervisor that makes nodes, and programs in them. See cloner.h. */
#define _GNU_SOURCE
#include "cloner_process.h"

#include "namespace.h"
#include "node_init.h"
#include "passing.h"
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Descriptors that it keeps. */
enum { SOCKET = 3, PROC = 4 };

/*
 * In a copy of the cloner that is to be something in a node. It tells its outside PID, and with it that it holds nothing any more that is not the node's:
 * only then it lets itself be looked into, which its uid_map has to be written for (/proc/PID is root's as long as a process is not dumpable).
 */
static void tell_outside_pid(int outer_proc, int report, int kept) {
    char outer[16] = "";
    pid_t pid = readlinkat(outer_proc, "self", outer, sizeof(outer) - 1) > 0 ? (pid_t)strtol(outer, NULL, 10) : 0;
    int first = fcntl(report, F_DUPFD_CLOEXEC, PROC + 1), second = kept < 0 ? -1 : fcntl(kept, F_DUPFD_CLOEXEC, PROC + 1);
    if (first < 0 || dup3(first, 3, O_CLOEXEC) < 0 || (kept >= 0 && (second < 0 || dup3(second, 4, O_CLOEXEC) < 0)))
        _exit(1);
    sandbox_close_from(kept < 0 ? 4 : 5);
    sandbox_hide(false);
    if (write(3, &pid, sizeof(pid)) != (ssize_t)sizeof(pid))
        _exit(1);
}

/* The ids of a child that has a user namespace of its own. */
static void write_maps(const struct cloner_process *cloner, struct cloner_answer *answer) {
    static const char *const files[] = {"uid_map", "gid_map"};
    for (unsigned int i = 0; i < 2 && answer->result == 0; i++) {
        answer->step = STEP_UID_MAP + i;
        answer->result = sandbox_write_map(cloner->outer_proc, answer->outer, files[i], cloner->map);
    }
}

static void make_node(const struct cloner_process *cloner, const struct cloner_request *request, struct cloner_answer *answer) {
    int report[2] = {-1, -1};
    *answer = (struct cloner_answer){0};
    if (pipe2(report, O_CLOEXEC) < 0) {
        answer->result = -errno;
        return;
    }
    answer->pid = namespace_clone(request->flags | CLONE_PARENT, -1);
    if (answer->pid == 0) {
        tell_outside_pid(cloner->outer_proc, report[1], -1);
        node_init(request->flags, request->hostname);
    }
    close(report[1]);
    answer->result = answer->pid < 0 ? answer->pid : 0;
    if (answer->result == 0) {
        answer->step = STEP_START;
        if (read(report[0], &answer->outer, sizeof(answer->outer)) != (ssize_t)sizeof(answer->outer) || answer->outer <= 0)
            answer->result = -ESRCH;
    }
    close(report[0]);
    if ((request->flags & CLONE_NEWUSER) != 0)
        write_maps(cloner, answer);
    if (answer->result < 0 && answer->pid > 0)
        (void)kill(answer->pid, SIGKILL); /* the supervisor, its parent, reaps it */
}

/* A program in a node: not before its ids are mapped, and nobody there looks into it from then on. */
static _Noreturn void become(const struct cloner_process *cloner, uint64_t fresh, const int *ends, int socket) {
    void (*becomes)(uint64_t fresh, int socket) = cloner->steps.become;
    char go;
    tell_outside_pid(cloner->outer_proc, ends[1], socket);
    /* Both ways go through one pair of sockets. */
    if (read(3, &go, 1) != 1)
        _exit(127);
    sandbox_hide(true);
    sandbox_restore_child();
    becomes(fresh, 4);
    _exit(127);
}

/*
 * A PID namespace can only be made from within the one that it is in, so a second process is made there first. It and the program's process are the
 * supervisor's children, as all that is made here.
 */
static _Noreturn void make_program(const struct cloner_process *cloner, const struct cloner_request *request, const int *ends, const int *fds) {
    pid_t pid = namespace_clone(request->fresh | CLONE_PARENT, fds[1]);
    if (pid == 0)
        become(cloner, request->fresh, ends, fds[0]);
    if (pid < 0 && write(ends[1], &pid, sizeof(pid)) != (ssize_t)sizeof(pid))
        _exit(1);
    _exit(0);
}

/* What the program's process says of itself: its outside PID; and the kernel, whose PID it is here. */
static void hear(int socket, struct cloner_answer *answer) {
    union {
        char bytes[CMSG_SPACE(sizeof(struct ucred))];
        struct cmsghdr aligned;
    } control = {0};
    struct iovec part = {.iov_base = &answer->outer, .iov_len = sizeof(answer->outer)};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof(control.bytes)};
    struct ucred sender = {0};
    ssize_t length = recvmsg(socket, &message, 0);
    const struct cmsghdr *header = length < 0 ? NULL : CMSG_FIRSTHDR(&message);
    if (header != NULL && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_CREDENTIALS)
        memcpy(&sender, CMSG_DATA(header), sizeof(sender));
    answer->result = length < 0 ? -errno : length != (ssize_t)sizeof(answer->outer) || answer->outer == 0 ? -ESRCH : answer->outer < 0 ? answer->outer : 0;
    answer->pid = answer->result == 0 ? sender.pid : 0;
}

static int join(const struct cloner_request *request, int ends[2]) {
    int yes = 1, pidfd = (int)syscall(SYS_pidfd_open, request->init, 0);
    if (pidfd < 0 || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0 || setsockopt(ends[0], SOL_SOCKET, SO_PASSCRED, &yes, sizeof(yes)) < 0)
        return -errno;
    return namespace_join(pidfd, request->flags);
}

/* A child of the supervisor: joins the node, and has the program's process made there. */
static _Noreturn void join_node(const struct cloner_process *cloner, const struct cloner_request *request, const int *fds) {
    int ends[2] = {-1, -1};
    struct cloner_answer answer = {.result = join(request, ends)};
    if (answer.result == 0) {
        pid_t second = namespace_clone(CLONE_PARENT, -1);
        if (second == 0)
            make_program(cloner, request, ends, fds);
        close(ends[1]);
        answer.result = second < 0 ? second : 0;
    }
    if (answer.result == 0)
        hear(ends[0], &answer);
    if ((request->fresh & CLONE_NEWUSER) != 0)
        write_maps(cloner, &answer);
    if (answer.result == 0 && write(ends[0], "", 1) != 1)
        answer.result = -errno;
    if (answer.result < 0 && answer.pid > 1)
        (void)kill(answer.pid, SIGKILL);
    (void)send(SOCKET, &answer, sizeof(answer), MSG_NOSIGNAL);
    _exit(0);
}

static void serve_one(struct cloner_process *cloner, const struct cloner_request *request, const int *fds);

static _Noreturn void serve(struct cloner_process *cloner) {
    struct cloner_request request;
    int fds[PASSING_MAX];
    while (passing_receive(SOCKET, 0, &request, sizeof(request), fds) == (ssize_t)sizeof(request)) {
        serve_one(cloner, &request, fds);
        for (int i = 0; i < PASSING_MAX; i++) {
            if (fds[i] >= 0)
                close(fds[i]);
        }
    }
    _exit(0);
}

/* Keeps a socket (as SOCKET) and /proc (as PROC), and nothing else. */
static void keep_only(struct cloner_process *cloner, int socket) {
    int proc = fcntl(cloner->outer_proc, F_DUPFD_CLOEXEC, PROC + 1), kept = fcntl(socket, F_DUPFD_CLOEXEC, PROC + 1);
    if (proc < 0 || kept < 0 || dup3(kept, SOCKET, O_CLOEXEC) < 0 || dup3(proc, PROC, O_CLOEXEC) < 0)
        _exit(1);
    sandbox_close_from(PROC + 1);
    cloner->outer_proc = PROC;
    cloner->helper = -1;
}

/* Nodes that cannot write the computer's files are copied from a mount namespace where nobody can: that of a second process like this one. */
static int start_helper(struct cloner_process *cloner) {
    int sockets[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets) < 0)
        return -errno;
    pid_t pid = namespace_clone(CLONE_PARENT, -1);
    if (pid == 0) {
        keep_only(cloner, sockets[1]);
        int result = namespace_split(CLONE_NEWNS);
        if (result == 0)
            result = cloner->steps.read_only();
        struct cloner_answer ready = {.result = result, .step = STEP_READ_ONLY};
        if (send(SOCKET, &ready, sizeof(ready), MSG_NOSIGNAL) != (ssize_t)sizeof(ready) || result < 0)
            _exit(1);
        serve(cloner);
    }
    close(sockets[1]);
    struct cloner_answer ready;
    int result = pid < 0 ? pid : cloner_receive(sockets[0], &ready);
    if (result == 0)
        result = ready.result;
    if (result < 0)
        close(sockets[0]);
    else
        cloner->helper = sockets[0];
    return result;
}

static void have_made(struct cloner_process *cloner, const struct cloner_request *request, struct cloner_answer *answer) {
    *answer = (struct cloner_answer){.step = STEP_READ_ONLY, .result = cloner->helper < 0 ? start_helper(cloner) : 0};
    if (answer->result < 0)
        return;
    struct cloner_request plain = *request;
    plain.read_only = false;
    int result = passing_send(cloner->helper, &plain, sizeof(plain), NULL, 0);
    if (result == 0)
        result = cloner_receive(cloner->helper, answer);
    if (result == 0)
        return;
    /* It was killed: the next node is made by another. */
    close(cloner->helper);
    cloner->helper = -1;
    *answer = (struct cloner_answer){.result = result, .step = STEP_CLONE};
}

static void serve_one(struct cloner_process *cloner, const struct cloner_request *request, const int *fds) {
    struct cloner_answer answer = {0};
    if (request->kind == ENTER_NODE) {
        pid_t pid = namespace_clone(CLONE_PARENT, -1);
        if (pid == 0)
            join_node(cloner, request, fds);
        if (pid > 0)
            return; /* it answers itself */
        answer.result = pid;
    } else if (request->read_only) {
        have_made(cloner, request, &answer);
    } else {
        make_node(cloner, request, &answer);
    }
    if (send(SOCKET, &answer, sizeof(answer), MSG_NOSIGNAL) != (ssize_t)sizeof(answer))
        _exit(0);
}

_Noreturn void cloner_serve(struct cloner_process *cloner, int socket) {
    /* It holds a way to the /proc of the outside: a node that shares the lab's namespaces must not look into it. */
    sandbox_hide(true);
    keep_only(cloner, socket);
    serve(cloner);
}
