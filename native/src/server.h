/* Clients: who may connect, how many, and what all of them hear. One of them is a connection (connection.h). */
#ifndef NESTWORK_SERVER_H
#define NESTWORK_SERVER_H

#include "kept.h"
#include "loop.h"
#include "peer.h"

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

enum { CONNECTIONS = 256 };

struct connection;
struct lab;

struct server {
    struct lab *lab;
    struct loop_watch *watch;
    struct loop_timer *full; /* nobody can be let in for a moment */
    int reserve[PEER_DESCRIPTORS]; /* kept free for a look at who connects, also when all others are in use */
    struct connection *first, *last; /* the oldest first */
    size_t count, input_total;
    struct kept kept;
    uint64_t sequence;
    struct loop_timer *telling;
    json_t *gone;                   /* ids that are to be told */
    struct connection *applicant;   /* whose apply is under way; NULL: it left */
    json_t *client, *change;        /* of the apply under way */
};

/* Answers on lab->listener from now on. 0 or a negative errno. */
int server_start(struct lab *lab);
/* Before the supervisor ends: replies that still wait are given one more chance to leave. */
void server_stop(struct lab *lab);
/* Sends an event to all subscribers, with its number; takes it over. */
void server_event(struct server *server, json_t *event);
/* What waited for the end of an apply goes on. */
void server_resume(struct server *server);

#endif
