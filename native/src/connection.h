/* One client: lines in, lines out, each with its limits, so that none of them can hold up or use up what belongs to all. */
#ifndef NESTWORK_CONNECTION_H
#define NESTWORK_CONNECTION_H

#include "server.h"
#include "util.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

enum {
    UNREAD_LIMIT = 8 * 1024 * 1024, /* of a subscriber: more waiting for it, and it is cut off */
    REPLIES_LIMIT = 1024 * 1024,    /* waiting for any client: no further request of it is read */
    INPUT_TOTAL = 64 * 1024 * 1024, /* of unfinished lines of all clients together */
};

struct connection {
    struct server *server;
    struct connection *previous, *next; /* the oldest first */
    int fd;
    struct loop_watch *watch;
    struct loop_timer *later; /* more lines wait in the input */
    struct buffer input, output;
    struct buffer document; /* parts of one that is on its way */
    size_t scanned, sent;
    bool subscribed, spoken, closing, dead;
    bool statistics; /* wants them */
    bool blocked, stalled; /* lines wait for the end of an apply; for room in the output */
    json_t *id; /* of the apply that it waits for */
};

/* Takes over `fd`, also on failure; the newest in the server's list. 0 or a negative errno. */
int connection_new(struct server *server, int fd);
/* Closes it and takes it off the list. */
void connection_free(struct connection *connection);
/* Sends an object and takes it over. */
void connection_send(struct connection *connection, json_t *object);
/* Sends bytes that end with a newline. A connection that dies of it is freed later, from the loop. */
void connection_send_line(struct connection *connection, const char *line, size_t length);
/* Writes what waits, as far as the other side takes it now. */
void connection_flush(struct connection *connection);
/* Lines that waited for the end of an apply go on, from the loop. */
void connection_resume(struct connection *connection);

#endif
