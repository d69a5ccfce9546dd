/* Terminals and commands in nodes: the list of them, and how a new connection comes to one. See terminal.h. */
#define _GNU_SOURCE
#include "terminal.h"

#include "answer.h"
#include "attachment.h"
#include "command.h"
#include "sandbox.h"
#include "session.h"
#include "terminal_request.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    ENDED_KEPT = 32, /* terminals whose program has ended stay readable; more than these are forgotten, oldest first */
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
    json_int_t number;
    uint16_t columns, rows;
    int result = terminal_request_attach(request, &number, &columns, &rows, error);
    if (result < 0)
        return result;
    struct session *session = find_session(terminals, number);
    if (session == NULL)
        return error_set(error, "not-found", ENOENT, "There is no terminal %" JSON_INTEGER_FORMAT " in this lab; it may have been closed.", number);
    answer_terminal(fd, session->number, session->pid, &session->scrollback);
    session_resize(session, columns, rows);
    attachment_new(session, fd, rest, rest_length);
    return 0;
}

static int start(struct terminals *terminals, int fd, const json_t *request, bool terminal, const void *rest, size_t rest_length, struct nw_error *error) {
    struct program program;
    struct terminal_place place = {0};
    const char *node, *title;
    int result = terminal_request_program(request, terminal, &program, &node, &title, error);
    if (result == 0)
        result = terminals->host.find(terminals->host.context, node, &place, error);
    if (result < 0)
        return result;
    program.node_name = place.name;
    program.caller = sandbox_caller();
    return terminal ? open_session(terminals, fd, &program, &place, title, rest, rest_length, error)
                    : open_command(terminals, fd, &program, &place, rest, rest_length, error);
}

void terminals_accept(struct terminals *terminals, int fd, const json_t *request, const void *rest, size_t rest_length) {
    struct nw_error error;
    enum terminal_request kind;
    int result = terminal_request_kind(request, &kind, &error);
    if (result == 0)
        result = kind == REQUEST_ATTACH ? attach(terminals, fd, request, rest, rest_length, &error)
                                        : start(terminals, fd, request, kind == REQUEST_TERMINAL, rest, rest_length, &error);
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

void terminals_node_ends(struct terminals *terminals, const char *node) {
    for (struct session *session = terminals->sessions; session != NULL; session = session->next) {
        if (strcmp(session->node, node) == 0)
            session_tell_hang_up(session);
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
