/*
 * What nestwork-root may be asked and what it answers: as lines of JSON outside, as structures of fixed size between its front, which reads what others
 * wrote, and its worker, which trusts nobody and checks the structures again.
 */
#ifndef NESTWORK_PRIVILEGED_H
#define NESTWORK_PRIVILEGED_H

#include "error.h"
#include "ip.h"

#include <jansson.h>
#include <net/if.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum { PRIVILEGED_PROTOCOL = 1 };

/*
 * Every verb, and who may use it (safety.md, S5). `asked`: the process that had the person asked for a password; nestwork-root connected to it. `later`:
 * another process of the same person, which came by itself: it may look, keep and put back. `root`: root of this computer.
 */
#define PRIVILEGED_VERBS(ROW) \
    /*  verb       name         asked  later  root */ \
    ROW(ATTACH,    "attach",    true,  false, true) \
    ROW(CHANGE,    "change",    true,  false, true) \
    ROW(CONFIRM,   "confirm",   true,  true,  true) \
    ROW(DETACH,    "detach",    true,  true,  true) \
    ROW(LIST,      "list",      true,  true,  true) \
    ROW(SUPERVISE, "supervise", true,  false, false)

#define PRIVILEGED_VERB(verb, name, asked, later, root) VERB_##verb,
enum privileged_verb { PRIVILEGED_VERBS(PRIVILEGED_VERB) VERBS };
#undef PRIVILEGED_VERB
enum privileged_caller { CALLER_ASKED, CALLER_LATER, CALLER_ROOT, CALLERS };

/* How something outside is joined. EXPOSE: a node's network gets a name under /run/netns. */
enum uplink_mode { MODE_COMPUTER, MODE_BRIDGE, MODE_MACVLAN, MODE_WHOLE, MODE_EXPOSE, MODES };

enum { UPLINK_ADDRESSES = 16, UPLINK_ROUTES = 64, NETNS_NAME = 64 };
struct uplink_route {
    struct ip to, via;
};
struct uplink_wish {
    char lab[48], node[48];
    enum uplink_mode mode;
    char interface[IF_NAMESIZE]; /* of this computer: to be made (computer), or to be joined */
    char name[NETNS_NAME];       /* expose only */
    uint8_t mac[6], port_mac[6]; /* computer only: of the end here and of the one in the lab */
    pid_t pid;                   /* the node's first process, as the outside sees it */
    uint64_t net;                /* inode of the node's network namespace */
    struct ip addresses[UPLINK_ADDRESSES];
    struct uplink_route routes[UPLINK_ROUTES];
    uint32_t address_count, route_count;
    bool sure; /* the person said yes to what it costs: default route, SSH session, addresses in use */
};

struct privileged_request {
    int64_t id;
    enum privileged_verb verb;
    struct uplink_wish wish;
};

/* ASKING: made, and goes back unless it is confirmed. */
enum uplink_state { STATE_ASKING, STATE_KEPT, STATE_BACK, STATE_STUCK };
struct uplink_view {
    char lab[48], node[48], interface[IF_NAMESIZE], made[NETNS_NAME];
    enum uplink_mode mode;
    enum uplink_state state;
    int32_t left;      /* ms until it goes back; -1: it stays */
    char why[24];      /* of BACK and STUCK: "asked", "timeout", "carrier", "lab-ended", "client-lost", "dhcp-ended", "stopping", "failed" */
    char message[320]; /* STUCK: what could not be put back */
};

enum answer_kind { ANSWER_DONE, ANSWER_FAILED, ANSWER_UPLINK, ANSWER_STARTED };
struct privileged_answer {
    int64_t id; /* -1: an event */
    enum answer_kind kind;
    struct nw_error error;
    struct uplink_view view;
    pid_t pid; /* STARTED: of the supervisor */
    bool range;
};

/* A line of JSON (without its end) to a request. 0, or -EINVAL with the error filled; the id is taken in either case if there is one. */
int privileged_parse(const char *line, size_t length, struct privileged_request *ret_request, struct nw_error *error);
/* Every field, also what no line can have let through. 0, or -EINVAL with the error filled. */
int privileged_check(const struct privileged_request *request, struct nw_error *error);
/* New references, or NULL when memory ends. */
json_t *privileged_answer_json(const struct privileged_answer *answer);
json_t *privileged_hello(enum privileged_caller caller);
/* Sends an object as a line on a blocking socket and takes it over. false: the other side is gone. */
bool privileged_say(int socket, json_t *object);

#endif
