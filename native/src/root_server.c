#define _GNU_SOURCE
#include "root_server.h"

#include "caller.h"
#include "liveness.h"
#include "privilege.h"
#include "process.h"
#include "runtime.h"
#include "started.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define PRIVILEGED_VERB(verb, name, asked, later, root) [VERB_##verb] = {[CALLER_ASKED] = (asked), [CALLER_LATER] = (later), [CALLER_ROOT] = (root)},
static const bool allowed[VERBS][CALLERS] = {PRIVILEGED_VERBS(PRIVILEGED_VERB)};
#undef PRIVILEGED_VERB

struct client {
    struct client *next;
    struct server *server;
    struct loop_watch *watch;
    int socket; /* to its front */
    enum privileged_caller caller;
};

/* --- telling --- */

static void answer(const struct client *client, const struct privileged_answer *message) {
    /* Who does not read is let go: its front sees the end. */
    if (send(client->socket, message, sizeof(*message), MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
        (void)shutdown(client->socket, SHUT_RDWR);
}

void server_tell(const struct server *server, const struct uplink_view *view) {
    struct privileged_answer message = {.id = -1, .kind = ANSWER_UPLINK, .view = *view};
    for (const struct client *client = server->clients; client != NULL; client = client->next)
        answer(client, &message);
}

void server_end_if_idle(const struct server *server) {
    if (server->clients == NULL && server->uplinks == NULL)
        loop_stop(server->loop);
}

/* --- requests --- */

static void list(const struct server *server, const struct client *client) {
    struct privileged_answer message = {.id = -1, .kind = ANSWER_UPLINK};
    for (const struct held *held = NULL; (held = uplinks_next(server, held, &message.view)) != NULL;)
        answer(client, &message);
}

static int start_lab(struct server *server, struct client *client, const struct privileged_request *request, struct nw_error *error) {
    struct started_request start = {.lab = ""};
    text_copy(start.lab, sizeof(start.lab), request->wish.lab);
    if (server->starter < 0 || server->starting != NULL || send(server->starter, &start, sizeof(start), MSG_NOSIGNAL) < 0)
        return error_set(error, "busy", EBUSY, "The lab cannot be started now: another one is being started, or the starter is gone.");
    server->starting = client;
    server->starting_id = request->id;
    return 1;
}

/* 1: the answer comes later. */
static int serve(struct server *server, struct client *client, const struct privileged_request *request, struct nw_error *error) {
    int result = privileged_check(request, error);
    if (result < 0)
        return result;
    if (!allowed[request->verb][client->caller])
        return error_set(error, "not-allowed", EPERM, "This is only for the program that had you asked for the password.");
    switch (request->verb) {
    case VERB_ATTACH: return uplinks_attach(server, client, &request->wish, error);
    case VERB_CHANGE:
    case VERB_CONFIRM:
    case VERB_DETACH: return uplinks_each(server, request, error);
    case VERB_LIST: list(server, client); return 0;
    case VERB_SUPERVISE: return start_lab(server, client, request, error);
    case VERBS: break;
    }
    return error_set(error, "invalid-request", EINVAL, "There is no such verb.");
}

/* --- clients --- */

static void client_lost(struct client *client) {
    struct server *server = client->server;
    struct client **place = &server->clients;
    while (*place != client)
        place = &(*place)->next;
    *place = client->next;
    loop_unwatch(client->watch);
    close(client->socket);
    if (server->starting == client)
        server->starting = NULL;
    uplinks_abandon(server, client, "client-lost");
    free(client);
    server_end_if_idle(server);
}

static void client_ready(void *context, uint32_t events) {
    struct client *client = context;
    struct privileged_request request;
    struct privileged_answer message = {.error = {.index = -1}};
    (void)events;
    ssize_t got = recv(client->socket, &request, sizeof(request), MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (got != (ssize_t)sizeof(request)) {
        client_lost(client);
        return;
    }
    int result = serve(client->server, client, &request, &message.error);
    message.id = request.id;
    message.kind = result < 0 ? ANSWER_FAILED : ANSWER_DONE;
    if (result <= 0)
        answer(client, &message);
}

/* Takes the socket over. */
static int add_client(struct server *server, int socket, enum privileged_caller caller) {
    struct client *client = calloc(1, sizeof(*client));
    int ends[2] = {-1, -1}, result = client == NULL ? -ENOMEM : socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0 ? -errno : 0;
    pid_t pid = result < 0 ? result : process_fork((const int[]){socket, ends[1], -1});
    if (pid == 0) {
        if (privilege_front() == 0)
            front(socket, ends[1], caller);
        process_end(0);
    }
    close(socket);
    if (pid > 0) {
        *client = (struct client){.next = server->clients, .server = server, .socket = ends[0], .caller = caller};
        result = loop_watch(server->loop, ends[0], EPOLLIN, client_ready, client, &client->watch);
    }
    if (ends[1] >= 0)
        close(ends[1]);
    if (pid > 0 && result == 0) {
        server->clients = client;
        return 0;
    }
    if (ends[0] >= 0)
        close(ends[0]);
    free(client);
    return pid < 0 ? pid : result;
}

static void came_by_itself(void *context, uint32_t events) {
    struct server *server = context;
    (void)events;
    int socket = accept4(server->listener, NULL, NULL, SOCK_CLOEXEC);
    uid_t uid = socket < 0 ? (uid_t)-1 : caller_uid(socket, server->computer->proc);
    if (socket >= 0 && (uid == 0 || uid == server->owner))
        (void)add_client(server, socket, uid == 0 ? CALLER_ROOT : CALLER_LATER);
    else if (socket >= 0)
        close(socket);
}

static void lab_started(void *context, uint32_t events) {
    struct server *server = context;
    struct started_answer start;
    (void)events;
    if (recv(server->starter, &start, sizeof(start), MSG_DONTWAIT) != (ssize_t)sizeof(start)) {
        close(server->starter); /* epoll forgets it with that */
        server->starter = -1;
        start = (struct started_answer){0};
        (void)error_set(&start.error, "internal", EPIPE, "The starter of labs has ended.");
    }
    struct privileged_answer message = {.id = server->starting_id, .kind = start.error.number != 0 ? ANSWER_FAILED : ANSWER_STARTED, .error = start.error};
    message.pid = start.pid;
    message.range = start.range;
    if (server->starting != NULL)
        answer(server->starting, &message);
    server->starting = NULL;
}

static void asked_to_end(void *context, uint32_t events) {
    struct server *server = context;
    (void)events;
    uplinks_abandon(server, NULL, "stopping");
    loop_stop(server->loop);
}

/* --- beginning --- */

int server_run(struct computer *computer, uid_t owner, int asked, int starter) {
    static struct server server;
    char name[64];
    server = (struct server){.computer = computer, .guard = {.socket = -1}, .starter = starter, .owner = owner};
    (void)snprintf(name, sizeof(name), "%s.sock", computer->instance);
    int result = loop_new(&server.loop), signals = process_signals();
    if (result == 0)
        result = signals < 0 ? signals : loop_watch(server.loop, signals, EPOLLIN, asked_to_end, &server, NULL);
    if (result == 0)
        result = uplinks_guard(&server);
    if (result == 0)
        result = server.listener = runtime_listen(computer->folder, name);
    if (result >= 0)
        result = loop_watch(server.loop, server.listener, EPOLLIN, came_by_itself, &server, NULL);
    if (result == 0 && starter >= 0)
        result = loop_watch(server.loop, starter, EPOLLIN, lab_started, &server, NULL);
    if (result == 0)
        result = add_client(&server, asked, owner == 0 ? CALLER_ROOT : CALLER_ASKED);
    if (result == 0)
        result = loop_run(server.loop);
    liveness_end(computer->folder, computer->instance);
    guard_stop(&server.guard);
    loop_free(server.loop);
    return result;
}
