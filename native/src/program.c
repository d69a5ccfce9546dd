/* The child's side of a terminal or command: see program.h. */
#define _GNU_SOURCE
#include "program.h"

#include "environment.h"
#include "identity.h"
#include "report.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

enum { REPORT_FD = 3, EXIT_NOT_STARTED = 127 };

_Noreturn static void fail(int report, const struct nw_error *error) {
    report_send(report, error, -1);
    _exit(EXIT_NOT_STARTED);
}

_Noreturn static void refuse(int report, int number, const char *what, const struct program *program) {
    struct nw_error error;
    (void)error_set(&error, "kernel-refused", number, "Cannot %s in %s: %s.", what, program->node_name, strerror(number));
    (void)snprintf(error.kernel, sizeof(error.kernel), "%s", strerror(number));
    if (number == ENOSPC || number == ENFILE || number == EMFILE)
        (void)snprintf(error.hint, sizeof(error.hint), "Close terminals that are no longer needed (kernel.pty.max limits their number).");
    fail(report, &error);
}

/* A program must not find what the supervisor set for itself: ignored and blocked signals, its umask. */
static void reset_process(void) {
    for (int number = 1; number < NSIG; number++) {
        if (number != SIGKILL && number != SIGSTOP)
            (void)signal(number, SIG_DFL); /* EINVAL for the two that the C library keeps for itself */
    }
    sigset_t none;
    sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    (void)umask(022);
}

/* Leaves fds 0 to 2 and `report`, as REPORT_FD. Before anything else: what the supervisor has open is none of the node's business. */
static void keep_only(const struct program *program, int report) {
    for (int i = 0; i < 3; i++) {
        if (program->pipes[i] >= 0 && dup2(program->pipes[i], i) < 0)
            _exit(EXIT_NOT_STARTED);
    }
    if (report != REPORT_FD ? dup3(report, REPORT_FD, O_CLOEXEC) < 0 : fcntl(report, F_SETFD, FD_CLOEXEC) < 0)
        _exit(EXIT_NOT_STARTED);
    if (close_range(REPORT_FD + 1, ~0u, 0) < 0)
        _exit(EXIT_NOT_STARTED);
}

/* A pty of the devpts that is mounted here, as controlling terminal and fds 0 to 2; its master goes to the supervisor. */
static void open_terminal(const struct program *program, const struct identity *identity, int report) {
    /* /dev/pts/ptmx has mode 000 unless mounted otherwise; /dev/ptmx finds the devpts beside it (devpts_mntget). */
    int master = open("/dev/pts/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (master < 0)
        master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC);
    int unlock = 0;
    if (master < 0 || ioctl(master, TIOCSPTLCK, &unlock) < 0)
        refuse(report, errno, "open a terminal", program);
    /* By the master, not by name: a name can be made to point elsewhere. */
    int slave = ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY);
    struct winsize size = {.ws_col = program->columns, .ws_row = program->rows};
    if (slave < 0 || ioctl(master, TIOCSWINSZ, &size) < 0)
        refuse(report, errno, "open a terminal", program);
    struct termios settings;
    if (tcgetattr(slave, &settings) == 0) {
        settings.c_iflag |= IUTF8; /* so that the kernel's line editing erases characters, not bytes */
        (void)tcsetattr(slave, TCSANOW, &settings);
    }
    if (identity->uid != 0 && fchown(slave, identity->uid, (gid_t)-1) < 0) {
        /* An id that is not mapped; becoming that user then fails and says so. */
    }
    if (setsid() < 0 || ioctl(slave, TIOCSCTTY, 0) < 0)
        refuse(report, errno, "get a controlling terminal", program);
    for (int fd = 0; fd < 3; fd++) {
        if (dup2(slave, fd) < 0)
            refuse(report, errno, "open a terminal", program);
    }
    struct nw_error there = {.index = -1};
    report_send(report, &there, master);
    close(master);
    close(slave);
}

static void enter_directory(const struct program *program, const struct identity *identity, int report) {
    if (program->directory != NULL) {
        if (chdir(program->directory) == 0)
            return;
        int number = errno;
        struct nw_error error;
        (void)error_set(&error, "kernel-refused", number, "Cannot enter the directory %.100s in %s: %s.", program->directory, program->node_name,
                        strerror(number));
        fail(report, &error);
    }
    if ((identity->home[0] != '/' || chdir(identity->home) < 0) && chdir("/") < 0)
        refuse(report, errno, "enter the directory /", program);
}

static char **make_argv(const struct program *program, const char *shell) {
    size_t count = program->argv != NULL ? json_array_size(program->argv) : 1;
    char **argv = calloc(count + 1, sizeof(char *));
    if (argv == NULL)
        return NULL;
    for (size_t i = 0; i < count; i++)
        argv[i] = strdup(program->argv != NULL ? json_string_value(json_array_get(program->argv, i)) : shell);
    return argv;
}

_Noreturn void program_become(const struct program *program, int report) {
    keep_only(program, report);
    report = REPORT_FD;
    reset_process();
    struct identity identity;
    struct nw_error error;
    if (identity_find(program->as, program->node_name, &identity, &error) < 0)
        fail(report, &error);
    /* Root of a node is the person who runs the lab, under another number: with that person's home and shell. */
    struct identity caller = {0};
    if (identity_home(program->caller, &caller) < 0 && getenv("HOME") != NULL)
        (void)snprintf(caller.home, sizeof(caller.home), "%s", getenv("HOME"));
    if (identity.uid == 0 && caller.home[0] == '/')
        (void)snprintf(identity.home, sizeof(identity.home), "%s", caller.home);
    const char *shell = environment_shell(getenv("SHELL") != NULL ? getenv("SHELL") : caller.shell);

    if (program->terminal)
        open_terminal(program, &identity, report);
    else if (setsid() < 0)
        refuse(report, errno, "start a session", program);
    if (identity_assume(&identity, program->node_name, &error) < 0)
        fail(report, &error);
    enter_directory(program, &identity, report);

    char **argv = make_argv(program, shell);
    char **environment = environment_make(program, &identity, shell);
    if (argv == NULL || argv[0] == NULL || environment == NULL)
        refuse(report, ENOMEM, "start a program", program);
    /* execvpe searches the PATH of this process, which is still the supervisor's. */
    if (setenv("PATH", SYSTEM_PATH, 1) == 0)
        (void)execvpe(argv[0], argv, environment);
    int number = errno;
    (void)error_set(&error, number == ENOENT ? "not-found" : "kernel-refused", number, "Cannot start \"%.100s\" in %s: %s.", argv[0],
                    program->node_name, strerror(number));
    (void)snprintf(error.kernel, sizeof(error.kernel), "%s", strerror(number));
    if (number == ENOENT)
        (void)snprintf(error.hint, sizeof(error.hint), "Install the program on this computer: nodes use the computer's own programs.");
    fail(report, &error);
}
