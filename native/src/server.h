/* Clients: the listening socket, connections with their limits, and lines to and from them. What a line means is in calls.c. */
#ifndef NESTWORK_SERVER_H
#define NESTWORK_SERVER_H

#include "kept.h"
#include "lab.h"

enum {
    CONNECTIONS = 256,
    UNREAD_LIMIT = 8 * 1024 * 1024,      /* of a subscriber: more waiting for it, and it is cut off */
    REPLIES_LIMIT = 1024 * 1024,         /* waiting for any client: no further request of it is read */
    INPUT_TOTAL = 64 * 1024 * 1024,      /* of unfinished lines of all clients together */
};

struct connection {
    struct server *server;
    struct connection *previous, *next; /* the oldest first */
    int fd;
    struct loop_watch *watch;
    struct loop_timer *later; /* more lines wait in the input */
    struct buffer input, output;
    size_t scanned, sent;
    bool subscribed, spoken, closing, dead;
    bool blocked, stalled; /* lines wait for the end of an apply; for room in the output */
    json_t *id; /* of the apply that it waits for */
};

struct server {
    struct lab *lab;
    struct loop_watch *watch;
    struct connection *first, *last;
    size_t count, input_total;
    struct kept kept;
    uint64_t sequence;
    struct loop_timer *telling;
    json_t *gone;                   /* ids that are to be told */
    struct connection *applicant;   /* whose apply is under way; NULL: it left */
    json_t *client, *change;        /* of the apply under way */
};

/* calls.c: answers one request. Returns false if it has to wait for the end of an apply (nothing was done). */
bool calls_handle(struct connection *connection, const json_t *request);
/* Sends an object and takes it over. */
void server_send(struct connection *connection, json_t *object);
/* Sends an event to all subscribers, with its number; takes it over. */
void server_event(struct server *server, json_t *event);
/* Tells what has become dirty now, not after the coalescing time. */
void server_tell(struct server *server);

#endif
