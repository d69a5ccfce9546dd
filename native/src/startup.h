/* Start-up commands: one after the other in each node, detached from any terminal; the end of each is an event with its last output. */
#ifndef NESTWORK_STARTUP_H
#define NESTWORK_STARTUP_H

struct lab;
struct node;

/* Runs after those that were given before for this node. Owns `command`. */
int startup_run(struct lab *lab, struct node *node, char *command);
/* Forgets those of a node; what runs is left to its end. */
void startup_forget(struct lab *lab, struct node *node);

#endif
