/* The worker of nestwork-root: serves clients through fronts, holds the uplinks, and puts them back when it is time. */
#ifndef NESTWORK_ROOT_SERVER_H
#define NESTWORK_ROOT_SERVER_H

#include "guard.h"
#include "loop.h"
#include "uplink.h"

struct client;
struct held; /* an uplink that is there */

struct server {
    struct computer *computer;
    struct loop *loop;
    struct guard guard;
    struct client *clients, *starting; /* starting: whose lab is being started */
    struct held *uplinks;
    int64_t starting_id;
    int listener, starter;
    uid_t owner;
};

/*
 * Serves until there is no client and no uplink any more. `asked`: the connection to the process that had the person asked; `starter`: the connection to
 * the starter, or -1. Returns 0 or a negative errno.
 */
int server_run(struct computer *computer, uid_t owner, int asked, int starter);
/* Tells all clients. */
void server_tell(const struct server *server, const struct uplink_view *view);
void server_end_if_idle(const struct server *server);

/* --- root_uplinks.c --- */

/* A guard that holds the networks out of which something must come home. The one before goes when the new one is there. 0 or a negative errno. */
int uplinks_guard(struct server *server);
/* 0, or a negative errno with the error filled and nothing changed. */
int uplinks_attach(struct server *server, struct client *client, const struct uplink_wish *wish, struct nw_error *error);
/* change, confirm and detach, of all that are meant. -ENOENT: none is. */
int uplinks_each(struct server *server, const struct privileged_request *request, struct nw_error *error);
/* The view of the one behind `before` (NULL: the first); NULL behind the last. */
const struct held *uplinks_next(const struct server *server, const struct held *before, struct uplink_view *ret_view);
/* Puts back what still asks, when its client has gone; all, when `client` is NULL. */
void uplinks_abandon(struct server *server, const struct client *client, const char *why);

/* --- root_front.c: the only part that reads what a client says --- */

/* Serves one client: lines of JSON on `client`, structures on `worker`, until either is gone. */
void front(int client, int worker, enum privileged_caller caller);

#endif
