/* nestwork-lab, the launcher: makes the lab's namespaces, leaves the supervisor behind in them, and tells how that went. */
#define _GNU_SOURCE
#include "error_json.h"
#include "internet.h"
#include "group_watch.h"
#include "name.h"
#include "namespace.h"
#include "protocol.h"
#include "sandbox.h"
#include "supervisor.h"
#include "util.h"
#include "version.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum { EXIT_REFUSED = 1, EXIT_USAGE = 2, EXIT_RUNNING = 3 };

struct options {
    const char *directory;
    bool foreground, placed;
    struct supervisor_start supervisor;
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

static int open_directory(struct options *options, struct nw_error *error) {
    struct stat status;
    options->supervisor.directory = open(options->directory, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (options->supervisor.directory < 0 || fstat(options->supervisor.directory, &status) < 0)
        return error_set(error, "bad-directory", errno, "The lab's folder %.200s cannot be opened: %s.", options->directory, strerror(errno));
    if (status.st_uid != geteuid() || (status.st_mode & 077) != 0) {
        int result = error_set(error, "bad-directory", EPERM, "The lab's folder %.200s must be yours alone (mode 0700).", options->directory);
        text_copy(error->hint, sizeof(error->hint), "Delete the folder, or choose another one.");
        return result;
    }
    return 0;
}

/* The lock lives as long as the supervisor, so it says whether one runs; a socket without a lock is left over from a kill. */
static int make_socket(struct options *options, struct nw_error *error) {
    if (flock(options->supervisor.directory, LOCK_EX | LOCK_NB) < 0)
        return error_set(error, "already-running", EADDRINUSE, "The lab %s is running already.", options->supervisor.lab);
    if (unlinkat(options->supervisor.directory, "control.sock", 0) < 0 && errno != ENOENT)
        return error_set(error, "bad-directory", errno, "The socket of an earlier lab cannot be removed: %s.", strerror(errno));
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    (void)snprintf(address.sun_path, sizeof(address.sun_path), "/proc/self/fd/%d/control.sock", options->supervisor.directory);
    options->supervisor.listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    mode_t before = umask(0177);
    int result = options->supervisor.listener < 0 || bind(options->supervisor.listener, (struct sockaddr *)&address, sizeof(address)) < 0 ? -errno : 0;
    (void)umask(before);
    if (result < 0)
        return error_set(error, "bad-directory", result, "The socket %.200s/control.sock cannot be made: %s.", options->directory, strerror(-result));
    return 0;
}

static void explain_refusal(struct nw_error *error, int number) {
    (void)error_set(error, "not-permitted", number, "The lab's namespaces could not be made: %s.", strerror(-number));
    text_copy(error->hint, sizeof(error->hint), number == -ENOSPC ? "A limit of namespaces (user.max_*_namespaces) is reached: end another lab, or have it raised."
                                                                  : "Run nestwork doctor: it names the setting that forbids user namespaces here.");
}

/* Control groups that nodes may need: where they can be, and who removes them. Those that an earlier lab left in this folder go. */
static void prepare_groups(struct supervisor_start *start) {
    group_watch_clean(start->directory);
    control_groups_find(&start->groups);
    start->group_watch = group_watch_start(&start->groups, start->directory);
    if (start->groups.folder >= 0 && start->group_watch < 0)
        text_copy(start->groups.why, sizeof(start->groups.why), "nobody could be left to remove its control groups");
}

/* Starts the supervisor and waits until it listens. */
static pid_t start(struct options *options, struct mapping *mapping, struct nw_error *error) {
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
        exit(supervise(&options->supervisor, go[0], ready[1]));
    }
    close(go[0]);
    close(ready[1]);
    int result = sandbox_map_lab(options->supervisor.proc, pid, mapping, error);
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
        (void)unlinkat(options->supervisor.directory, "control.sock", 0);
        return result;
    }
    return pid;
}

/*
 * nestwork-root has made the lab's namespaces, and this is their first process already. On descriptor 3 comes how the ids are mapped, on 4 goes back how it
 * went, as an nw_error: what `start` does between two processes.
 */
static int be_supervisor(struct options *options) {
    enum { GO = 3, READY = 4 };
    struct nw_error error = {0};
    if (open_directory(options, &error) == 0 && make_socket(options, &error) == 0)
        return supervise(&options->supervisor, GO, READY);
    if (write(READY, &error, sizeof(error)) != (ssize_t)sizeof(error))
        return EXIT_REFUSED; /* it sees the end */
    return EXIT_REFUSED;
}

/* A process that its namespaces give no rights has not been given any at all: some AppArmor policies let them be made, and then forbid everything in them. */
static int try_rights(int go) {
    char byte;
    if (read(go, &byte, 1) != 1)
        return EXIT_REFUSED;
    return sethostname("nestwork", 8) < 0 ? EXIT_USAGE : 0;
}

/* Whether a lab could be started, by this very program: makes its namespaces, maps its ids, uses a right in them, and leaves nothing. */
static int probe(void) {
    struct nw_error error = {0};
    struct mapping mapping = {0};
    int go[2], status = 0, proc = open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (proc < 0 || pipe2(go, O_CLOEXEC) < 0)
        return error_set(&error, "internal", errno, "A pipe cannot be made: %s.", strerror(errno)), fail(&error, EXIT_REFUSED);
    pid_t pid = namespace_clone_lab();
    if (pid == 0) {
        close(go[1]);
        exit(try_rights(go[0]));
    }
    if (pid < 0)
        explain_refusal(&error, pid);
    int result = pid < 0 ? pid : sandbox_map_lab(proc, pid, &mapping, &error);
    close(proc);
    if (result == 0 && write(go[1], "", 1) != 1)
        result = error_set(&error, "internal", EPIPE, "The first process of the namespaces ended too early.");
    close(go[1]);
    while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    if (result == 0 && (!WIFEXITED(status) || WEXITSTATUS(status) != 0))
        result = error_set(&error, "not-permitted", EPERM, "The lab's namespaces can be made, but give no rights over what is in them.");
    if (result < 0)
        return fail(&error, EXIT_REFUSED);
    print_result(json_pack("{s:b,s:s}", "ok", 1, "mapping", mapping.range ? "range" : "single"));
    return 0;
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

/* Who is at the other end of the socket that is the standard input, for programs that cannot ask the kernel themselves. */
static int print_peer(void) {
    struct ucred peer;
    socklen_t size = sizeof(peer);
    if (getsockopt(0, SOL_SOCKET, SO_PEERCRED, &peer, &size) < 0)
        return EXIT_REFUSED;
    return printf("%u\n", peer.uid) < 0 ? EXIT_REFUSED : 0;
}

static int usage(const char *why) {
    (void)fprintf(stderr, "nestwork-lab: %s\nUsage: nestwork-lab --lab ID --dir DIR [--foreground] [--trace FILE]\n       nestwork-lab --probe\n       nestwork-lab --version\n", why);
    return EXIT_USAGE;
}

static bool take_option(struct options *options, const char *name, const char *value) {
    if (value == NULL)
        return false;
    if (strcmp(name, "--lab") == 0)
        options->supervisor.lab = value;
    else if (strcmp(name, "--dir") == 0)
        options->directory = value;
    else if (strcmp(name, "--trace") == 0)
        options->supervisor.trace = value;
    else
        return false;
    return true;
}

int main(int argc, char **argv) {
    struct options options = {.supervisor = {.directory = -1, .listener = -1, .proc = -1, .group_watch = -1, .groups = {.folder = -1}}};
    struct nw_error error = {0};
    struct mapping mapping = {0};
    /* A caller may have closed 0 to 2: what is opened next must not take their place. */
    const bool placed = argc > 1 && strcmp(argv[argc - 1], "--placed") == 0;
    int fd;
    do
        fd = open("/dev/null", O_RDWR | O_CLOEXEC);
    while (fd >= 0 && fd < 3);
    sandbox_close_from(placed ? 5 : 3);
    if (argc == 2 && strcmp(argv[1], "--version") == 0) {
        (void)printf("nestwork-lab %s\n", NESTWORK_VERSION);
        return 0;
    }
    if (argc == 2 && strcmp(argv[1], "--probe") == 0)
        return probe();
    if (argc == 2 && strcmp(argv[1], "--peer") == 0)
        return print_peer();
    if (argc > 2 && strcmp(argv[1], "--internet") == 0)
        return internet_main(argc - 2, argv + 2);
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--foreground") == 0)
            options.foreground = true;
        else if (strcmp(argv[i], "--placed") == 0)
            options.placed = placed;
        else if (take_option(&options, argv[i], i + 1 < argc ? argv[i + 1] : NULL))
            i++;
        else
            return usage("There is an argument that it does not know, or one without its value.");
    }
    if (options.supervisor.lab == NULL || options.directory == NULL)
        return usage("It needs --lab and --dir.");
    if (!valid_id(options.supervisor.lab))
        return usage("A lab's id is 1 to 40 of a-z, 0-9 and \"-\".");
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGCHLD);
    if (options.foreground)
        (void)sigprocmask(SIG_BLOCK, &signals, NULL);
    options.supervisor.proc = open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (options.supervisor.proc < 0)
        return error_set(&error, "not-permitted", errno, "/proc cannot be opened: %s.", strerror(errno)), fail(&error, EXIT_REFUSED);
    text_copy(options.supervisor.groups.why, sizeof(options.supervisor.groups.why), "the lab was started by nestwork-root");
    if (options.placed)
        return be_supervisor(&options);
    if (open_directory(&options, &error) < 0)
        return fail(&error, EXIT_REFUSED);
    if (make_socket(&options, &error) < 0)
        return fail(&error, strcmp(error.code, "already-running") == 0 ? EXIT_RUNNING : EXIT_REFUSED);
    prepare_groups(&options.supervisor);
    options.supervisor.namespaces = namespace_most(&options.supervisor.scarce);
    pid_t pid = start(&options, &mapping, &error);
    if (pid < 0)
        return fail(&error, EXIT_REFUSED);
    print_result(json_pack("{s:b,s:i,s:s}", "ok", 1, "pid", (int)pid, "mapping", mapping.range ? "range" : "single"));
    if (!options.foreground)
        return 0;
    /* The lock and the socket are the supervisor's now: they must end with it, not with this process. */
    close(options.supervisor.listener);
    close(options.supervisor.directory);
    if (options.supervisor.group_watch >= 0)
        close(options.supervisor.group_watch);
    return stay(pid);
}
