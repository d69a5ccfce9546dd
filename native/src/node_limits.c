#define _GNU_SOURCE
#include "node_limits.h"

#include "lab.h"
#include "node.h"

#include <errno.h>

int limits_set(struct lab *lab, struct node *node, const struct limits *limits, struct nw_error *error) {
    (void)lab;
    if (limits->cpu <= 0 && limits->memory == 0 && limits->pids == 0)
        return 0;
    return error_set(error, "not-supported", ENOTSUP, "%s cannot be limited.", node->name);
}
