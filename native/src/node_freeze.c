#define _GNU_SOURCE
#include "node_freeze.h"

#include "census.h"
#include "events.h"
#include "lab.h"
#include "node.h"
#include "node_group.h"
#include "startup.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 16 };

/* --- by signals --- */

static bool among(const struct buffer *pids, pid_t pid) {
    const pid_t *list = (const pid_t *)(const void *)pids->data;
    for (size_t i = 0; i < pids->length / sizeof(pid_t); i++) {
        if (list[i] == pid)
            return true;
    }
    return false;
}

/* Those that are stopped already stay so when the node goes on. Others may be forked meanwhile: again until all have stopped. */
static void stop_all(struct lab *lab, struct node *node) {
    struct buffer told = {0};
    for (int round = 0, found = 1; round < ROUNDS && found > 0; round++) {
        size_t count = 0;
        pid_t *pids = census_pids(lab, node, &count);
        found = 0;
        for (size_t i = 0; i < count; i++) {
            struct process_stat stat;
            if (among(&told, pids[i]) || !process_stat_read(pids[i], &stat))
                continue;
            found++;
            (void)buffer_append(stat.state == 'T' && round == 0 ? &node->stopped : &told, &pids[i], sizeof(pid_t));
            (void)kill(pids[i], SIGSTOP);
        }
        free(pids);
    }
    buffer_free(&told);
}

static void continue_all(struct lab *lab, struct node *node) {
    size_t count = 0;
    pid_t *pids = census_pids(lab, node, &count);
    for (size_t i = 0; i < count; i++) {
        if (!among(&node->stopped, pids[i]))
            (void)kill(pids[i], SIGCONT);
    }
    free(pids);
    buffer_free(&node->stopped);
}

/* --- by the group --- */

static bool by_group(struct lab *lab, struct node *node, bool frozen) {
    struct nw_error ignored;
    if (frozen && node_group(lab, node, 0, &ignored) < 0)
        return false;
    return node->group >= 0 && control_group_write(node->group, "cgroup.freeze", frozen ? "1" : "0") == 0;
}

int node_freeze(struct lab *lab, struct node *node, bool frozen, struct nw_error *error) {
    if (node->ended)
        return error_set(error, "not-found", ENOENT, "There is no running node %.48s in the lab.", node->id);
    if (node->frozen == frozen)
        return 0;
    if (frozen) {
        /* In a node in which nothing was ever started there is nothing to stop. */
        node->group_frozen = node->used && by_group(lab, node, true);
        if (node->used && !node->group_frozen)
            stop_all(lab, node);
    } else if (node->group_frozen) {
        if (!by_group(lab, node, false))
            return error_set(error, "kernel-refused", EIO, "%s cannot be let go on: its control group does not take it.", node->name);
    } else {
        continue_all(lab, node);
    }
    node->frozen = frozen;
    node->group_frozen = node->group_frozen && frozen;
    node->dirty = true;
    events_changed(lab);
    if (!frozen)
        startup_resume(node);
    return 0;
}

void node_thaw_to_end(struct node *node) {
    if (node->group_frozen)
        (void)control_group_write(node->group, "cgroup.freeze", "0");
    node->frozen = node->group_frozen = false;
}
