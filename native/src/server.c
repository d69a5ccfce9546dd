/* Clients: see server.h. */
#define _GNU_SOURCE
#include "server.h"

#include "connection.h"
#include "lab.h"
#include "protocol.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

/* How long those outside wait when nobody can be let in. */
enum { FULL_MS = 100 };

void server_event(struct server *server, json_t *event) {
    size_t length = 0;
    (void)json_object_set_new(event, "seq", json_integer((json_int_t)++server->sequence));
    char *line = protocol_line(event, &length);
    json_decref(event);
    for (struct connection *connection = server->first; line != NULL && connection != NULL; connection = connection->next) {
        if (connection->subscribed && !connection->closing)
            connection_send_line(connection, line, length);
    }
    free(line);
}

/* --- who may connect --- */

/* Has never said anything, and is not about to. */
static bool silent(const struct connection *connection) {
    char byte;
    return !connection->spoken && recv(connection->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) <= 0;
}

/* Too many: the oldest one that never said anything gives way; if all have spoken, the oldest that does not listen to events. */
static bool make_room(struct server *server) {
    for (int round = 0; round < 2; round++) {
        for (struct connection *connection = server->first; connection != NULL; connection = connection->next) {
            if (round == 0 ? silent(connection) : connection->spoken && !connection->subscribed && server->applicant != connection) {
                connection_free(connection);
                return true;
            }
        }
    }
    return false;
}

static void set_aside(struct server *server) {
    for (size_t i = 0; i < PEER_DESCRIPTORS; i++)
        server->reserve[i] = fcntl(server->lab->listener, F_DUPFD_CLOEXEC, 3);
}

static void give_back(struct server *server) {
    for (size_t i = 0; i < PEER_DESCRIPTORS; i++) {
        if (server->reserve[i] >= 0)
            close(server->reserve[i]);
        server->reserve[i] = -1;
    }
}

static bool allowed(struct server *server, int fd) {
    give_back(server);
    bool result = peer_allowed(fd, server->lab->outer_proc);
    set_aside(server);
    return result;
}

static void open_door(void *context) {
    struct server *server = context;
    server->full = NULL;
    (void)loop_watch_events(server->watch, EPOLLIN);
}

/* Who waits outside stays readable: without this the loop would turn for nothing until a descriptor is free. */
static void close_door(struct server *server) {
    if (loop_timer(server->lab->loop, FULL_MS, open_door, server, &server->full) == 0)
        (void)loop_watch_events(server->watch, 0);
}

static void accept_one(void *context, uint32_t events) {
    struct server *server = context;
    (void)events;
    int fd = accept4(server->lab->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (fd < 0) {
        if ((errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == ENOBUFS) && !make_room(server))
            close_door(server);
        return;
    }
    if (allowed(server, fd) && (server->count < CONNECTIONS || make_room(server)))
        (void)connection_new(server, fd);
    else
        close(fd);
}

int server_start(struct lab *lab) {
    struct server *server = calloc(1, sizeof(*server));
    if (server == NULL)
        return -ENOMEM;
    server->lab = lab;
    set_aside(server);
    lab->server = server;
    server->gone = json_array();
    int result = server->gone == NULL ? -ENOMEM : kept_init(&server->kept);
    if (result == 0)
        result = loop_watch(lab->loop, lab->listener, EPOLLIN, accept_one, server, &server->watch);
    return result;
}

void server_stop(struct lab *lab) {
    struct server *server = lab->server;
    loop_unwatch(server->watch);
    while (server->first != NULL) {
        connection_flush(server->first);
        connection_free(server->first);
    }
    loop_timer_cancel(server->telling);
    loop_timer_cancel(server->full);
    give_back(server);
    kept_clear(&server->kept);
    json_decref(server->gone);
    json_decref(server->client);
    json_decref(server->change);
    free(server);
    lab->server = NULL;
}

void server_resume(struct server *server) {
    for (struct connection *connection = server->first; connection != NULL && !server->lab->applying; connection = connection->next)
        connection_resume(connection);
}
