/* A start-up command as a process: what it begins with, and what it writes. */
#define _GNU_SOURCE
#include "startup_command.h"

#include "lab.h"
#include "node.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

void startup_read(struct start_command *command) {
    char part[16 * 1024];
    ssize_t length;
    /* Bounded: a command that writes faster than it is read must not hold the loop. */
    for (int i = 0; i < 16 && command->output >= 0 && (length = read(command->output, part, sizeof(part))) > 0; i++)
        (void)scrollback_write(&command->kept, part, (size_t)length); /* without memory its output is lost, and no more than that */
}

void startup_close(struct start_command *command) {
    loop_unwatch(command->watch);
    command->watch = NULL;
    if (command->output >= 0)
        close(command->output);
    command->output = -1;
}

/* A service that it left in the background goes on writing after its end: to a pipe that nobody reads it would be its end (SIGPIPE). */
static void ready(void *context, uint32_t events) {
    struct start_command *command = context;
    startup_read(command);
    if ((events & EPOLLHUP) != 0 && (events & EPOLLIN) == 0)
        startup_close(command);
}

static _Noreturn void become(const char *text, int output) {
    (void)setsid();
    int null = open("/dev/null", O_RDWR);
    if (null < 0 || dup2(null, 0) < 0 || dup2(output, 1) < 0 || dup2(output, 2) < 0)
        _exit(126);
    sandbox_close_from(3);
    if (chdir("/") < 0)
        _exit(126);
    char hostname[80] = "HOSTNAME=";
    (void)gethostname(hostname + 9, sizeof(hostname) - 10);
    char path[] = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    char home[] = "HOME=/", shell[] = "SHELL=/bin/sh", user[] = "USER=root", name[] = "LOGNAME=root", language[] = "LANG=C.UTF-8";
    char *environment[] = {path, home, shell, user, name, language, hostname, NULL};
    char program[] = "sh", option[] = "-c";
    char *arguments[] = {program, option, (char *)(uintptr_t)text, NULL};
    (void)execve("/bin/sh", arguments, environment);
    _exit(127);
}

static int say(struct start_command *command, int result, const char *why) {
    char text[400];
    int length = snprintf(text, sizeof(text), "The command could not be started: %s\n", why);
    (void)scrollback_write(&command->kept, text, (size_t)length < sizeof(text) ? (size_t)length : sizeof(text) - 1);
    return result;
}

int startup_begin(struct start_command *command, void (*ended)(void *context, int status)) {
    struct nw_error error;
    int ends[2];
    startup_close(command);
    int result = node_mount(command->node, &error);
    if (result < 0)
        return say(command, result, error.message);
    if (pipe2(ends, O_CLOEXEC) < 0)
        return say(command, -errno, strerror(errno));
    pid_t pid = node_fork(command->node);
    if (pid == 0)
        become(command->startup->command, ends[1]);
    close(ends[1]);
    if (pid < 0) {
        close(ends[0]);
        return say(command, pid, strerror(-pid));
    }
    command->output = ends[0];
    command->pid = pid;
    command->starts++;
    command->since = wall_ms();
    command->started = clock_ms();
    (void)fcntl(command->output, F_SETFL, O_NONBLOCK);
    (void)loop_watch(command->lab->loop, command->output, EPOLLIN, ready, command, &command->watch);
    return loop_child(command->lab->loop, pid, ended, command);
}
