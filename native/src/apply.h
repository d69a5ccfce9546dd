/* An apply under way: shared by apply.c (slices, answers), dispatch.c (what each operation does) and undo.c (the way back). */
#ifndef NESTWORK_APPLY_H
#define NESTWORK_APPLY_H

#include "lab.h"

/* What one operation did, so that it can be undone. */
struct done {
    struct done *below; /* the one before */
    size_t index;       /* of the operation */
    enum operation_kind kind;
    bool entered;       /* the model was changed */
    bool nothing;       /* the kernel was like that already: nothing to undo */
    bool retried;
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
    int number;               /* errno of a request that was refused */
    char kernel[160];
    struct done *next_refused, *next_join;
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

/* dispatch.c: puts the requests of one operation. 0, or a negative errno with apply->error filled. */
int dispatch(struct apply *apply, struct operation *operation, size_t index);
/* apply.c: the node has requests that wait. */
void apply_wait(struct apply *apply, struct node *node);
/* Sends all. 0, or a negative errno with apply->error filled. */
int apply_flush(struct apply *apply);
/* Sends all, and puts (without sending) the second step of the cables that this created. */
int apply_join(struct apply *apply);
/* Fills apply->error from what the kernel said about an operation; returns the negative errno. */
int apply_refused(struct apply *apply, size_t index, int number, const char *kernel);
/* undo.c: undoes the whole log, the last one first. Returns false if something is left (named in the error). */
bool undo_all(struct apply *apply);

#endif
