#define _GNU_SOURCE
#include "process.h"

#include "namespace.h"
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PATIENCE_MS = 10000, END_MS = 1000, CHILD_MS = 3000 };
static char *const plain_environment[] = {(char *)(uintptr_t)"PATH=/usr/sbin:/usr/bin:/sbin:/bin", (char *)(uintptr_t)"LC_ALL=C", NULL};

static void close_all_but(const int *keep) {
    int first = 3;
    /* In rising order: what lies between two of them is closed. */
    for (;;) {
        int lowest = -1;
        for (const int *one = keep; *one >= 0; one++)
            lowest = *one >= first && (lowest < 0 || *one < lowest) ? *one : lowest;
        if (lowest < 0)
            break;
        if (lowest > first)
            (void)syscall(SYS_close_range, (unsigned int)first, (unsigned int)lowest - 1, 0);
        first = lowest + 1;
    }
    sandbox_close_from(first);
}

static void default_signals(void) {
    for (int number = 1; number < NSIG; number++)
        (void)signal(number, SIG_DFL);
}

int process_begin(int keep) {
    int fd;
    do
        fd = open("/dev/null", O_RDWR);
    while (fd >= 0 && fd < 3 && fd != keep);
    if (fd < 0)
        return -errno;
    close_all_but((const int[]){keep, -1});
    default_signals();
    (void)signal(SIGXFSZ, SIG_IGN); /* the limit is the asker's, whatever it is: EFBIG, and a sentence */
    sigset_t none;
    sigemptyset(&none);
    if (sigprocmask(SIG_SETMASK, &none, NULL) < 0 || clearenv() != 0 || chdir("/") < 0)
        return -errno;
    (void)umask(077);
    (void)setsid();
    return 0;
}

int process_signals(void) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGHUP);
    int fd = sigprocmask(SIG_BLOCK, &signals, NULL) < 0 ? -1 : signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
    return fd < 0 ? -errno : fd;
}

/* --- the program itself --- */

enum { SEALS = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE };

static bool is_roots(const char *path) {
    struct stat status;
    return lstat(path, &status) == 0 && status.st_uid == 0 && (status.st_mode & 022) == 0;
}

bool process_is_roots(void) {
    char path[PATH_MAX];
    int fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    int seals = fd < 0 ? -1 : fcntl(fd, F_GET_SEALS);
    if (fd >= 0)
        close(fd);
    if (seals >= 0 && (seals & SEALS) == SEALS)
        return true;
    ssize_t length = readlink("/proc/self/exe", path, sizeof(path) - 1);
    path[length > 0 ? length : 0] = '\0';
    bool roots = length > 0 && is_roots(path);
    for (char *slash; roots && (slash = strrchr(path, '/')) != NULL;) {
        *(slash == path ? slash + 1 : slash) = '\0';
        roots = is_roots(path);
        if (slash == path)
            break;
    }
    return roots;
}

/* Into `copy`, all of `program`. */
static int copy_all(int program, int copy) {
    ssize_t sent;
    do
        sent = sendfile(copy, program, NULL, 1 << 20);
    while (sent > 0 || (sent < 0 && errno == EINTR));
    return sent < 0 ? -errno : fchmod(copy, 0700) < 0 || fcntl(copy, F_ADD_SEALS, SEALS) < 0 ? -errno : 0;
}

int process_folder(void) {
    char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof(path) - 1);
    path[length > 0 ? length : 0] = '\0';
    char *slash = strrchr(path, '/');
    if (slash == NULL)
        return -ENOENT;
    *slash = '\0';
    int folder = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return -errno;
    return folder;
}

int process_copy(const char *const *argv, const char *const *environment) {
    int folder = process_folder(), program = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    int copy = memfd_create("nestwork-root", MFD_ALLOW_SEALING | MFD_CLOEXEC);
    int result = folder < 0 || program < 0 || copy < 0 ? -errno : copy_all(program, copy);
    if (result < 0)
        return result;
    /* 3 is for the folder. */
    copy = fcntl(copy, F_DUPFD_CLOEXEC, 8);
    folder = fcntl(folder, F_DUPFD_CLOEXEC, 8);
    if (copy < 0 || folder < 0 || dup2(folder, 3) < 0)
        return -errno;
    return process_become(copy, argv, environment);
}

/* --- others --- */

pid_t process_fork(const int *keep) {
    static const int asking[] = {SIGTERM, SIGINT, SIGHUP, SIGPIPE};
    pid_t pid = fork();
    if (pid != 0)
        return pid < 0 ? -errno : pid;
    for (size_t i = 0; i < sizeof(asking) / sizeof(asking[0]); i++)
        (void)signal(asking[i], SIG_IGN);
    close_all_but(keep);
    return 0;
}

/* The other end is the parent's alone, so that its death is seen. */
static void wait_at(int gate) {
    char go;
    close_all_but((const int[]){gate, -1});
    if (read(gate, &go, 1) != 1)
        _exit(127);
}

static pid_t spawn(const char *const *argv, int output, int errors, int gate) {
    if (access(argv[0], X_OK) < 0)
        return -errno;
    pid_t pid = fork();
    if (pid != 0)
        return pid < 0 ? -errno : pid;
    if (gate >= 0) {
        (void)setpgid(0, 0); /* so that process_kill finds what it starts, too */
        wait_at(gate);
    }
    int null = open("/dev/null", O_RDWR);
    (void)dup2(null, 0);
    (void)dup2(output >= 0 ? output : null, 1);
    (void)dup2(errors >= 0 ? errors : null, 2);
    sandbox_close_from(3);
    sandbox_restore_child();
    execve(argv[0], (char *const *)(uintptr_t)argv, plain_environment);
    _exit(127);
}

/* Reads until the end or until nothing came for too long. */
static void collect(int fd, char *output, size_t size) {
    size_t length = 0;
    struct pollfd ready = {.fd = fd, .events = POLLIN};
    while (length + 1 < size && poll(&ready, 1, PATIENCE_MS) > 0) {
        ssize_t got = read(fd, output + length, size - 1 - length);
        if (got <= 0)
            break;
        length += (size_t)got;
    }
    output[length] = '\0';
}

int process_run(const char *const *argv, char *output, size_t size) {
    int ends[2] = {-1, -1}, status = 0;
    if (output != NULL && pipe2(ends, O_CLOEXEC) < 0)
        return -errno;
    pid_t pid = spawn(argv, ends[1], -1, -1);
    if (output != NULL) {
        close(ends[1]);
        if (pid > 0)
            collect(ends[0], output, size);
        close(ends[0]);
    }
    if (pid < 0)
        return pid;
    for (int waited = 0; waitpid(pid, &status, WNOHANG) == 0; waited += 2) {
        if (waited >= PATIENCE_MS)
            (void)kill(pid, SIGKILL);
        (void)usleep(2000);
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -EINTR;
}

pid_t process_prepare(const char *const *argv, int *ret_gate) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0)
        return -errno;
    pid_t pid = spawn(argv, -1, -1, ends[0]);
    close(ends[0]);
    *ret_gate = ends[1];
    if (pid < 0)
        close(ends[1]);
    return pid;
}

pid_t process_watched(const char *const *argv, int *ret_errors) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0)
        return -errno;
    pid_t pid = spawn(argv, -1, ends[1], -1);
    close(ends[1]);
    *ret_errors = ends[0];
    if (pid < 0)
        close(ends[0]);
    else
        (void)fcntl(ends[0], F_SETFL, O_NONBLOCK);
    return pid;
}

uint64_t process_since(int proc, pid_t pid) {
    char path[32], text[1024];
    (void)snprintf(path, sizeof(path), "%d/stat", pid);
    int fd = openat(proc, path, O_RDONLY | O_CLOEXEC);
    ssize_t length = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
    if (fd >= 0)
        close(fd);
    if (length <= 0)
        return 0;
    text[length] = '\0';
    /* Field 22; the name, field 2, may hold anything but ends with the last bracket. */
    const char *at = strrchr(text, ')');
    for (int field = 2; at != NULL && field < 22; field++)
        at = strchr(at + 1, ' ');
    return at == NULL ? 0 : strtoull(at + 1, NULL, 10);
}

bool process_signal(int proc, pid_t pid, uint64_t since, int number) {
    int fd = pid <= 1 ? -1 : (int)syscall(SYS_pidfd_open, pid, 0);
    if (fd < 0)
        return false;
    bool same = since != 0 && process_since(proc, pid) == since && syscall(SYS_pidfd_send_signal, fd, number, NULL, 0) == 0;
    close(fd);
    return same;
}

/* Waits until all that a process has started have ended (proc_pid_task_children(5), CONFIG_PROC_CHILDREN; without it, not at all). */
static void await_children(int proc, pid_t pid) {
    char path[64], list[512] = "";
    (void)snprintf(path, sizeof(path), "%d/task/%d/children", pid, pid);
    int fd = openat(proc, path, O_RDONLY | O_CLOEXEC);
    ssize_t length = fd < 0 ? -1 : read(fd, list, sizeof(list) - 1);
    if (fd >= 0)
        close(fd);
    char *rest = list, *end = list;
    for (long child = length > 0 ? strtol(rest, &end, 10) : 0; end != rest && child > 0; rest = end, child = strtol(rest, &end, 10)) {
        struct pollfd ended = {.fd = (int)syscall(SYS_pidfd_open, (pid_t)child, 0), .events = POLLIN};
        if (ended.fd < 0)
            continue;
        (void)poll(&ended, 1, CHILD_MS);
        close(ended.fd);
    }
}

bool process_kill(int proc, pid_t pid, uint64_t since) {
    struct pollfd ended = {.fd = pid <= 1 ? -1 : (int)syscall(SYS_pidfd_open, pid, 0), .events = POLLIN};
    if (ended.fd < 0)
        return false;
    bool same = since != 0 && process_since(proc, pid) == since;
    if (same) {
        /* It starts nothing more, and what it has started comes to its end: the script of a DHCP client that is killed on its way leaves an empty resolv.conf(5). */
        (void)syscall(SYS_pidfd_send_signal, ended.fd, SIGSTOP, NULL, 0);
        await_children(proc, pid);
        (void)kill(-pid, SIGKILL);
        same = syscall(SYS_pidfd_send_signal, ended.fd, SIGKILL, NULL, 0) == 0;
        /* A call that it is in comes to its end first: until then a file may appear. */
        (void)poll(&ended, 1, END_MS);
    }
    close(ended.fd);
    return same;
}

bool process_is_network(int net, uint64_t inode) {
    struct stat status;
    return net >= 0 && fstat(net, &status) == 0 && status.st_ino == inode;
}

int process_network(int proc, pid_t pid, uint64_t inode) {
    int net = namespace_open(proc, pid, NAMESPACE_NET);
    if (net < 0 || process_is_network(net, inode))
        return net;
    close(net);
    return -ESRCH;
}

int process_become(int program, const char *const *argv, const char *const *environment) {
    default_signals(); /* what is ignored here would be ignored there, and in all that it starts */
    (void)syscall(SYS_execveat, program, "", (char *const *)(uintptr_t)argv, (char *const *)(uintptr_t)environment, AT_EMPTY_PATH);
    return -errno;
}

void process_end(int code) {
    _exit(code);
}
