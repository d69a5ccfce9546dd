/*
 * The yardstick: the same kernel objects as a lab, made by one small program with batched netlink and nothing else. No supervision, no
 * events, no terminals, no undo, no names kept.
 *
 * Standard input says which objects, one a line, sorted by node, ended by a line ".":
 *
 *     n [f]                            a node, numbered from 0; f: forwards
 *     n b INDEX MAC                    one with a bridge br0
 *     p|w NODE NAME INDEX PORT MAC NODE NAME INDEX PORT MAC
 *                                      a veth pair, or the two joined pairs that Nestwork uses between layer-3 ends
 *     a NODE INDEX ADDRESS PREFIX
 *     r NODE TO PREFIX VIA|- INDEX|0
 *
 * Everything is inside one outer set of six namespaces; a node is one clone3 with six of its own and one id mapped; `lo` is up. Prints a line of JSON
 * when all is made: milliseconds from the first clone to the last acknowledgement, the outer first process's PID. Then it obeys lines, and answers each with a line:
 * `delete K`, `create K`, `cut K`, `restore K` (a cable), `exec CMD…` (in all nodes), `prompt NODE CMD…`, `down` (SIGKILL of the outer first process until
 * the last process has gone).
 */
#define _GNU_SOURCE
#include "bare.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

_Noreturn void die(const char *what) {
    (void)fprintf(stderr, "bare: %s: %s\n", what, strerror(errno));
    exit(1);
}

double now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1000 + (double)now.tv_nsec / 1e6;
}

void write_file(const char *path, const char *text) {
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text))
        die(path);
    close(fd);
}

static char **words(char *text) {
    static char *all[32];
    size_t count = 0;
    for (char *word = strtok(text, " \n"); word != NULL && count < 31; word = strtok(NULL, " \n"))
        all[count++] = word;
    all[count] = NULL;
    return all;
}

static double obey(struct lab *lab, char *line) {
    char **argv = words(line);
    size_t number = argv[0] != NULL && argv[1] != NULL ? strtoul(argv[1], NULL, 10) : 0;
    const struct cable *cable = number < lab->cable_count ? &lab->cables[number] : NULL;
    double start = now_ms();
    if (argv[0] == NULL)
        return 0;
    if (strcmp(argv[0], "exec") == 0)
        return run_in_all(lab, argv + 1);
    if (strcmp(argv[0], "prompt") == 0)
        return prompt_in(lab, (int)number, argv + 2);
    if (cable == NULL)
        return 0;
    if (strcmp(argv[0], "delete") == 0)
        cable_delete(lab, cable);
    else if (strcmp(argv[0], "create") == 0) {
        cable_create(lab, cable);
        addresses_of(lab, cable);
    } else
        cable_cut(lab, cable, strcmp(argv[0], "cut") == 0);
    return now_ms() - start;
}

/* The outer first process: makes the lab when its ids are mapped, and does what it is told. */
static _Noreturn void outer(struct lab *lab, int commands, int answers) {
    char byte, line[400];
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL); /* nothing is left when the benchmark is stopped */
    FILE *input = fdopen(commands, "r");
    if (read(commands, &byte, 1) != 1 || input == NULL || (lab->own_netns = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC)) < 0)
        _exit(1);
    double start = now_ms();
    lab_build(lab);
    double spent = now_ms() - start;
    while (write(answers, &spent, sizeof(spent)) == sizeof(spent) && fgets(line, sizeof(line), input) != NULL)
        spent = obey(lab, line);
    for (;;)
        pause();
}

int main(void) {
    struct lab lab = {0};
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        (void)setrlimit(RLIMIT_NOFILE, &files);
    }
    lab_read(&lab);
    int commands[2], answers[2];
    if (pipe2(commands, O_CLOEXEC) < 0 || pipe2(answers, O_CLOEXEC) < 0)
        die("pipe");
    struct clone_args arguments = {.flags = SIX, .exit_signal = SIGCHLD};
    pid_t first = (pid_t)syscall(SYS_clone3, &arguments, sizeof(arguments));
    if (first < 0)
        die("clone3");
    if (first == 0) {
        close(commands[1]);
        close(answers[0]);
        outer(&lab, commands[0], answers[1]);
    }
    close(answers[1]);
    char path[64], text[64], line[400];
    (void)snprintf(path, sizeof(path), "/proc/%d/setgroups", first);
    write_file(path, "deny");
    (void)snprintf(path, sizeof(path), "/proc/%d/uid_map", first);
    (void)snprintf(text, sizeof(text), "0 %u 1", getuid());
    write_file(path, text);
    (void)snprintf(path, sizeof(path), "/proc/%d/gid_map", first);
    (void)snprintf(text, sizeof(text), "0 %u 1", getgid());
    write_file(path, text);
    double spent;
    if (write(commands[1], "x", 1) != 1 || read(answers[0], &spent, sizeof(spent)) != sizeof(spent))
        die("the outer process did not come up");
    printf("{\"up\":%.3f,\"pid\":%d}\n", spent, first);
    (void)fflush(stdout);
    while (fgets(line, sizeof(line), stdin) != NULL && strcmp(line, "down\n") != 0) {
        ssize_t length = (ssize_t)strlen(line);
        if (write(commands[1], line, (size_t)length) != length || read(answers[0], &spent, sizeof(spent)) != sizeof(spent))
            die("the outer process ended");
        printf("{\"ms\":%.3f}\n", spent);
        (void)fflush(stdout);
    }
    double start = now_ms();
    (void)kill(first, SIGKILL);
    (void)waitpid(first, NULL, 0);
    printf("{\"ms\":%.3f}\n", now_ms() - start);
    return 0;
}
