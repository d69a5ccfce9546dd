#define _GNU_SOURCE
#include "supervisor.h"

#include "apply.h"
#include "cable.h"
#include "census.h"
#include "cloner.h"
#include "events.h"
#include "hosts.h"
#include "joined.h"
#include "lab.h"
#include "limit_watch.h"
#include "mount.h"
#include "node.h"
#include "node_end.h"
#include "program.h"
#include "server.h"
#include "statistics.h"
#include "system_calls.h"
#include "trace.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

static int find_place(void *context, const char *id, struct terminal_place *ret_place, struct nw_error *error) {
    struct lab *lab = context;
    struct node *node = table_get(lab->nodes, id);
    if (lab->ending)
        return error_set(error, "lab-ended", ESHUTDOWN, "The lab is ending: nothing is started in it any more.");
    if (node == NULL || node->ended)
        return error_set(error, "not-found", ENOENT, "There is no running node %.48s in the lab.", id);
    if (node->frozen)
        return error_set(error, "frozen", EAGAIN, "%s is paused: nothing is started in it.", node->name);
    int result = node_mount(node, error);
    if (result < 0)
        return result;
    *ret_place = (struct terminal_place){.init = node->pid};
    text_copy(ret_place->node, sizeof(ret_place->node), node->id);
    text_copy(ret_place->name, sizeof(ret_place->name), node->name);
    return 0;
}

static pid_t fork_place(void *context, pid_t init) {
    struct node *node = node_by_pid(context, init);
    return node != NULL ? node_fork(node) : -ESRCH;
}

static pid_t enter_place(void *context, pid_t init, uint64_t fresh, int socket) {
    struct lab *lab = context;
    struct node *node = node_by_pid(lab, init);
    if (node == NULL || node->ended)
        return -ESRCH;
    hosts_write(lab);
    node->used = true;
    return cloner_enter(lab->cloner, init, node->isolation, fresh, node->group, socket);
}

/* In a child of the cloner. */
static void become_fresh(uint64_t fresh, int socket) {
    struct program program;
    mount_fresh(fresh);
    if (program_receive(socket, &program) == 0)
        program_become(&program, socket);
}

static void terminals_changed(void *context) {
    events_terminals(context);
}

static struct watched_signals {
    struct lab *lab;
    int fd;
} watched_signals;

static void asked_to_end(void *context, uint32_t events) {
    struct watched_signals *watched = context;
    struct signalfd_siginfo info;
    (void)events;
    while (read(watched->fd, &info, sizeof(info)) == (ssize_t)sizeof(info))
        node_end_all(watched->lab);
}

/* SIGTERM and SIGINT from outside end the lab like the call `down`; inside its PID namespace they would otherwise be ignored. */
static int watch_signals(struct lab *lab) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    if (sigprocmask(SIG_BLOCK, &signals, NULL) < 0)
        return -errno;
    int fd = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
    watched_signals = (struct watched_signals){.lab = lab, .fd = fd};
    return fd < 0 ? -errno : loop_watch(lab->loop, fd, EPOLLIN, asked_to_end, &watched_signals, NULL);
}

static int open_namespaces(struct lab *lab) {
    lab->own_net = openat(lab->outer_proc, "self/ns/net", O_RDONLY | O_CLOEXEC);
    lab->own_uts = openat(lab->outer_proc, "self/ns/uts", O_RDONLY | O_CLOEXEC);
    return lab->own_net < 0 || lab->own_uts < 0 ? -errno : 0;
}

/* Wires end in the lab's own network, which is to say nothing by itself. */
static void quiet_network(const struct lab *lab) {
    int fd = openat(lab->outer_proc, "sys/net/ipv6/conf/default/disable_ipv6", O_WRONLY | O_CLOEXEC);
    if (fd >= 0) {
        if (write(fd, "1", 1) < 0) {
            /* it costs a few packets when a wire comes up */
        }
        close(fd);
    }
}

/*
 * The folder of all labs (electron/helper/directory.ts) with their sockets is no business of nodes. The supervisors look at who connects too, but cannot
 * tell a node of another lab from its user before Linux 6.5.
 */
static void hide_labs(const struct lab *lab) {
    char link[64], folder[4096];
    (void)snprintf(link, sizeof(link), "/proc/self/fd/%d", lab->directory);
    ssize_t length = readlink(link, folder, sizeof(folder) - 1);
    folder[length > 0 ? length : 0] = '\0';
    char *own = strrchr(folder, '/');
    if (own == NULL || own == folder)
        return;
    *own = '\0';
    const char *name = strrchr(folder, '/');
    if (name != NULL && (strcmp(name, "/nestwork") == 0 || strncmp(name, "/nestwork-", 10) == 0))
        mount_hide(folder);
}

static int set_up(struct lab *lab, const char **ret_step) {
    int result;
    *ret_step = "refusing what nothing in it may ask the kernel for";
    if ((result = system_calls_refuse()) < 0)
        return result;
    *ret_step = "opening its own namespaces";
    if ((result = open_namespaces(lab)) < 0)
        return result;
    mount_lab(&lab->files);
    hide_labs(lab);
    quiet_network(lab);
    *ret_step = "starting the process that makes nodes";
    static const struct cloner_steps steps = {.read_only = mount_read_only, .become = become_fresh};
    if ((result = cloner_start(lab->outer_proc, lab->mapping.map, &steps, &lab->cloner)) < 0)
        return result;
    /* A node that shares the lab's user and PID namespaces holds CAP_SYS_PTRACE here: the supervisor itself is closed to it. */
    sandbox_hide(true);
    *ret_step = "starting the event loop";
    if ((result = loop_new(&lab->loop)) < 0 || (result = watch_signals(lab)) < 0)
        return result;
    *ret_step = "opening a netlink socket";
    if ((result = netlink_open(&lab->netlink)) < 0)
        return result;
    *ret_step = "taking memory";
    if ((result = table_new(&lab->nodes)) < 0 || (result = table_new(&lab->cables)) < 0 || (result = table_new(&lab->ends)) < 0)
        return result;
    const struct terminals_host host = {.loop = lab->loop, .find = find_place, .fork_into = fork_place, .enter = enter_place, .changed = terminals_changed, .context = lab};
    if ((result = terminals_new(&host, &lab->terminals)) < 0)
        return result;
    *ret_step = "listening";
    if (listen(lab->listener, 128) < 0)
        return -errno;
    hosts_start(lab);
    return server_start(lab);
}

static void take_standard_descriptors(const char *trace) {
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    int log = trace != NULL ? open(trace, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600) : -1;
    for (int fd = 0; fd < 3; fd++)
        (void)dup2(fd == 2 && log >= 0 ? log : null, fd);
    trace_to(log >= 0 ? STDERR_FILENO : -1);
    if (null > 2)
        close(null);
    if (log > 2)
        close(log);
}

static void free_nodes(struct node *first) {
    for (struct node *node = first, *next; node != NULL; node = next) {
        next = node->next;
        node_free(node);
    }
}

static void free_lab(struct lab *lab) {
    server_stop(lab);
    apply_abandon(lab);
    terminals_free(lab->terminals);
    node_end_free(lab);
    statistics_stop(lab);
    while (lab->first_cable != NULL) {
        struct cable *cable = lab->first_cable;
        lab->first_cable = cable->next;
        free(cable);
    }
    joined_free();
    free_nodes(lab->first);
    free_nodes(lab->retired);
    hosts_stop(lab);
    census_free(lab);
    limit_watch_free(lab);
    cloner_stop(lab->cloner);
    netlink_close(lab->netlink);
    table_free(lab->nodes);
    table_free(lab->cables);
    table_free(lab->ends);
    loop_timer_cancel(lab->attaching);
    loop_free(lab->loop);
}

int supervise(const struct supervisor_start *start, int go, int ready) {
    static struct lab lab;
    struct nw_error error = {0};
    const char *step = "waiting for its ids";
    if (read(go, &lab.mapping, sizeof(lab.mapping)) != (ssize_t)sizeof(lab.mapping))
        return 1;
    close(go);
    (void)setsid();
    (void)prctl(PR_SET_NAME, "nestwork-lab");
    sandbox_supervisor(lab.mapping.range);
    text_copy(lab.id, sizeof(lab.id), start->lab);
    lab.directory = start->directory;
    lab.listener = start->listener;
    lab.outer_proc = start->proc;
    lab.groups = start->groups;
    lab.group_watch = start->group_watch;
    lab.namespaces = start->namespaces;
    lab.scarce = start->scarce;
    lab.group = lab.limit_events = -1;
    lab.since = wall_ms();
    lab.next_index = 1;
    char outer[16] = "";
    if (readlinkat(lab.outer_proc, "self", outer, sizeof(outer) - 1) > 0)
        lab.outer = (pid_t)strtol(outer, NULL, 10);
    take_standard_descriptors(start->trace);
    int result = sethostname(lab.id, strlen(lab.id)) < 0 ? -errno : chdir("/") < 0 ? -errno : set_up(&lab, &step);
    if (result < 0)
        (void)error_set(&error, "kernel-refused", result, "The lab could not be started: %s failed: %s.", step, strerror(-result));
    if (write(ready, &error, sizeof(error)) != (ssize_t)sizeof(error))
        return 1; /* the launcher is gone: nobody knows of this lab */
    close(ready);
    if (result < 0)
        return 1;
    (void)loop_run(lab.loop);
    (void)unlinkat(lab.directory, "control.sock", 0);
    /* Everything else ends with this process: the kernel takes the namespaces down. Memory is freed so that a leak is seen by the checking build. */
    free_lab(&lab);
    return 0;
}
