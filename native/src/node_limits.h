/* Control group limits of nodes (cgroups(7), version 2), where the user has delegation. */
#ifndef NESTWORK_NODE_LIMITS_H
#define NESTWORK_NODE_LIMITS_H

#include "error.h"
#include "inside.h"

struct lab;
struct node;

/* All of them: what is 0 is unlimited. 0, or a negative errno with error filled and nothing changed. */
int limits_set(struct lab *lab, struct node *node, const struct limits *limits, struct nw_error *error);

#endif
