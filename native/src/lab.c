/* nestwork-lab: the launcher, and the supervisor that it leaves behind as the first process of the lab's own namespaces. */
#define _GNU_SOURCE
#include "lab.h"

#include "mount.h"
#include "protocol.h"
#include "validate.h"
#include "version.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/prctl.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum { EXIT_REFUSED = 1, EXIT_USAGE = 2, EXIT_RUNNING = 3 };

struct options {
    const char *lab, *directory, *trace;
    bool foreground;
};

/* What the launcher prepares and the supervisor inherits. */
struct prepared {
    int directory, listener, proc;
    struct options options;
};

static void print_result(json_t *object) {
    size_t length = 0;
    char *line = protocol_line(object, &length);
    if (line != NULL)
        (void)fwrite(line, 1, length, stdout);
    (void)fflush(stdout);
    free(line);
    json_decref(object);
}

static int fail(const struct nw_error *error, int code) {
    print_result(json_pack("{s:b,s:o}", "ok", 0, "error", error_json(error)));
    return code;
}

/* --- the supervisor --- */

static int find_place(void *context, const char *id, struct terminal_place *ret_place, struct nw_error *error) {
    struct lab *lab = context;
    struct node *node = table_get(lab->nodes, id);
    if (node == NULL || node->ended)
        return error_set(error, "not-found", ENOENT, "There is no running node %.48s in the lab.", id);
    int result = node_mount(lab, node);
    if (result < 0)
        return error_set(error, "kernel-refused", result, "A process in %s could not be started: %s.", node->name, strerror(-result));
    *ret_place = (struct terminal_place){.init = node->pid};
    text_copy(ret_place->node, sizeof(ret_place->node), node->id);
    text_copy(ret_place->name, sizeof(ret_place->name), node->name);
    return 0;
}

static pid_t fork_place(void *context, pid_t init) {
    struct node *node = node_by_pid(context, init);
    return node != NULL ? node_fork(node) : -ESRCH;
}

static void terminals_changed(void *context) {
    server_terminals(context);
}

static void asked_to_end(void *context, uint32_t events) {
    struct lab *lab = context;
    (void)events;
    loop_stop(lab->loop);
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
    return fd < 0 ? -errno : loop_watch(lab->loop, fd, EPOLLIN, asked_to_end, lab, NULL);
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

static int set_up(struct lab *lab, const char **ret_step) {
    int result;
    *ret_step = "opening its own namespaces";
    if ((result = open_namespaces(lab)) < 0)
        return result;
    mount_lab();
    quiet_network(lab);
    *ret_step = "starting the process that makes nodes";
    if ((result = cloner_start(lab->outer_proc, lab->mapping.map, &lab->cloner)) < 0)
        return result;
    /* A node that shares the lab's user and PID namespaces holds CAP_SYS_PTRACE here: the supervisor itself is closed to it. */
    (void)prctl(PR_SET_DUMPABLE, 0);
    *ret_step = "starting the event loop";
    if ((result = loop_new(&lab->loop)) < 0 || (result = watch_signals(lab)) < 0)
        return result;
    *ret_step = "opening a netlink socket";
    if ((result = netlink_open(&lab->netlink)) < 0)
        return result;
    *ret_step = "taking memory";
    if ((result = table_new(&lab->nodes)) < 0 || (result = table_new(&lab->cables)) < 0 || (result = table_new(&lab->ends)) < 0)
        return result;
    const struct terminals_host host = {.loop = lab->loop, .find = find_place, .fork_into = fork_place, .changed = terminals_changed, .context = lab};
    if ((result = terminals_new(&host, &lab->terminals)) < 0)
        return result;
    *ret_step = "listening";
    if (listen(lab->listener, 128) < 0)
        return -errno;
    return server_start(lab);
}

static void take_standard_descriptors(const char *trace) {
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    int log = trace != NULL ? open(trace, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600) : -1;
    for (int fd = 0; fd < 3; fd++)
        (void)dup2(fd == 2 && log >= 0 ? log : null, fd);
    if (null > 2)
        close(null);
    if (log > 2)
        close(log);
}

static void free_lab(struct lab *lab) {
    server_stop(lab);
    terminals_free(lab->terminals);
    while (lab->first_cable != NULL) {
        struct cable *cable = lab->first_cable;
        lab->first_cable = cable->next;
        free(cable);
    }
    for (struct node *node = lab->first, *next; node != NULL; node = next) {
        next = node->next;
        startup_forget(lab, node);
        while (node->saved != NULL)
            node_drop_saved(node, node->saved->interface);
        monitor_close(node->monitor);
        netlink_close(node->netlink);
        close(node->net);
        free(node);
    }
    cloner_stop(lab->cloner);
    netlink_close(lab->netlink);
    table_free(lab->nodes);
    table_free(lab->cables);
    table_free(lab->ends);
    loop_timer_cancel(lab->attaching);
    loop_free(lab->loop);
}

/* `go`: a byte with the mapping comes when the ids are mapped. `ready`: an nw_error goes back, number 0 when the lab listens. */
static _Noreturn void supervise(const struct prepared *prepared, int go, int ready) {
    static struct lab lab;
    struct nw_error error = {0};
    const char *step = "waiting for its ids";
    if (read(go, &lab.mapping, sizeof(lab.mapping)) != (ssize_t)sizeof(lab.mapping))
        _exit(1);
    close(go);
    (void)setsid();
    (void)prctl(PR_SET_NAME, "nestwork-lab");
    sandbox_supervisor(lab.mapping.range);
    text_copy(lab.id, sizeof(lab.id), prepared->options.lab);
    lab.directory = prepared->directory;
    lab.listener = prepared->listener;
    lab.outer_proc = prepared->proc;
    lab.since = wall_ms();
    lab.next_index = 1;
    char outer[16] = "";
    if (readlinkat(lab.outer_proc, "self", outer, sizeof(outer) - 1) > 0)
        lab.outer = (pid_t)strtol(outer, NULL, 10);
    take_standard_descriptors(prepared->options.trace);
    int result = sethostname(lab.id, strlen(lab.id)) < 0 ? -errno : chdir("/") < 0 ? -errno : set_up(&lab, &step);
    if (result < 0)
        (void)error_set(&error, "kernel-refused", result, "The lab could not be started: %s failed: %s.", step, strerror(-result));
    if (write(ready, &error, sizeof(error)) != (ssize_t)sizeof(error))
        _exit(1); /* the launcher is gone: nobody knows of this lab */
    close(ready);
    if (result < 0)
        _exit(1);
    (void)loop_run(lab.loop);
    (void)unlinkat(lab.directory, "control.sock", 0);
    /* Everything else ends with this process: the kernel takes the namespaces down. Memory is freed so that a leak is seen by the checking build. */
    free_lab(&lab);
    exit(0);
}

/* --- the launcher --- */

static int open_directory(struct prepared *prepared, struct nw_error *error) {
    struct stat status;
    prepared->directory = open(prepared->options.directory, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (prepared->directory < 0 || fstat(prepared->directory, &status) < 0)
        return error_set(error, "bad-directory", errno, "The lab's folder %.200s cannot be opened: %s.", prepared->options.directory, strerror(errno));
    if (status.st_uid != geteuid() || (status.st_mode & 077) != 0) {
        int result = error_set(error, "bad-directory", EPERM, "The lab's folder %.200s must be yours alone (mode 0700).", prepared->options.directory);
        text_copy(error->hint, sizeof(error->hint), "Delete the folder, or choose another one.");
        return result;
    }
    return 0;
}

/* The lock lives as long as the supervisor, so it says whether one runs; a socket without a lock is left over from a kill. */
static int make_socket(struct prepared *prepared, struct nw_error *error) {
    if (flock(prepared->directory, LOCK_EX | LOCK_NB) < 0)
        return error_set(error, "already-running", EADDRINUSE, "The lab %s is running already.", prepared->options.lab);
    if (unlinkat(prepared->directory, "control.sock", 0) < 0 && errno != ENOENT)
        return error_set(error, "bad-directory", errno, "The socket of an earlier lab cannot be removed: %s.", strerror(errno));
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    (void)snprintf(address.sun_path, sizeof(address.sun_path), "/proc/self/fd/%d/control.sock", prepared->directory);
    prepared->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    mode_t before = umask(0177);
    int result = prepared->listener < 0 || bind(prepared->listener, (struct sockaddr *)&address, sizeof(address)) < 0 ? -errno : 0;
    (void)umask(before);
    if (result < 0)
        return error_set(error, "bad-directory", result, "The socket %.200s/control.sock cannot be made: %s.", prepared->options.directory, strerror(-result));
    return 0;
}

static void explain_refusal(struct nw_error *error, int number) {
    (void)error_set(error, "not-permitted", number, "The lab's namespaces could not be made: %s.", strerror(-number));
    text_copy(error->hint, sizeof(error->hint), number == -ENOSPC ? "A limit of namespaces (user.max_*_namespaces) is reached: end another lab, or have it raised."
                                                                  : "Run nestwork doctor: it names the setting that forbids user namespaces here.");
}

/* Starts the supervisor and waits until it listens. */
static pid_t start(struct prepared *prepared, struct mapping *mapping, struct nw_error *error) {
    int go[2], ready[2];
    if (pipe2(go, O_CLOEXEC) < 0 || pipe2(ready, O_CLOEXEC) < 0)
        return error_set(error, "internal", errno, "A pipe cannot be made: %s.", strerror(errno));
    pid_t pid = namespace_clone_lab();
    if (pid < 0) {
        explain_refusal(error, pid);
        return pid;
    }
    if (pid == 0) {
        close(go[1]);
        close(ready[0]);
        supervise(prepared, go[0], ready[1]);
    }
    close(go[0]);
    close(ready[1]);
    int result = sandbox_map_lab(prepared->proc, pid, mapping, error);
    if (result == 0 && write(go[1], mapping, sizeof(*mapping)) != (ssize_t)sizeof(*mapping))
        result = error_set(error, "internal", errno, "The supervisor does not listen to its launcher.");
    close(go[1]);
    if (result == 0 && read(ready[0], error, sizeof(*error)) != (ssize_t)sizeof(*error))
        result = error_set(error, "internal", EPIPE, "The supervisor ended while it was starting.");
    close(ready[0]);
    if (result == 0 && error->number != 0)
        result = -error->number;
    if (result < 0) {
        (void)kill(pid, SIGKILL);
        (void)waitpid(pid, NULL, 0);
        (void)unlinkat(prepared->directory, "control.sock", 0);
        return result;
    }
    return pid;
}

/* Lives as long as the lab; ends it when it is asked to. */
static int stay(pid_t pid) {
    sigset_t signals;
    int number = 0, status = 0;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGCHLD);
    while (waitpid(pid, &status, WNOHANG) == 0) {
        if (sigwait(&signals, &number) == 0 && number != SIGCHLD)
            (void)kill(pid, SIGTERM);
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

static int usage(const char *why) {
    (void)fprintf(stderr, "nestwork-lab: %s\nUsage: nestwork-lab --lab ID --dir DIR [--foreground] [--trace FILE]\n       nestwork-lab --version\n", why);
    return EXIT_USAGE;
}

static bool take_option(struct options *options, const char *name, const char *value) {
    if (value == NULL)
        return false;
    if (strcmp(name, "--lab") == 0)
        options->lab = value;
    else if (strcmp(name, "--dir") == 0)
        options->directory = value;
    else if (strcmp(name, "--trace") == 0)
        options->trace = value;
    else
        return false;
    return true;
}

int main(int argc, char **argv) {
    struct prepared prepared = {.directory = -1, .listener = -1};
    struct nw_error error = {0};
    struct mapping mapping;
    /* A caller may have closed 0 to 2: what is opened next must not take their place. */
    int fd;
    do
        fd = open("/dev/null", O_RDWR | O_CLOEXEC);
    while (fd >= 0 && fd < 3);
    sandbox_close_from(3);
    if (argc == 2 && strcmp(argv[1], "--version") == 0) {
        (void)printf("nestwork-lab %s\n", NESTWORK_VERSION);
        return 0;
    }
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--foreground") == 0)
            prepared.options.foreground = true;
        else if (take_option(&prepared.options, argv[i], i + 1 < argc ? argv[i + 1] : NULL))
            i++;
        else
            return usage("There is an argument that it does not know, or one without its value.");
    }
    if (prepared.options.lab == NULL || prepared.options.directory == NULL)
        return usage("It needs --lab and --dir.");
    if (!valid_id(prepared.options.lab))
        return usage("A lab's id is 1 to 40 of a-z, 0-9 and \"-\".");
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGCHLD);
    if (prepared.options.foreground)
        (void)sigprocmask(SIG_BLOCK, &signals, NULL);
    prepared.proc = open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (prepared.proc < 0)
        return error_set(&error, "not-permitted", errno, "/proc cannot be opened: %s.", strerror(errno)), fail(&error, EXIT_REFUSED);
    if (open_directory(&prepared, &error) < 0)
        return fail(&error, EXIT_REFUSED);
    if (make_socket(&prepared, &error) < 0)
        return fail(&error, strcmp(error.code, "already-running") == 0 ? EXIT_RUNNING : EXIT_REFUSED);
    pid_t pid = start(&prepared, &mapping, &error);
    if (pid < 0)
        return fail(&error, EXIT_REFUSED);
    print_result(json_pack("{s:b,s:i,s:s}", "ok", 1, "pid", (int)pid, "mapping", mapping.range ? "range" : "single"));
    if (!prepared.options.foreground)
        return 0;
    /* The lock and the socket are the supervisor's now: they must end with it, not with this process. */
    close(prepared.listener);
    close(prepared.directory);
    return stay(pid);
}
