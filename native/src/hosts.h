/* The files /etc/hosts and /etc/resolv.conf of all nodes, as the supervisor makes them from what it knows. */
#ifndef NESTWORK_HOSTS_H
#define NESTWORK_HOSTS_H

#include "inside.h"

struct lab;
struct node;

/* Writes both as they are for a lab without nodes. */
void hosts_start(struct lab *lab);
/* The node's name or addresses may be different from before: told in the file by the next hosts_write, which is not later than some milliseconds from now. */
void hosts_touch(struct lab *lab, struct node *node);
/* A node left the lab, or came back. */
void hosts_recount(struct lab *lab);
/* Brings /etc/hosts up to date, with one write if anything in it is different. Not during an apply. */
void hosts_write(struct lab *lab);
/* An address that was given (or taken back) by an operation. It counts until somebody looks at what the kernel has. */
void hosts_note_address(struct node *node, const struct ip *ip, bool there);
/* Whom the nodes ask for names. */
void hosts_resolver(struct lab *lab, const struct resolver *resolver);
void hosts_stop(struct lab *lab);

#endif
