#define _GNU_SOURCE
#include "internet.h"

#include "error_json.h"
#include "guard.h"
#include "internet_facts.h"
#include "loop.h"
#include "name.h"
#include "process.h"
#include "protocol.h"
#include "sandbox.h"
#include "util.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

enum { PORTS = 256, KINDS = 2, ARGUMENTS = 48 + 2 * KINDS * PORTS, LOOK_MS = 20, PATIENCE_MS = 10000 };

/* As electron/engine/uplinks.ts: the computer's resolver answers at these; the same places in slirp4netns(1)'s network. */
static const char network[] = "198.19.255.0/24", own4[] = "198.19.255.2", gateway4[] = "198.19.255.1", resolver4[] = "198.19.255.3";
static const char own6[] = "fd5e:57ac:6e77::2", gateway6[] = "fd5e:57ac:6e77::1", resolver6[] = "fd5e:57ac:6e77::3";
static const char pasta[] = "/usr/bin/pasta", slirp[] = "/usr/bin/slirp4netns", interface[] = "wan0";

struct keeper {
    const char *node, *directory, *pid_text, *net_text;
    const char *ports[KINDS][PORTS]; /* texts of digits */
    size_t counts[KINDS];
    bool loopback, ipv6, told;
    pid_t pid, child;
    uint64_t child_since;
    int answer, folder, lock, proc, node_fd, listener, errors;
    const char *program;
    char userns[48], netns[48], text[512];
    size_t length;
    double started;
    struct loop *loop;
    struct guard guard;
};

/* Whoever waits for the end of what it reads goes on: nothing that stays has the answer's pipe. */
static int tell(struct keeper *keeper, json_t *object) {
    size_t length = 0;
    char *line = protocol_line(object, &length);
    if (line != NULL && !keeper->told)
        (void)dprintf(keeper->answer, "%.*s", (int)length, line);
    free(line);
    json_decref(object);
    keeper->told = true;
    close(keeper->answer);
    keeper->answer = -1;
    return 0;
}

static int refuse(struct keeper *keeper, const char *code, int number, const char *message, const char *hint) {
    struct nw_error error;
    (void)error_set(&error, code, number, "%s", message);
    text_copy(error.hint, sizeof(error.hint), hint);
    text_copy(error.node, sizeof(error.node), keeper->node);
    (void)tell(keeper, json_pack("{s:b,s:o}", "ok", 0, "error", error_json(&error)));
    return 1;
}

/* --- the command line --- */

/* Digits, no sign, no leading zero. */
static bool is_number(const char *text, unsigned long long most) {
    size_t length = strspn(text, "0123456789");
    return length > 0 && length <= 20 && text[length] == '\0' && text[0] != '0' && strtoull(text, NULL, 10) <= most;
}

/*
 * Ports of the computer's loopback, as the kinds of port are called here and by pasta. IPv4 alone: the kernel takes no answer from another interface for a
 * connection that was made from ::1, whatever translates its addresses.
 */
static const struct {
    const char *option, *of_pasta;
} kinds[KINDS] = {{"--tcp", "-t"}, {"--udp", "-u"}};

static bool take_port(struct keeper *keeper, const char *option, const char *value) {
    int kind = 0;
    while (kind < KINDS && strcmp(kinds[kind].option, option) != 0)
        kind++;
    if (kind == KINDS || !is_number(value, 65535) || keeper->counts[kind] == PORTS)
        return false;
    keeper->ports[kind][keeper->counts[kind]++] = value;
    return true;
}

static size_t ports_of(const struct keeper *keeper) {
    size_t count = 0;
    for (int kind = 0; kind < KINDS; kind++)
        count += keeper->counts[kind];
    return count;
}

static bool take_arguments(struct keeper *keeper, int argc, char **argv) {
    keeper->node = argc > 0 ? argv[0] : "";
    for (int i = 1; i < argc; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : "";
        if (strcmp(argv[i], "--loopback") == 0) {
            keeper->loopback = true;
            continue;
        }
        if (strcmp(argv[i], "--dir") == 0)
            keeper->directory = value;
        else if (strcmp(argv[i], "--pid") == 0 && is_number(value, INT32_MAX))
            keeper->pid_text = value;
        else if (strcmp(argv[i], "--net") == 0 && is_number(value, UINT64_MAX))
            keeper->net_text = value;
        else if (!take_port(keeper, argv[i], value))
            return false;
        i++;
    }
    return valid_id(keeper->node) && keeper->directory != NULL && keeper->pid_text != NULL && keeper->net_text != NULL;
}

/* --- the program --- */

struct arguments {
    const char *list[ARGUMENTS];
    size_t count;
};

static void add(struct arguments *arguments, const char *const *more) {
    while (*more != NULL && arguments->count + 1 < ARGUMENTS)
        arguments->list[arguments->count++] = *more++;
}

static void add_pasta(const struct keeper *keeper, struct arguments *arguments, char texts[KINDS * PORTS][24]) {
    size_t text = 0;
    /* Nothing but what is named is led in or out: by itself pasta would lead every port of the computer's loopback into the node, and back. */
    add(arguments, (const char *const[]){pasta, "--foreground", "--quiet", "--stderr", "--config-net", "-I", interface, "-m", "1500", "-T", "none", "-U", "none",
                                         "-a", own4, "-n", "24", "-g", gateway4, "--dns-forward", resolver4, NULL});
    if (keeper->ipv6)
        add(arguments, (const char *const[]){"-a", own6, "-g", gateway6, "--dns-forward", resolver6, NULL});
    else
        add(arguments, (const char *const[]){"-4", NULL});
    if (!keeper->loopback)
        add(arguments, (const char *const[]){"--no-map-gw", NULL});
    /* By itself it would become nobody, who has no right to the node. In the node's user namespace it has no capability outside, whoever it is. */
    if (geteuid() == 0)
        add(arguments, (const char *const[]){"--runas", "0", NULL});
    for (int kind = 0; kind < KINDS; kind++)
        for (size_t i = 0; i < keeper->counts[kind]; i++, text++) {
            (void)snprintf(texts[text], sizeof(texts[text]), "127.0.0.1/%s", keeper->ports[kind][i]);
            add(arguments, (const char *const[]){kinds[kind].of_pasta, texts[text], NULL});
        }
    for (int kind = 0; kind < KINDS; kind++)
        if (keeper->counts[kind] == 0)
            add(arguments, (const char *const[]){kinds[kind].of_pasta, "none", NULL});
    add(arguments, (const char *const[]){"--userns", keeper->userns, "--netns", keeper->netns, NULL});
}

static void add_slirp(const struct keeper *keeper, struct arguments *arguments, char userns[64], char cidr[32]) {
    (void)snprintf(userns, 64, "--userns-path=%s", keeper->userns);
    (void)snprintf(cidr, 32, "--cidr=%s", network);
    add(arguments, (const char *const[]){slirp, "--configure", "--mtu=1500", cidr, "--enable-seccomp", NULL});
    if (!keeper->loopback)
        add(arguments, (const char *const[]){"--disable-host-loopback", NULL});
    if (keeper->ipv6)
        add(arguments, (const char *const[]){"--enable-ipv6", NULL});
    add(arguments, (const char *const[]){userns, "--netns-type=path", keeper->netns, interface, NULL});
}

static void bereaved(void *context) {
    const struct keeper *keeper = context;
    int proc = open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
    (void)process_signal(proc, keeper->child, keeper->child_since, SIGKILL);
}

static void guard_ended(void *context, int status);

static int start_guard(struct keeper *keeper) {
    int result = guard_start((const int[]){-1}, bereaved, keeper, &keeper->guard);
    return result == 0 ? loop_child(keeper->loop, keeper->guard.pid, guard_ended, keeper) : result;
}

static void guard_ended(void *context, int status) {
    struct keeper *keeper = context;
    (void)status;
    close(keeper->guard.socket);
    (void)start_guard(keeper);
}

static void program_ended(void *context, int status) {
    struct keeper *keeper = context;
    (void)status;
    keeper->child = 0;
    loop_stop(keeper->loop);
}

static void read_errors(void *context, uint32_t events) {
    struct keeper *keeper = context;
    char part[512];
    ssize_t got = read(keeper->errors, part, sizeof(part));
    if (got <= 0 && (events & EPOLLHUP) != 0)
        loop_stop(keeper->loop);
    /* The first of it says what is wrong. */
    for (ssize_t i = 0; i < got && keeper->length + 1 < sizeof(keeper->text); i++)
        keeper->text[keeper->length++] = part[i];
}

static int start_program(struct keeper *keeper) {
    static char texts[KINDS * PORTS][24];
    char userns[64], cidr[32];
    struct arguments arguments = {.count = 0};
    keeper->program = access(pasta, X_OK) == 0 ? pasta : slirp;
    if (keeper->program == pasta)
        add_pasta(keeper, &arguments, texts);
    else
        add_slirp(keeper, &arguments, userns, cidr);
    pid_t pid = process_watched(arguments.list, &keeper->errors);
    if (pid < 0)
        return pid;
    keeper->child = pid;
    keeper->child_since = process_since(keeper->proc, pid);
    int result = loop_child(keeper->loop, pid, program_ended, keeper);
    if (result == 0)
        result = loop_watch(keeper->loop, keeper->errors, EPOLLIN, read_errors, keeper, NULL);
    return result == 0 ? start_guard(keeper) : result;
}

/* --- being there --- */

/* Whether the node's network has wan0 by now; /proc/PID/net is that of the process. */
static bool is_there(const struct keeper *keeper) {
    char path[48], line[256];
    (void)snprintf(path, sizeof(path), "%s/net/dev", keeper->pid_text);
    int fd = openat(keeper->proc, path, O_RDONLY | O_CLOEXEC);
    FILE *file = fd < 0 ? NULL : fdopen(fd, "re");
    bool found = false;
    while (file != NULL && !found && fgets(line, sizeof(line), file) != NULL)
        found = strncmp(line + strspn(line, " "), "wan0:", 5) == 0;
    if (file != NULL)
        (void)fclose(file);
    return found;
}

static json_t *state(const struct keeper *keeper) {
    const char *name = strrchr(keeper->program, '/') + 1;
    return json_pack("{s:b,s:s,s:b}", "ok", 1, "program", name, "ipv6", keeper->ipv6);
}

static void look(void *context) {
    struct keeper *keeper = context;
    struct loop_timer *timer;
    if (is_there(keeper))
        (void)tell(keeper, state(keeper));
    else if (clock_ms() - keeper->started > PATIENCE_MS || loop_timer(keeper->loop, LOOK_MS, look, keeper, &timer) < 0)
        loop_stop(keeper->loop);
}

static void asked_to_end(void *context, uint32_t events) {
    struct keeper *keeper = context;
    (void)events;
    loop_stop(keeper->loop);
}

/* A connection is from the person: the folder is closed to others. Whoever says anything wants the end. */
static void visited(void *context, uint32_t events) {
    struct keeper *keeper = context;
    char word;
    (void)events;
    int socket = accept4(keeper->listener, NULL, NULL, SOCK_CLOEXEC);
    struct timeval patience = {.tv_sec = 1};
    if (socket < 0)
        return;
    (void)setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    if (recv(socket, &word, 1, 0) == 1)
        loop_stop(keeper->loop);
    close(socket);
}

static int listen_in_folder(struct keeper *keeper) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    char name[64];
    (void)snprintf(name, sizeof(name), "internet-%s.sock", keeper->node);
    (void)snprintf(address.sun_path, sizeof(address.sun_path), "/proc/self/fd/%d/%s", keeper->folder, name);
    (void)unlinkat(keeper->folder, name, 0);
    keeper->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    return keeper->listener < 0 || bind(keeper->listener, (const struct sockaddr *)&address, sizeof(address)) < 0 || listen(keeper->listener, 4) < 0 ? -errno : 0;
}

static void leave_folder(const struct keeper *keeper) {
    char name[64];
    (void)snprintf(name, sizeof(name), "internet-%s.sock", keeper->node);
    (void)unlinkat(keeper->folder, name, 0);
    (void)snprintf(name, sizeof(name), "internet-%s.lock", keeper->node);
    (void)unlinkat(keeper->folder, name, 0);
}

/* Its folder, the node, and that nobody else does the same. 0, or what to exit with. */
static int take_place(struct keeper *keeper) {
    struct stat status;
    char name[64];
    (void)snprintf(name, sizeof(name), "internet-%s.lock", keeper->node);
    (void)snprintf(keeper->userns, sizeof(keeper->userns), "/proc/%s/ns/user", keeper->pid_text);
    (void)snprintf(keeper->netns, sizeof(keeper->netns), "/proc/%s/ns/net", keeper->pid_text);
    keeper->pid = (pid_t)strtol(keeper->pid_text, NULL, 10);
    keeper->proc = open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
    keeper->folder = open(keeper->directory, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (keeper->folder < 0 || fstat(keeper->folder, &status) < 0 || status.st_uid != geteuid() || (status.st_mode & 077) != 0)
        return refuse(keeper, "bad-directory", EPERM, "The lab's folder must be yours alone.", "Run the lab again.");
    keeper->lock = openat(keeper->folder, name, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (keeper->lock < 0 || flock(keeper->lock, LOCK_EX | LOCK_NB) < 0)
        return refuse(keeper, "already-running", EADDRINUSE, "This node's way to the Internet is open already.", "");
    keeper->node_fd = (int)syscall(SYS_pidfd_open, keeper->pid, 0);
    int net = process_network(keeper->proc, keeper->pid, strtoull(keeper->net_text, NULL, 10));
    if (keeper->node_fd < 0 || net < 0)
        return refuse(keeper, "not-found", ESRCH, "The node has ended.", "Run it again.");
    close(net);
    if (access(pasta, X_OK) < 0 && access(slirp, X_OK) < 0)
        return refuse(keeper, "not-installed", ENOENT, "The Internet of a lab needs pasta or slirp4netns, and neither is installed.",
                      "Install the package passt (or slirp4netns).");
    if (access(pasta, X_OK) < 0 && ports_of(keeper) > 0)
        return refuse(keeper, "not-installed", ENOENT, "Ports of this computer can lead into a lab by pasta alone, which is not installed.", "Install the package passt.");
    return 0;
}

/* pasta makes wan0 before it takes the ports, so a port that cannot be had is told here. 0, or what to exit with. */
static int try_ports(struct keeper *keeper) {
    for (int kind = 0; kind < KINDS; kind++)
        for (size_t i = 0; i < keeper->counts[kind]; i++) {
            char message[160];
            int result = internet_try_port(kind == 0 ? SOCK_STREAM : SOCK_DGRAM, keeper->ports[kind][i]);
            if (result == 0)
                continue;
            (void)snprintf(message, sizeof(message), "%s port %s of this computer cannot lead into the lab: %s.", kind == 0 ? "TCP" : "UDP", keeper->ports[kind][i],
                           strerror(-result));
            return refuse(keeper, "port-refused", result, message,
                          result == -EACCES ? "Take a port from 1024 up: those below are root's." : "Take another port, or end the program that has it.");
        }
    return 0;
}

static int set_up(struct keeper *keeper) {
    struct loop_timer *timer;
    int signals = -1, result = listen_in_folder(keeper);
    if (result == 0)
        result = loop_new(&keeper->loop);
    if (result == 0)
        result = signals = process_signals();
    if (result >= 0)
        result = loop_watch(keeper->loop, signals, EPOLLIN, asked_to_end, keeper, NULL);
    if (result == 0)
        result = loop_watch(keeper->loop, keeper->node_fd, EPOLLIN, asked_to_end, keeper, NULL);
    if (result == 0)
        result = loop_watch(keeper->loop, keeper->listener, EPOLLIN, visited, keeper, NULL);
    if (result == 0)
        result = start_program(keeper);
    return result == 0 ? loop_timer(keeper->loop, LOOK_MS, look, keeper, &timer) : result;
}

int internet_main(int argc, char **argv) {
    static struct keeper keeper;
    keeper = (struct keeper){.lock = -1, .guard = {.socket = -1}, .answer = fcntl(1, F_DUPFD_CLOEXEC, 3)};
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int i = 0; i < 3; i++)
        (void)dup2(null, i);
    close(null);
    if (!take_arguments(&keeper, argc, argv))
        return refuse(&keeper, "usage", EINVAL, "There is an argument that it does not know, or one without its value.", "");
    int result = take_place(&keeper);
    if (result == 0)
        result = try_ports(&keeper);
    if (result != 0)
        return result;
    (void)setsid();
    if (chdir("/") < 0)
        return refuse(&keeper, "internal", errno, "The folder / cannot be entered.", "");
    keeper.ipv6 = internet_has_ipv6(keeper.proc);
    keeper.started = clock_ms();
    result = set_up(&keeper);
    if (result == 0)
        (void)loop_run(keeper.loop);
    if (keeper.child > 0)
        (void)kill(keeper.child, SIGKILL);
    if (!keeper.told) {
        char message[300], *line = internet_first_words(keeper.text);
        (void)snprintf(message, sizeof(message), "The way to the Internet could not be opened: %.200s.",
                       line[0] != '\0' ? line : result < 0 ? strerror(-result) : "no interface came");
        result = refuse(&keeper, "internet-failed", result < 0 ? result : EIO, message, "Run nestwork doctor: it names what this computer lacks.");
    }
    leave_folder(&keeper);
    guard_stop(&keeper.guard);
    return result < 0 ? 1 : result;
}
