#define _GNU_SOURCE
#include "node_group.h"

#include "census.h"
#include "group_watch.h"
#include "lab.h"
#include "node.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

static int refused(struct nw_error *error, const struct node *node, int number, const char *what) {
    int result = error_set(error, "kernel-refused", number, "%s could not be given a control group: %s: %s.", node->name, what, strerror(-number));
    text_copy(error->kernel, sizeof(error->kernel), strerror(-number));
    return result;
}

/* The lab's own, in which those of nodes are. Its name is one that nobody else has. */
static int make_lab_group(struct lab *lab) {
    uint64_t random = 0;
    if (getrandom(&random, sizeof(random), 0) != (ssize_t)sizeof(random))
        return -EAGAIN;
    (void)snprintf(lab->group_name, sizeof(lab->group_name), "nestwork-%s-%016llx", lab->id, (unsigned long long)random);
    int result = group_watch_note(lab->directory, &lab->groups, lab->group_name);
    if (result < 0)
        return result;
    int group = control_group_make(lab->groups.folder, lab->group_name);
    if (group < 0)
        return group;
    result = group_watch_made(lab->directory, lab->group_watch, group, lab->group_name);
    if (result < 0) {
        (void)unlinkat(lab->groups.folder, lab->group_name, AT_REMOVEDIR);
        close(group);
        return result;
    }
    lab->group = group;
    return 0;
}

/* A process may fork while it is being moved: again until nobody is found who is elsewhere, in a bounded number of rounds. */
static int move_processes(struct lab *lab, struct node *node) {
    int result = control_group_add(node->group, node->pid);
    for (int round = 0; round < 16 && result == 0 && node->used; round++) {
        size_t count = 0, moved = 0;
        pid_t *pids = census_pids(lab, node, &count);
        for (size_t i = 0; i < count && result == 0; i++) {
            if (census_is_grouped(node, pids[i]))
                continue;
            result = control_group_add(node->group, pids[i]);
            moved++;
            if (result == -ESRCH)
                result = 0;
        }
        free(pids);
        if (moved == 0)
            break;
    }
    return result;
}

int node_group(struct lab *lab, struct node *node, unsigned int controllers, struct nw_error *error) {
    if (lab->groups.folder < 0 || lab->group_watch < 0)
        return error_set(error, "not-supported", ENOTSUP, "%s cannot have a control group: %s.", node->name, lab->groups.why);
    int result = controllers != 0 ? control_group_enable(lab->groups.folder, controllers) : 0;
    if (result < 0)
        return refused(error, node, result, "enabling the controllers");
    if (lab->group < 0 && (result = make_lab_group(lab)) < 0)
        return refused(error, node, result, "making the lab's group");
    result = controllers != 0 ? control_group_enable(lab->group, controllers) : 0;
    if (result < 0)
        return refused(error, node, result, "enabling the controllers");
    if (node->group >= 0)
        return 0;
    (void)snprintf(node->group_name, sizeof(node->group_name), "%s.%llu", node->id, (unsigned long long)node->sequence);
    node->group = control_group_make(lab->group, node->group_name);
    if (node->group < 0)
        return refused(error, node, node->group, "making its group");
    /* What is made in it has to be found and removed again. */
    (void)control_group_write(node->group, "cgroup.max.depth", "8");
    (void)control_group_write(node->group, "cgroup.max.descendants", "256");
    node->used = true; /* its end is waited for, so that its group can be removed */
    result = move_processes(lab, node);
    return result < 0 ? refused(error, node, result, "moving its processes") : 0;
}

bool node_group_remove(struct lab *lab, const char *name) {
    return lab->group < 0 || control_group_remove(lab->group, name) != -EBUSY;
}
