/* One client: see connection.h. What its lines mean is in calls.c. */
#define _GNU_SOURCE
#include "connection.h"

#include "calls.h"
#include "lab.h"
#include "protocol.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

/* Lines of one client before others have their turn. */
enum { TURN_LINES = 64, READ_SIZE = 256 * 1024 };
/* Room for a read, bytes; and how large a buffer may be that is kept for the next line. */
enum { READ_ROOM = 16 * 1024, INPUT_KEPT = 64 * 1024 };

void connection_free(struct connection *connection) {
    struct server *server = connection->server;
    *(connection->previous != NULL ? &connection->previous->next : &server->first) = connection->next;
    *(connection->next != NULL ? &connection->next->previous : &server->last) = connection->previous;
    server->count--;
    server->input_total -= connection->input.capacity;
    kept_forget(&server->kept, &connection->document);
    if (server->applicant == connection)
        server->applicant = NULL;
    loop_unwatch(connection->watch);
    loop_timer_cancel(connection->later);
    if (connection->fd >= 0)
        close(connection->fd);
    buffer_free(&connection->input);
    buffer_free(&connection->output);
    json_decref(connection->id);
    free(connection);
}

/* --- output --- */

static size_t unsent(const struct connection *connection) {
    return connection->output.length - connection->sent;
}

static void watch_events(struct connection *connection) {
    uint32_t events = unsent(connection) > 0 || connection->stalled ? EPOLLOUT : 0;
    bool full = connection->blocked || unsent(connection) > REPLIES_LIMIT || connection->later != NULL;
    if (!connection->closing && !full)
        events |= EPOLLIN;
    (void)loop_watch_events(connection->watch, events);
}

void connection_flush(struct connection *connection) {
    while (unsent(connection) > 0) {
        ssize_t length = send(connection->fd, connection->output.data + connection->sent, unsent(connection), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (length < 0 && errno == EINTR)
            continue;
        if (length < 0) {
            if (errno != EAGAIN)
                connection->dead = true;
            break;
        }
        connection->sent += (size_t)length;
    }
    if (unsent(connection) == 0) {
        connection->output.length = connection->sent = 0;
        if (connection->output.capacity > READ_SIZE)
            buffer_free(&connection->output);
        if (connection->closing)
            connection->dead = true;
    } else if (connection->sent > READ_SIZE) {
        memmove(connection->output.data, connection->output.data + connection->sent, unsent(connection));
        connection->output.length -= connection->sent;
        connection->sent = 0;
    }
}

void connection_send_line(struct connection *connection, const char *line, size_t length) {
    if (connection->dead)
        return;
    if (buffer_append(&connection->output, line, length) < 0) {
        connection->dead = true;
        return;
    }
    connection_flush(connection);
    if (connection->subscribed && unsent(connection) > UNREAD_LIMIT)
        connection->dead = true; /* it asks for a snapshot when it has come back */
    if (connection->dead)
        (void)shutdown(connection->fd, SHUT_RDWR); /* the loop sees the end and frees it */
    watch_events(connection);
}

void connection_send(struct connection *connection, json_t *object) {
    size_t length = 0;
    char *line = object != NULL ? protocol_line(object, &length) : NULL;
    json_decref(object);
    if (line != NULL)
        connection_send_line(connection, line, length);
    else
        connection->dead = true;
    free(line);
}

/* --- input --- */

static void close_with(struct connection *connection, const struct nw_error *error) {
    connection->closing = true;
    connection_send(connection, protocol_error(NULL, error));
    connection_flush(connection);
}

/* The connection becomes a terminal's. */
static void hand_over(struct connection *connection, const json_t *request, size_t behind) {
    struct server *server = connection->server;
    int fd = connection->fd;
    connection->fd = -1;
    loop_unwatch(connection->watch);
    connection->watch = NULL;
    size_t rest = connection->input.length - behind;
    char *copy = rest > 0 ? malloc(rest) : NULL;
    if (copy != NULL)
        memcpy(copy, connection->input.data + behind, rest);
    connection_free(connection);
    terminals_accept(server->lab->terminals, fd, request, copy, copy != NULL ? rest : 0);
    free(copy);
}

/* One line. Returns 1: taken; 0: has to wait; -1: the connection is gone (handed over). */
static int handle_line(struct connection *connection, const char *line, size_t length, size_t behind) {
    struct nw_error error;
    json_t *request = protocol_parse(line, length, &error);
    if (request == NULL) {
        close_with(connection, &error);
        return 1;
    }
    int result = 1;
    if (!connection->spoken && json_object_get(request, "open") != NULL) {
        hand_over(connection, request, behind);
        result = -1;
    } else {
        result = calls_handle(connection, request) ? 1 : 0;
        connection->spoken = true;
    }
    json_decref(request);
    return result;
}

static void handle_input(struct connection *connection);

static void go_on(void *context) {
    struct connection *connection = context;
    connection->later = NULL;
    handle_input(connection);
}

static void handle_input(struct connection *connection) {
    struct buffer *input = &connection->input;
    size_t at = 0;
    int lines = 0;
    connection->blocked = connection->stalled = false;
    while (!connection->closing && !connection->dead) {
        if (unsent(connection) > REPLIES_LIMIT) {
            connection->stalled = true;
            break;
        }
        if (input->length == at)
            break;
        const char *end = memchr(input->data + at + connection->scanned, '\n', input->length - at - connection->scanned);
        size_t length = end != NULL ? (size_t)(end - (input->data + at)) : input->length - at;
        if (length >= PROTOCOL_LINE) {
            struct nw_error error;
            (void)error_set(&error, "line-too-long", EMSGSIZE, "A line is longer than 4 MiB.");
            close_with(connection, &error);
            break;
        }
        if (end == NULL) {
            connection->scanned = length;
            break;
        }
        if (++lines > TURN_LINES) {
            if (loop_timer(connection->server->lab->loop, 0, go_on, connection, &connection->later) < 0)
                connection->dead = true;
            break;
        }
        connection->scanned = 0;
        int result = handle_line(connection, input->data + at, length, at + length + 1);
        if (result < 0)
            return;
        if (result == 0) {
            connection->blocked = true;
            break;
        }
        at += length + 1;
    }
    if (at > 0) {
        memmove(input->data, input->data + at, input->length - at);
        input->length -= at;
    }
    if (input->length == 0 && input->capacity > INPUT_KEPT) {
        connection->server->input_total -= input->capacity;
        buffer_free(input);
    }
    if (connection->dead) {
        connection_free(connection);
        return;
    }
    watch_events(connection);
}

static void ready(void *context, uint32_t events) {
    struct connection *connection = context;
    struct server *server = connection->server;
    if ((events & EPOLLOUT) != 0) {
        connection_flush(connection);
        if (connection->stalled && !connection->dead && unsent(connection) <= REPLIES_LIMIT) {
            handle_input(connection); /* lines that waited for room */
            return;
        }
    }
    if (!connection->dead && (events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0) {
        size_t before = connection->input.capacity;
        ssize_t length = -1;
        if (buffer_reserve(&connection->input, READ_ROOM) == 0) {
            server->input_total += connection->input.capacity - before;
            size_t room = connection->input.capacity - connection->input.length;
            length = recv(connection->fd, connection->input.data + connection->input.length, room < READ_SIZE ? room : READ_SIZE, MSG_DONTWAIT);
        } else {
            errno = ENOMEM;
        }
        if (length > 0) {
            connection->input.length += (size_t)length;
            if (server->input_total > INPUT_TOTAL && connection->input.length > INPUT_KEPT)
                connection->dead = true;
            else if (!connection->closing) {
                if (!connection->blocked && connection->later == NULL)
                    handle_input(connection);
                return;
            } else {
                connection->input.length = 0;
            }
        } else if (length == 0 || (errno != EAGAIN && errno != EINTR)) {
            connection->dead = true;
        }
    }
    if (connection->dead) {
        connection_free(connection);
        return;
    }
    watch_events(connection);
}

int connection_new(struct server *server, int fd) {
    struct connection *connection = calloc(1, sizeof(*connection));
    int result = connection == NULL ? -ENOMEM : loop_watch(server->lab->loop, fd, EPOLLIN, ready, connection, &connection->watch);
    if (result < 0) {
        close(fd);
        free(connection);
        return result;
    }
    connection->server = server;
    connection->fd = fd;
    connection->previous = server->last;
    *(server->last != NULL ? &server->last->next : &server->first) = connection;
    server->last = connection;
    server->count++;
    return 0;
}

void connection_resume(struct connection *connection) {
    if (!connection->blocked || connection->later != NULL)
        return;
    /* Not from here: the line may end this connection or another one. */
    if (loop_timer(connection->server->lab->loop, 0, go_on, connection, &connection->later) < 0)
        connection->dead = true;
}
