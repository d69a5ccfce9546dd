/* Terminals and commands in nodes: the list of them, and what a new connection asks for. See terminal.h. */
#define _GNU_SOURCE
#include "terminal.h"

#include "command.h"
#include "session.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    ENDED_KEPT = 32, /* terminals whose program has ended stay readable; more than these are forgotten, oldest first */
    ARGUMENTS_MAX = 1024,
    ARGUMENT_BYTES_MAX = 128 * 1024,
    VARIABLES_MAX = 64,
    TITLE_MAX = 200,
    SWEEP_MS = 100,
    SWEEPS_MAX = 20 /* how often a forgotten terminal waits for who is still attached */
};

struct terminals {
    struct terminals_host host;
    json_int_t last;
    struct session *sessions;
    struct command *commands;
    struct loop_timer *sweep;
    unsigned int sweeps;
};

/* --- answers --- */

static void send_line(int fd, json_t *answer) {
    char *text = json_dumps(answer, JSON_COMPACT);
    json_decref(answer);
    if (text == NULL)
        return;
    size_t length = strlen(text);
    text[length] = '\n'; /* in place of the end mark: the line is sent by its length */
    /* The connection is fresh, so its buffer is empty; a peer that has gone is noticed at the next read. */
    (void)send(fd, text, length + 1, MSG_NOSIGNAL | MSG_DONTWAIT);
    free(text);
}

void answer_success(int fd, json_int_t terminal, pid_t pid) {
    json_t *value = json_pack("{s:i}", "pid", (int)pid);
    if (terminal >= 0)
        (void)json_object_set_new(value, "terminal", json_integer(terminal));
    send_line(fd, json_pack("{s:b, s:o}", "ok", 1, "value", value));
}

void answer_failure(int fd, const struct nw_error *error) {
    send_line(fd, json_pack("{s:b, s:o}", "ok", 0, "error", error_json(error)));
    close(fd);
}

/* --- requests --- */

static int refuse(struct nw_error *error, const char *what) {
    return error_set(error, "invalid-request", EINVAL, "A terminal cannot be opened: %s.", what);
}

static bool known_keys(const json_t *request, const char *const *known) {
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)request, key, value) {
        bool found = false;
        for (size_t i = 0; known[i] != NULL && !found; i++)
            found = strcmp(known[i], key) == 0;
        if (!found)
            return false;
    }
    return true;
}

/* A string of at most `size` bytes or nothing; false if it is something else. */
static bool optional_text(const json_t *request, const char *key, size_t size, const char **ret_text) {
    const json_t *value = json_object_get(request, key);
    *ret_text = json_string_value(value);
    return value == NULL || (*ret_text != NULL && json_string_length(value) <= size && strlen(*ret_text) == json_string_length(value));
}

static bool read_size(const json_t *request, struct program *program) {
    json_int_t columns = json_integer_value(json_object_get(request, "cols")), rows = json_integer_value(json_object_get(request, "rows"));
    program->columns = (uint16_t)columns;
    program->rows = (uint16_t)rows;
    return columns >= 1 && columns <= UINT16_MAX && rows >= 1 && rows <= UINT16_MAX;
}

static bool argv_valid(const json_t *argv) {
    size_t bytes = 0, index;
    json_t *argument;
    if (!json_is_array(argv) || json_array_size(argv) == 0 || json_array_size(argv) > ARGUMENTS_MAX)
        return false;
    json_array_foreach(argv, index, argument) {
        if (!json_is_string(argument) || strlen(json_string_value(argument)) != json_string_length(argument))
            return false;
        bytes += json_string_length(argument) + 1;
    }
    return bytes <= ARGUMENT_BYTES_MAX && json_string_length(json_array_get(argv, 0)) > 0;
}

static bool environment_valid(const json_t *environment) {
    const char *name;
    json_t *value;
    if (!json_is_object(environment) || json_object_size(environment) > VARIABLES_MAX)
        return false;
    json_object_foreach((json_t *)(uintptr_t)environment, name, value) {
        if (!json_is_string(value))
            return false;
    }
    return true;
}

static int read_program(const json_t *request, bool terminal, struct program *program, const char **ret_node, const char **ret_title,
                        struct nw_error *error) {
    static const char *const terminal_keys[] = {"open", "node", "cols", "rows", "argv", "env", "as", "title", NULL};
    static const char *const command_keys[] = {"open", "node", "argv", "env", "as", "cwd", NULL};
    *program = (struct program){.terminal = terminal, .pipes = {-1, -1, -1}};
    *ret_title = NULL;
    if (!known_keys(request, terminal ? terminal_keys : command_keys))
        return refuse(error, "the request has a key that is not known");
    if (!optional_text(request, "node", sizeof(((struct terminal_place *)0)->node) - 1, ret_node) || *ret_node == NULL)
        return refuse(error, "\"node\" is not the id of a node");
    if (terminal && !read_size(request, program))
        return refuse(error, "\"cols\" and \"rows\" are not numbers from 1 to 65535");
    program->argv = json_object_get(request, "argv");
    if (program->argv == NULL ? !terminal : !argv_valid(program->argv))
        return refuse(error, "\"argv\" is not a list of 1 to 1,024 strings of 128 KiB in all");
    program->environment = json_object_get(request, "env");
    if (program->environment != NULL && !environment_valid(program->environment))
        return refuse(error, "\"env\" is not an object of at most 64 strings");
    if (!optional_text(request, "as", 64, &program->as))
        return refuse(error, "\"as\" is not a user name or numeric id");
    if (!optional_text(request, "cwd", 4095, &program->directory))
        return refuse(error, "\"cwd\" is not a path");
    if (!optional_text(request, "title", TITLE_MAX, ret_title))
        return refuse(error, "\"title\" is not a text of at most 200 bytes");
    return 0;
}

/*
 * Who runs the lab, as an id of the world outside: the place that root of the lab is mapped to. Root of a node is the same person.
 */
static uid_t caller(void) {
    unsigned int inside, outside, count;
    uid_t uid = getuid();
    FILE *file = fopen("/proc/self/uid_map", "re");
    if (file == NULL)
        return uid;
    while (fscanf(file, "%u %u %u", &inside, &outside, &count) == 3) {
        if (getuid() >= inside && getuid() - inside < count) {
            uid = outside + (getuid() - inside);
            break;
        }
    }
    (void)fclose(file);
    return uid;
}

/* --- the list --- */

static struct session *find_session(const struct terminals *terminals, json_int_t number) {
    struct session *session = terminals->sessions;
    while (session != NULL && (session->number != number || session->closing || !session->started))
        session = session->next;
    return session;
}

static void schedule_sweep(struct terminals *terminals, unsigned int ms);

/* Frees what is finished and to be forgotten. From a timer, never from inside a session's own handlers. */
static void sweep(void *context) {
    struct terminals *terminals = context;
    terminals->sweep = NULL;
    bool waits = false, force = terminals->sweeps++ >= SWEEPS_MAX;
    for (struct session **at = &terminals->sessions; *at != NULL;) {
        struct session *session = *at;
        if (session->finished && session->closing && (session->attachments == NULL || force)) {
            *at = session->next;
            session_free(session);
            continue;
        }
        waits = waits || (session->finished && session->closing);
        at = &session->next;
    }
    if (waits)
        schedule_sweep(terminals, SWEEP_MS);
    else
        terminals->sweeps = 0;
}

static void schedule_sweep(struct terminals *terminals, unsigned int ms) {
    if (terminals->sweep != NULL)
        loop_timer_cancel(terminals->sweep);
    terminals->sweep = NULL;
    (void)loop_timer(terminals->host.loop, ms, sweep, terminals, &terminals->sweep); /* out of memory: freed at the next occasion */
}

static void forget_oldest(struct terminals *terminals) {
    size_t count = 0;
    struct session *oldest = NULL;
    for (struct session *session = terminals->sessions; session != NULL; session = session->next) {
        if (!session->finished || session->closing)
            continue;
        count++;
        if (oldest == NULL && session->attachments == NULL)
            oldest = session;
    }
    if (count > ENDED_KEPT && oldest != NULL)
        oldest->closing = true;
}

static void session_changed(void *context, struct session *session) {
    struct terminals *terminals = context;
    if (session->finished && !session->closing)
        forget_oldest(terminals);
    if (session->finished)
        schedule_sweep(terminals, 0);
    if (session->started)
        terminals->host.changed(terminals->host.context);
}

static void command_gone(void *context, struct command *command) {
    struct terminals *terminals = context;
    for (struct command **at = &terminals->commands; *at != NULL; at = &(*at)->next) {
        if (*at == command) {
            *at = command->next;
            break;
        }
    }
    command_free(command);
}

/* --- opening --- */

static int open_session(struct terminals *terminals, int fd, const struct program *program, const struct terminal_place *place, const char *title,
                        const void *rest, size_t rest_length, struct nw_error *error) {
    struct session *session = calloc(1, sizeof(*session));
    if (session == NULL)
        return error_set(error, "kernel-refused", ENOMEM, "Cannot open a terminal in %s: out of memory.", place->name);
    session->number = ++terminals->last;
    (void)snprintf(session->node, sizeof(session->node), "%s", place->node);
    (void)snprintf(session->title, sizeof(session->title), "%s", title != NULL ? title : place->name);
    session->changed = session_changed;
    session->context = terminals;
    int result = session_start(session, &terminals->host, place, program, fd, rest, rest_length, error);
    if (result < 0) {
        session_free(session);
        return result;
    }
    struct session **at = &terminals->sessions;
    while (*at != NULL)
        at = &(*at)->next;
    *at = session;
    return 0;
}

static int open_command(struct terminals *terminals, int fd, struct program *program, const struct terminal_place *place, const void *rest,
                        size_t rest_length, struct nw_error *error) {
    struct command *command = calloc(1, sizeof(*command));
    if (command == NULL)
        return error_set(error, "kernel-refused", ENOMEM, "Cannot start a program in %s: out of memory.", place->name);
    (void)snprintf(command->node, sizeof(command->node), "%s", place->node);
    command->gone = command_gone;
    command->context = terminals;
    int result = command_start(command, &terminals->host, place, program, fd, rest, rest_length, error);
    if (result < 0) {
        command_free(command);
        return result;
    }
    command->next = terminals->commands;
    terminals->commands = command;
    return 0;
}

static int attach(struct terminals *terminals, int fd, const json_t *request, const void *rest, size_t rest_length, struct nw_error *error) {
    static const char *const keys[] = {"open", "terminal", "cols", "rows", NULL};
    struct program size = {0};
    const json_t *number = json_object_get(request, "terminal");
    if (!known_keys(request, keys))
        return refuse(error, "the request has a key that is not known");
    if (!json_is_integer(number) || !read_size(request, &size))
        return refuse(error, "\"terminal\", \"cols\" and \"rows\" are not numbers from 1 to 65535");
    struct session *session = find_session(terminals, json_integer_value(number));
    if (session == NULL)
        return error_set(error, "not-found", ENOENT, "There is no terminal %" JSON_INTEGER_FORMAT " in this lab; it may have been closed.",
                         json_integer_value(number));
    answer_success(fd, session->number, session->pid);
    session_resize(session, size.columns, size.rows);
    session_attach(session, fd, rest, rest_length);
    return 0;
}

void terminals_accept(struct terminals *terminals, int fd, const json_t *request, const void *rest, size_t rest_length) {
    const char *open = json_string_value(json_object_get(request, "open"));
    bool terminal = open != NULL && strcmp(open, "terminal") == 0;
    struct nw_error error;
    int result;
    if (!terminal && (open == NULL || strcmp(open, "exec") != 0)) {
        result = refuse(&error, "\"open\" is neither \"terminal\" nor \"exec\"");
    } else if (terminal && json_object_get(request, "terminal") != NULL) {
        result = attach(terminals, fd, request, rest, rest_length, &error);
    } else {
        struct program program;
        struct terminal_place place = {0};
        const char *node, *title;
        result = read_program(request, terminal, &program, &node, &title, &error);
        if (result == 0)
            result = terminals->host.find(terminals->host.context, node, &place, &error);
        program.node_name = place.name;
        program.caller = caller();
        if (result == 0)
            result = terminal ? open_session(terminals, fd, &program, &place, title, rest, rest_length, &error)
                              : open_command(terminals, fd, &program, &place, rest, rest_length, &error);
    }
    if (result < 0)
        answer_failure(fd, &error);
}

/* --- the calls --- */

json_t *terminals_json(const struct terminals *terminals) {
    json_t *list = json_array();
    for (const struct session *session = terminals->sessions; session != NULL; session = session->next) {
        if (!session->started || (session->finished && session->closing))
            continue;
        json_t *exited = session->finished ? json_pack("{s:i, s:i}", "code", session->code, "signal", session->signal) : json_null();
        (void)json_array_append_new(list, json_pack("{s:I, s:s, s:s, s:i, s:o}", "terminal", session->number, "node", session->node, "title",
                                                    session->title, "pid", (int)session->pid, "exited", exited));
    }
    return list;
}

int terminals_close(struct terminals *terminals, json_int_t terminal, struct nw_error *error) {
    struct session *session = find_session(terminals, terminal);
    if (session == NULL)
        return error_set(error, "not-found", ENOENT, "There is no terminal %" JSON_INTEGER_FORMAT " in this lab; it may have been closed.", terminal);
    session_hang_up(session);
    if (session->finished)
        session_changed(terminals, session);
    return 0;
}

void terminals_node_gone(struct terminals *terminals, const char *node) {
    for (struct session *session = terminals->sessions; session != NULL; session = session->next) {
        if (strcmp(session->node, node) == 0)
            session_kill(session);
    }
    for (struct command *command = terminals->commands; command != NULL; command = command->next) {
        if (strcmp(command->node, node) == 0)
            command_kill(command);
    }
}

int terminals_new(const struct terminals_host *host, struct terminals **ret_terminals) {
    struct terminals *terminals = calloc(1, sizeof(*terminals));
    if (terminals == NULL)
        return -ENOMEM;
    terminals->host = *host;
    /* A program that closes its standard input must not end the supervisor that writes to it. */
    (void)signal(SIGPIPE, SIG_IGN);
    *ret_terminals = terminals;
    return 0;
}

void terminals_free(struct terminals *terminals) {
    if (terminals == NULL)
        return;
    loop_timer_cancel(terminals->sweep);
    while (terminals->sessions != NULL) {
        struct session *session = terminals->sessions;
        terminals->sessions = session->next;
        session_free(session);
    }
    while (terminals->commands != NULL)
        command_gone(terminals, terminals->commands);
    free(terminals);
}
