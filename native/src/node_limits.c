#define _GNU_SOURCE
#include "node_limits.h"

#include "lab.h"
#include "limit_watch.h"
#include "node.h"
#include "node_group.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { PERIOD_US = 100000 /* of cpu.max */ };

static unsigned int controllers_of(const struct limits *limits) {
    return (limits->cpu > 0 ? GROUP_CPU : 0U) | (limits->memory > 0 ? GROUP_MEMORY : 0U) | (limits->pids > 0 ? GROUP_PIDS : 0U);
}

static int refused(struct nw_error *error, const struct node *node, int number, const char *file) {
    int result = error_set(error, "kernel-refused", number, "%s could not be limited: %s: %s.", node->name, file, strerror(-number));
    text_copy(error->kernel, sizeof(error->kernel), strerror(-number));
    text_copy(error->node, sizeof(error->node), node->id);
    return result;
}

static int missing(const struct lab *lab, const struct node *node, struct nw_error *error) {
    int result = error_set(error, "not-supported", ENOTSUP, "%s cannot be limited: %s.", node->name, lab->groups.why);
    text_copy(error->hint, sizeof(error->hint),
              "Start the lab from a desktop session, or with `systemd-run --user --scope --property=Delegate=yes`; nestwork doctor says what is delegated.");
    text_copy(error->node, sizeof(error->node), node->id);
    return result;
}

/* A file of a controller that the group does not have needs no "max". */
static int write_limit(const struct node *node, bool limited, const char *file, const char *value, struct nw_error *error) {
    int result = control_group_write(node->group, file, limited ? value : "max");
    return result == 0 || (!limited && result == -ENOENT) ? 0 : refused(error, node, result, file);
}

/* What has no room in memory goes to swap, where there is one: then nothing would be limited but speed. A kernel without swap has no such file. */
static int write_swap(const struct node *node, bool limited, struct nw_error *error) {
    int result = control_group_write(node->group, "memory.swap.max", limited ? "0" : "max");
    return result == 0 || result == -ENOENT ? 0 : refused(error, node, result, "memory.swap.max");
}

static int write_limits(const struct node *node, const struct limits *limits, struct nw_error *error) {
    char cpu[64], memory[32], pids[32];
    (void)snprintf(cpu, sizeof(cpu), "%ld %d", (long)(limits->cpu * PERIOD_US + 0.5), PERIOD_US);
    (void)snprintf(memory, sizeof(memory), "%" PRIu64, limits->memory);
    (void)snprintf(pids, sizeof(pids), "%" PRIu32, limits->pids);
    int result = write_limit(node, limits->cpu > 0, "cpu.max", cpu, error);
    if (result == 0)
        result = write_limit(node, limits->memory > 0, "memory.max", memory, error);
    if (result == 0)
        result = write_swap(node, limits->memory > 0, error);
    return result == 0 ? write_limit(node, limits->pids > 0, "pids.max", pids, error) : result;
}

int limits_set(struct lab *lab, struct node *node, const struct limits *limits, struct nw_error *error) {
    unsigned int controllers = controllers_of(limits);
    if (controllers == 0 && node->group < 0) {
        node->limits = *limits;
        return 0;
    }
    if (lab->groups.folder < 0 || (controllers & ~lab->groups.controllers) != 0)
        return missing(lab, node, error);
    int result = node_group(lab, node, controllers, error);
    if (result < 0)
        return result;
    result = write_limits(node, limits, error);
    if (result == 0) {
        node->limits = *limits;
        limit_watch_add(lab, node);
        return 0;
    }
    struct nw_error ignored;
    (void)write_limits(node, &node->limits, &ignored);
    return result;
}
