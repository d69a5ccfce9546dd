/* Starts a program in a node: see launch.h. */
#define _GNU_SOURCE
#include "launch.h"

#include "report.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
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

/* A process in a node that was looked into by others there might send anything. */
static bool is_master(int fd) {
    unsigned int number;
    return fd >= 0 && ioctl(fd, TIOCGPTN, &number) == 0;
}

static void reported(void *context, uint32_t events) {
    struct launch *launch = context;
    (void)events;
    struct nw_error error = {0};
    int fd, result = report_receive(launch->report, MSG_DONTWAIT, &error, &fd);
    if (result == -EAGAIN)
        return;
    if (result > 0 && error.number == 0 && launch->master < 0 && is_master(fd)) {
        launch->master = fd;
        (void)fcntl(fd, F_SETFL, O_RDWR | O_NONBLOCK);
        return;
    }
    if (fd >= 0)
        close(fd);
    if (result > 0 && error.number == 0)
        return; /* the end of the file tells how it went */
    if (result > 0) {
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

static pid_t make_child(const struct terminals_host *host, const struct terminal_place *place, const struct program *program, const int pair[2]) {
    if (program->fresh != 0) {
        pid_t pid = host->enter(host->context, place->init, program->fresh, pair[1]);
        int result = pid < 0 ? (int)pid : program_send(program, pair[0]);
        if (pid > 0 && result < 0)
            (void)kill(pid, SIGKILL);
        return result < 0 ? result : pid;
    }
    pid_t pid = host->fork_into(host->context, place->init);
    if (pid == 0)
        program_become(program, pair[1]);
    return pid;
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
        pid_t pid = make_child(host, place, program, pair);
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
