/* Starts a program in a node: see launch.h. */
#define _GNU_SOURCE
#include "launch.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PATIENCE_MS = 10000 };

struct launch {
    struct loop *loop;
    struct loop_watch *watch;
    struct loop_timer *timer;
    struct launch_handler handler;
    void *context;
    int report;
    int master;
    pid_t pid;
    bool needs_master;
    bool ended; /* before the report had been read to its end */
    int status;
    char node_name[64];
};

static void dispose(struct launch *launch) {
    loop_unwatch(launch->watch);
    loop_timer_cancel(launch->timer);
    if (launch->report >= 0)
        close(launch->report);
    if (launch->master >= 0)
        close(launch->master);
    free(launch);
}

static void kill_child(struct launch *launch) {
    if (launch->pid > 0 && !launch->ended) {
        loop_child_forget(launch->loop, launch->pid);
        (void)kill(launch->pid, SIGKILL);
    }
}

void launch_cancel(struct launch *launch) {
    if (launch == NULL)
        return;
    kill_child(launch);
    dispose(launch);
}

static void fail(struct launch *launch, const struct nw_error *error) {
    void (*failed)(void *context, const struct nw_error *error) = launch->handler.failed;
    void *context = launch->context;
    launch_cancel(launch);
    failed(context, error);
}

static void ended(void *context, int status) {
    struct launch *launch = context;
    launch->ended = true;
    launch->status = status;
}

static void start(struct launch *launch) {
    struct launch_handler handler = launch->handler;
    void *context = launch->context;
    pid_t pid = launch->pid;
    int master = launch->master, status = launch->status, result = 0;
    bool over = launch->ended;
    if (!over) {
        loop_child_forget(launch->loop, pid);
        result = loop_child(launch->loop, pid, handler.ended, context);
    }
    if (result < 0) {
        struct nw_error error;
        (void)error_set(&error, "kernel-refused", -result, "Cannot start a program in %s: %s.", launch->node_name, strerror(-result));
        fail(launch, &error);
        return;
    }
    launch->master = -1;
    dispose(launch);
    handler.started(context, pid, master);
    if (over)
        handler.ended(context, status);
}

/* Takes the descriptor out of a message, if there is one. */
static int received_fd(struct msghdr *message) {
    int fd = -1;
    for (struct cmsghdr *header = CMSG_FIRSTHDR(message); header != NULL; header = CMSG_NXTHDR(message, header)) {
        if (header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS && header->cmsg_len == CMSG_LEN(sizeof(int)))
            memcpy(&fd, CMSG_DATA(header), sizeof(int));
    }
    return fd;
}

static void reported(void *context, uint32_t events) {
    struct launch *launch = context;
    (void)events;
    struct nw_error error = {0};
    struct iovec part = {.iov_base = &error, .iov_len = sizeof(error)};
    union {
        char bytes[CMSG_SPACE(sizeof(int))];
        struct cmsghdr aligned;
    } control = {0};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof(control.bytes)};
    ssize_t got = recvmsg(launch->report, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (got == (ssize_t)sizeof(error) && error.number == 0) {
        launch->master = received_fd(&message);
        if (launch->master >= 0)
            (void)fcntl(launch->master, F_SETFL, O_RDWR | O_NONBLOCK);
        return;
    }
    if (got == (ssize_t)sizeof(error)) {
        fail(launch, &error);
    } else if (launch->needs_master && launch->master < 0) {
        (void)error_set(&error, "kernel-refused", ECHILD, "The program in %s was ended before it could start.", launch->node_name);
        fail(launch, &error);
    } else {
        start(launch);
    }
}

static void waited_too_long(void *context) {
    struct launch *launch = context;
    launch->timer = NULL;
    struct nw_error error;
    (void)error_set(&error, "timeout", ETIMEDOUT, "No program could be started in %s within %d s.", launch->node_name, PATIENCE_MS / 1000);
    fail(launch, &error);
}

int launch(const struct terminals_host *host, const struct terminal_place *place, const struct program *program,
           const struct launch_handler *handler, void *context, struct launch **ret_launch, struct nw_error *error) {
    struct launch *launch = calloc(1, sizeof(*launch));
    int pair[2] = {-1, -1}, result;
    if (launch == NULL)
        return error_set(error, "kernel-refused", ENOMEM, "Cannot start a program in %s: out of memory.", place->name);
    launch->loop = host->loop;
    launch->handler = *handler;
    launch->context = context;
    launch->report = launch->master = -1;
    launch->needs_master = program->terminal;
    memcpy(launch->node_name, place->name, sizeof(launch->node_name));
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0) {
        result = -errno;
    } else {
        launch->report = pair[0];
        pid_t pid = host->fork_into(host->context, place->init);
        if (pid == 0)
            program_become(program, pair[1]);
        close(pair[1]);
        launch->pid = pid;
        result = pid < 0 ? (int)pid : loop_child(launch->loop, pid, ended, launch);
        if (result == 0)
            result = loop_watch(launch->loop, launch->report, EPOLLIN, reported, launch, &launch->watch);
        if (result == 0)
            result = loop_timer(launch->loop, PATIENCE_MS, waited_too_long, launch, &launch->timer);
    }
    if (result < 0) {
        launch_cancel(launch);
        return error_set(error, "kernel-refused", -result, "Cannot start a program in %s: %s.", place->name, strerror(-result));
    }
    *ret_launch = launch;
    return 0;
}
