/* What a person's own C loop would do to run something in nodes that stand. */
#define _GNU_SOURCE
#include "bare.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* `terminal` and `master`: the two ends of a pty, or -1. setns moves only later children into a PID namespace, so there is a second fork. */
static pid_t fork_into(const struct node *node, char *const *argv, int terminal, int master) {
    pid_t pid = fork();
    if (pid != 0)
        return pid;
    if (master >= 0)
        close(master);
    if (setns(node->pidfd, SIX) < 0)
        _exit(126);
    pid_t inside = fork(); /* a session of its own there: a shell does not find its terminal's group from outside of its PID namespace */
    if (inside == 0) {
        if (terminal >= 0) {
            (void)setsid();
            (void)ioctl(terminal, TIOCSCTTY, 0);
            for (int fd = 0; fd < 3; fd++)
                (void)dup2(terminal, fd);
        }
        execvp(argv[0], argv);
        _exit(127);
    }
    int status = 0;
    if (inside < 0 || waitpid(inside, &status, 0) != inside)
        _exit(125);
    _exit(WIFEXITED(status) ? WEXITSTATUS(status) : 124);
}

static int end_of(pid_t pid) {
    int status = 0;
    if (waitpid(pid, &status, 0) != pid)
        die("waitpid");
    return WIFEXITED(status) ? WEXITSTATUS(status) : 124;
}

double run_in_all(const struct lab *lab, char *const *argv) {
    double start = now_ms();
    for (size_t i = 0; i < lab->node_count; i++) {
        int code = end_of(fork_into(&lab->nodes[i], argv, -1, -1));
        if (code != 0) {
            (void)fprintf(stderr, "exit code %d in node %zu\n", code, i);
            exit(1);
        }
    }
    return now_ms() - start;
}

double prompt_in(const struct lab *lab, int node, char *const *argv) {
    double start = now_ms();
    int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (master < 0 || grantpt(master) < 0 || unlockpt(master) < 0)
        die("a pty");
    int slave = ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (slave < 0)
        die("the other end of a pty");
    pid_t pid = fork_into(&lab->nodes[node], argv, slave, master);
    close(slave);
    char seen[65536];
    size_t length = 0;
    while (length < 2 || seen[length - 1] != ' ' || strchr("#$", seen[length - 2]) == NULL) {
        ssize_t got = length < sizeof(seen) ? read(master, seen + length, sizeof(seen) - length) : 0;
        if (got <= 0)
            die("the shell ended without a prompt");
        length += (size_t)got;
    }
    double spent = now_ms() - start;
    close(master);
    (void)end_of(pid);
    return spent;
}
