/* Start-up commands: one after the other in each node, detached from any terminal; the end of each is an event with its last output. */
#define _GNU_SOURCE
#include "startup.h"

#include "events.h"
#include "lab.h"
#include "node.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

enum { OUTPUT = 64 * 1024 };

struct start_command {
    struct start_command *next;
    struct lab *lab;
    struct node *node;
    char *command;
    pid_t pid; /* 0: not started */
    int output;
    struct loop_watch *watch;
    bool told; /* its end has been: what is written from now on is read and dropped */
    char *text; /* the last of its output; OUTPUT bytes */
    size_t length;
};

static void command_free(struct start_command *command) {
    loop_unwatch(command->watch);
    if (command->output >= 0)
        close(command->output);
    free(command->text);
    free(command->command);
    free(command);
}

static void read_output(struct start_command *command) {
    char part[16 * 1024];
    ssize_t length;
    /* Bounded: a command that writes faster than it is read must not hold the loop. */
    for (int i = 0; i < 16 && (length = read(command->output, part, sizeof(part))) > 0; i++) {
        size_t more = (size_t)length, over = command->length + more > OUTPUT ? command->length + more - OUTPUT : 0;
        memmove(command->text, command->text + over, command->length - over);
        command->length -= over;
        memcpy(command->text + command->length, part, more);
        command->length += more;
    }
}

static void ready(void *context, uint32_t events) {
    struct start_command *command = context;
    read_output(command);
    if ((events & EPOLLHUP) == 0)
        return;
    loop_unwatch(command->watch);
    command->watch = NULL;
    if (command->told) {
        struct start_command **at = &command->node->left_behind;
        while (*at != command)
            at = &(*at)->next;
        *at = command->next;
        command_free(command);
    }
}

static void start(struct node *node);

static void ended(void *context, int status) {
    struct start_command *command = context;
    struct node *node = command->node;
    read_output(command);
    events_command(command->lab, node->id, command->command, status, command->text, command->length);
    node->commands = command->next;
    command->told = true;
    if (command->watch == NULL) {
        command_free(command);
    } else {
        /* A service that it left in the background goes on writing: to a pipe that nobody reads it would be its end (SIGPIPE). */
        command->next = node->left_behind;
        node->left_behind = command;
    }
    start(node);
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

static int launch_one(struct start_command *command) {
    int ends[2];
    int result = node_mount(command->lab, command->node);
    if (result < 0)
        return result;
    if (pipe2(ends, O_CLOEXEC) < 0)
        return -errno;
    pid_t pid = node_fork(command->node);
    if (pid == 0)
        become(command->command, ends[1]);
    close(ends[1]);
    command->output = ends[0];
    if (pid < 0)
        return pid;
    command->pid = pid;
    (void)fcntl(command->output, F_SETFL, O_NONBLOCK);
    (void)loop_watch(command->lab->loop, command->output, EPOLLIN, ready, command, &command->watch);
    return loop_child(command->lab->loop, pid, ended, command);
}

/* The first that waits, unless one runs. One that cannot be started is told like one that ended with code 127, and the next has its turn. */
static void start(struct node *node) {
    while (node->commands != NULL && node->commands->pid == 0) {
        struct start_command *command = node->commands;
        int result = launch_one(command);
        if (result == 0)
            return;
        char text[128];
        (void)snprintf(text, sizeof(text), "The command could not be started: %s.\n", strerror(-result));
        events_command(command->lab, node->id, command->command, 127 << 8, text, strlen(text));
        node->commands = command->next;
        command_free(command);
    }
}

int startup_run(struct lab *lab, struct node *node, char *text) {
    struct start_command *command = calloc(1, sizeof(*command));
    char *output = malloc(OUTPUT);
    if (command == NULL || output == NULL) {
        free(command);
        free(output);
        return -ENOMEM;
    }
    *command = (struct start_command){.lab = lab, .node = node, .command = text, .output = -1, .text = output};
    struct start_command **at = &node->commands;
    while (*at != NULL)
        at = &(*at)->next;
    *at = command;
    start(node);
    return 0;
}

void startup_forget(struct lab *lab, struct node *node) {
    while (node->commands != NULL) {
        struct start_command *command = node->commands;
        node->commands = command->next;
        if (command->pid > 0)
            loop_child_forget(lab->loop, command->pid);
        command_free(command);
    }
    while (node->left_behind != NULL) {
        struct start_command *command = node->left_behind;
        node->left_behind = command->next;
        command_free(command);
    }
}
