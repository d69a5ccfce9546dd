/* An apply under way, as apply.c, dispatch.c and the operations share it: what was done, what waits, what was refused. */
#ifndef NESTWORK_TRANSACTION_H
#define NESTWORK_TRANSACTION_H

#include "apply.h"
#include "cable.h"
#include "lab.h"
#include "node.h"

/* What one operation did, so that it can be undone. */
struct done {
    struct done *below; /* the one before */
    size_t index;       /* of the operation */
    enum operation_kind kind;
    bool entered;       /* the model was changed */
    bool nothing;       /* the kernel was like that already: nothing to undo */
    bool asked;         /* the kernel has answered at least one of its requests */
    bool retried;
    bool gone;          /* link.delete: the cable is not only marked any more */
    bool with_nodes;    /* link.delete: nothing was asked of the kernel, both its nodes end */
    struct node *node;
    struct cable *cable;
    char name[64];      /* before */
    enum node_kind node_kind;
    bool forwarding;
    struct ip ip, via;
    uint32_t interface;
    struct cable_end *end; /* interface.set on an end of a cable */
    struct cable_end end_before;
    struct link_change_before {
        bool has_up, up;
        uint32_t mtu;
        bool has_mac;
        uint8_t mac[6];
    } set_before;
    struct buffer restore[2]; /* messages; of a cable: for each end */
    struct setting *settings[2]; /* of a cable that was deleted: for each end (owned) */
    struct {
        char *path, *before, *original; /* what the kernel had, and what it had at first (owned; NULL: not known) */
        bool noted;                     /* it had been set before */
    } setting;
    struct files *files; /* before (owned) */
    struct limits limits;
    struct resolver *resolver; /* before (owned) */
    bool stp;
    int number;               /* errno of a request that was refused */
    char kernel[160];
    struct done *next_refused, *next_join, *next_leave;
};

/* Requests of different classes may depend on each other across sockets, so a class is sent before the next one begins. */
enum apply_class { CLASS_NONE, CLASS_LINK_CREATE, CLASS_LINK_DELETE, CLASS_INSIDE };

struct apply {
    struct lab *lab;
    struct operation *operations;
    size_t count, at, asked, collected;
    size_t answered;
    struct apply_handler handler;
    double started, told;
    enum apply_class class;
    struct node *waiting; /* nodes with requests that wait */
    struct done *log, *refused;
    struct done *joins; /* cables whose second step is to be put (by next_join) */
    struct done *leaves; /* cables that are marked, to be deleted at once (by next_leave) */
    struct rescue *rescues;
    struct node **doomed; /* deleted by this apply */
    size_t doomed_count;
    struct nw_error error;
    bool failed;
};

/* Routes that the kernel flushes with an address; put back at the end if they still can be, unless an operation deleted them. */
struct rescue {
    struct rescue *next;
    struct node *node;
    struct buffer messages;
    bool deleted;      /* else: a destination that an operation deleted */
    struct ip to;
};

/* --- dispatch.c --- */

/* Puts the requests of one operation. 0, or a negative errno with apply->error filled. */
int dispatch(struct apply *apply, struct operation *operation, size_t index);
/* Undoes one. 0, or a negative errno: something is left. */
int dispatch_undo(struct lab *lab, struct done *done);

/* --- subject.c: what an operation is about. NULL, or a negative errno, with apply->error filled --- */
/* Its link or its node, by id; the operation's own. */
const char *operation_subject(const struct operation *operation);

struct node *apply_find_node(struct apply *apply, size_t index, const char *id);
struct cable *apply_find_cable(struct apply *apply, size_t index, const char *id);
/* An interface of a node by its name: of a cable, or one that the kernel has. */
int apply_find_interface(struct apply *apply, size_t index, struct node *node, const char *interface, uint32_t *ret_index);
/* The cache of a node, with all requests of this apply in it. */
const struct observed *apply_observed(struct apply *apply, size_t index, struct node *node);
/* The same without what was not sent yet. */
const struct observed *apply_seen(struct apply *apply, size_t index, struct node *node);
/* Before an interface goes down: keeps its IPv6 addresses and static routes, which the kernel flushes. */
int apply_save(struct apply *apply, size_t index, struct node *node, const char *interface, uint32_t number);
/* Begins the note of what an operation does. */
struct done *apply_note(struct apply *apply, size_t index, struct node *node);

/* --- requests.c --- */

/* The node has requests that wait. */
void apply_wait(struct apply *apply, struct node *node);
/* What a request is to carry, so that its answer finds the note. */
uint64_t apply_tag(struct done *done);
/* The requests that come now are of this class; those of another one that wait are sent first. */
int apply_enter(struct apply *apply, enum apply_class class);
/* Sends what waits on the sockets, and sees to what was refused. 0, or a negative errno with apply->error filled. */
int apply_settle(struct apply *apply);
/* Sends all: also cables that are to go, and the second step of those that came. The same. */
int apply_flush(struct apply *apply);
/* Forgets all that was not sent. */
void apply_discard(struct apply *apply);

/* --- leaving.c --- */

/* Has the cables deleted that are marked, all at once. The same. */
int apply_leave(struct apply *apply);

/* --- refusal.c --- */

/* Fills apply->error from what the kernel said about an operation; returns the negative errno. */
int apply_refused(struct apply *apply, size_t index, int number, const char *kernel);
/* The supervisor itself refuses: code `exists`, `in-use` or `not-found`, and a sentence with two texts in it. */
int apply_refuse(struct apply *apply, size_t index, const char *code, const char *format, const char *one, const char *two);

/* apply->error was filled elsewhere: where it belongs in the plan. */
void apply_place(struct apply *apply, size_t index);

/* --- rescue.c --- */

/* NULL when memory ends. */
struct rescue *rescue_new(struct apply *apply, struct node *node);
/* At the end of an apply that went well. */
void rescue_put(struct apply *apply);
void rescue_free(struct apply *apply);

/* --- undo.c --- */

/* Undoes the whole log, the last one first. Returns false if something is left (named in the error). */
bool undo_all(struct apply *apply);
/* Sends what waits on the sockets of these nodes (NULL: none) and of the lab. An error that says "gone" or "there" is the state that is wanted. */
int undo_send(struct lab *lab, struct node *one, struct node *two);
/* Restores one by one, errors ignored: what cannot come back is not to keep the rest away. */
void undo_put_back(struct node *node, const struct buffer *messages);

#endif
