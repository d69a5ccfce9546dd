/* Start-up commands of a node: their order, their ends, and what is done by hand. See startup.h. */
#define _GNU_SOURCE
#include "startup.h"

#include "events.h"
#include "lab.h"
#include "node.h"
#include "process_stat.h"
#include "startup_command.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

enum {
    GRACE_MS = 2000, /* between SIGTERM and SIGKILL */
    DELAY_MS = 1000, /* at least, between one start and the next; doubled for one that does not last */
    LONGEST_DELAY_MS = 30000,
    LASTING_MS = 10000,
    TOLD = 64 * 1024 /* bytes of output that the event of an end carries */
};

static void begin(struct start_command *command);

static void command_free(struct start_command *command) {
    startup_close(command);
    startup_wait_end(command);
    loop_timer_cancel(command->restart);
    loop_timer_cancel(command->kill);
    scrollback_free(&command->kept);
    startup_free(command->startup);
    free(command);
}

void startup_changed(struct start_command *command) {
    events_commands(command->lab, command->node->id, startup_json(command->node));
}

/* The first that waits has its turn when all before it have been released. */
static void advance(struct node *node) {
    for (struct start_command *command = node->commands; command != NULL && !node->frozen; command = command->next) {
        if (!command->begun)
            begin(command);
        if (!command->released)
            return;
    }
}

void startup_release(struct start_command *command) {
    bool waited = !command->released;
    command->released = true;
    startup_wait_end(command);
    startup_changed(command);
    if (waited)
        advance(command->node);
}

/* --- ends --- */

static void tell_end(struct start_command *command) {
    static char text[TOLD];
    uint64_t end = command->kept.end, place = end > TOLD ? end - TOLD : 0;
    size_t length = scrollback_read(&command->kept, &place, text, sizeof(text));
    events_command(command->lab, command->node->id, command->startup->command, command->status, text, length);
}

static void restart_due(void *context) {
    struct start_command *command = context;
    command->restart = NULL;
    command->due = command->node->frozen;
    if (!command->due)
        begin(command);
}

static void restart_later(struct start_command *command) {
    bool lasted = clock_ms() - command->started >= LASTING_MS;
    unsigned int doubled = command->delay * 2 > LONGEST_DELAY_MS ? LONGEST_DELAY_MS : command->delay * 2;
    command->delay = lasted || command->delay == 0 ? DELAY_MS : doubled;
    if (loop_timer(command->lab->loop, command->delay, restart_due, command, &command->restart) < 0)
        command->stopped = true;
}

/* What follows from the end of a command that was not asked to end. */
static void go_on(struct start_command *command) {
    const struct startup *startup = command->startup;
    bool well = WIFEXITED(command->status) && WEXITSTATUS(command->status) == 0;
    bool again = startup->restart == RESTART_ALWAYS || (startup->restart == RESTART_ON_FAILURE && !well);
    if (again)
        restart_later(command);
    else
        command->late = false;
    /* A program that ended well may have left a daemon behind, which listens in a moment. */
    bool may_come = well && (startup->until == UNTIL_LISTEN || startup->until == UNTIL_FILE);
    if ((startup->until == UNTIL_EXIT && well) || (!again && !may_come))
        startup_release(command);
    else
        startup_changed(command);
}

static void over(struct start_command *command, int status) {
    command->status = status;
    command->has_ended = true;
    tell_end(command);
    if (command->again) {
        begin(command);
    } else if (command->stopping) {
        command->stopping = command->late = false;
        command->stopped = true;
        startup_release(command);
    } else {
        go_on(command);
    }
}

static void ended(void *context, int status) {
    struct start_command *command = context;
    pid_t pid = command->pid;
    command->pid = 0;
    startup_read(command);
    loop_timer_cancel(command->kill);
    command->kill = NULL;
    /* All of its session were asked to end; what has not, when it has, is not waited for. */
    if (command->stopping || command->again)
        (void)process_signal_session(pid, SIGKILL);
    over(command, status);
}

static void begin(struct start_command *command) {
    loop_timer_cancel(command->restart);
    command->restart = NULL;
    command->begun = true;
    command->stopping = command->stopped = command->again = command->due = false;
    if (startup_begin(command, ended) < 0) {
        command->started = clock_ms();
        over(command, 127 << 8);
    } else if (command->startup->until == UNTIL_START) {
        startup_release(command);
    } else {
        if (!command->released)
            startup_wait(command);
        startup_changed(command);
    }
}

/* --- from outside --- */

bool startup_has_room(const struct node *node, size_t more) {
    size_t count = more;
    for (const struct start_command *command = node->commands; command != NULL; command = command->next)
        count++;
    return count <= STARTUP_MAX;
}

int startup_run(struct node *node, struct startup *startup) {
    struct start_command *command = calloc(1, sizeof(*command));
    if (command == NULL) {
        startup_free(startup);
        return -ENOMEM;
    }
    *command = (struct start_command){.lab = node->lab, .node = node, .startup = startup, .output = -1, .kept = {.limit = STARTUP_OUTPUT}};
    struct start_command **at = &node->commands;
    for (; *at != NULL; at = &(*at)->next)
        command->index++;
    *at = command;
    advance(node);
    return 0;
}

struct start_command *startup_detach(struct node *node) {
    struct start_command *commands = node->commands;
    node->commands = NULL;
    for (struct start_command *command = commands; command != NULL; command = command->next) {
        if (command->pid > 0)
            loop_child_forget(command->lab->loop, command->pid);
        startup_wait_end(command);
        loop_timer_cancel(command->restart);
        loop_timer_cancel(command->kill);
        command->restart = command->kill = NULL;
        command->node = NULL;
    }
    return commands;
}

void startup_free_all(struct start_command *commands) {
    while (commands != NULL) {
        struct start_command *next = commands->next;
        command_free(commands);
        commands = next;
    }
}

void startup_forget(struct node *node) {
    startup_free_all(startup_detach(node));
}

void startup_resume(struct node *node) {
    for (struct start_command *command = node->commands; command != NULL; command = command->next) {
        if (command->due)
            begin(command);
    }
    advance(node);
}

static void kill_due(void *context) {
    struct start_command *command = context;
    command->kill = NULL;
    (void)process_signal_session(command->pid, SIGKILL);
}

static void end(struct start_command *command) {
    (void)process_signal_session(command->pid, SIGTERM);
    (void)process_signal_session(command->pid, SIGCONT);
    if (command->kill == NULL && loop_timer(command->lab->loop, GRACE_MS, kill_due, command, &command->kill) < 0)
        (void)process_signal_session(command->pid, SIGKILL);
}

static void stop(struct start_command *command) {
    command->again = false;
    if (command->pid > 0) {
        command->stopping = true;
        end(command);
        startup_changed(command);
        return;
    }
    loop_timer_cancel(command->restart);
    command->restart = NULL;
    command->begun = command->stopped = true;
    command->late = command->due = false;
    startup_release(command);
}

static struct start_command *find(struct node *node, json_int_t index) {
    struct start_command *command = node->commands;
    while (command != NULL && (json_int_t)command->index != index)
        command = command->next;
    return command;
}

int startup_act(struct node *node, json_int_t index, const char *action, struct nw_error *error) {
    struct start_command *command = find(node, index);
    bool start = strcmp(action, "start") == 0, restart = strcmp(action, "restart") == 0;
    if (command == NULL)
        return error_set(error, "not-found", ENOENT, "%s has no start-up command %lld.", node->name, (long long)index);
    if (!start && !restart && strcmp(action, "stop") != 0)
        return error_set(error, "invalid-argument", EINVAL, "The argument \"action\" must be \"start\", \"stop\" or \"restart\".");
    if (start && command->pid > 0 && !command->stopping)
        return error_set(error, "in-use", EALREADY, "The start-up command %.64s of %s runs already.", command->startup->name, node->name);
    if ((start || restart) && node->frozen)
        return error_set(error, "frozen", EAGAIN, "%s is paused: nothing is started in it.", node->name);
    if (!start && !restart) {
        stop(command);
        return 0;
    }
    command->delay = 0;
    command->again = command->pid > 0;
    if (command->pid == 0)
        begin(command);
    else if (restart)
        end(command);
    return 0;
}
