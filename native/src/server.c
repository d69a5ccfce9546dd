/* Clients: see server.h. */
#define _GNU_SOURCE
#include "server.h"

#include "connection.h"
#include "lab.h"
#include "protocol.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

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

/* Same user, and not from inside the lab: a process that the lab's PID namespace does not show has the PID 0 here. */
static bool allowed(int fd) {
    struct ucred peer;
    socklen_t length = sizeof(peer);
    return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0 && peer.uid == getuid() && peer.pid == 0;
}

/* Too many: the oldest one that never said anything gives way; if all have spoken, the oldest that does not listen to events. */
static bool make_room(struct server *server) {
    for (int round = 0; round < 2; round++) {
        for (struct connection *connection = server->first; connection != NULL; connection = connection->next) {
            if (round == 0 ? !connection->spoken : !connection->subscribed && server->applicant != connection) {
                connection_free(connection);
                return true;
            }
        }
    }
    return false;
}

static void accept_one(void *context, uint32_t events) {
    struct server *server = context;
    (void)events;
    int fd = accept4(server->lab->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (fd < 0) {
        if (errno == EMFILE || errno == ENFILE)
            (void)make_room(server);
        return;
    }
    if (allowed(fd) && (server->count < CONNECTIONS || make_room(server)))
        (void)connection_new(server, fd);
    else
        close(fd);
}

int server_start(struct lab *lab) {
    struct server *server = calloc(1, sizeof(*server));
    if (server == NULL)
        return -ENOMEM;
    server->lab = lab;
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
