#define _GNU_SOURCE
#include "node_end.h"

#include "lab.h"
#include "node.h"
#include "node_freeze.h"
#include "node_group.h"
#include "process_stat.h"
#include "startup.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { LOOK_MS = 50, TRIES = 40, SPARE_MS = 500 /* that a first process may be late with what it was asked for */ };

struct ending {
    struct ending *next;
    struct lab *lab;
    pid_t pid;        /* of the node's first process */
    uint64_t network; /* of a node without a PID namespace of its own: its processes are known by their network namespace; else 0 */
    double until;     /* ms */
    bool hung_up;
    char group[80]; /* its control group's name; empty: none */
    unsigned int tries; /* to remove that */
    struct start_command *commands; /* whose output is still read */
    struct loop_timer *timer;
};

/* --- without a PID namespace of its own --- */

struct members {
    uint64_t network;
    pid_t but; /* the first process */
    int number;
    size_t count;
};

static bool signal_member(void *context, pid_t pid) {
    struct members *members = context;
    if (pid != members->but && process_namespace(pid, "net") == members->network && kill(pid, members->number) == 0)
        members->count++;
    return true;
}

/* Returns how many there were. */
static size_t signal_members(const struct ending *ending, int number) {
    struct members members = {.network = ending->network, .but = ending->pid, .number = number};
    process_each(signal_member, &members);
    return members.count;
}

static void kill_members(const struct ending *ending) {
    /* A process may fork while the list is read: again until nobody is found, in a bounded number of rounds. */
    for (int round = 0; round < 64 && signal_members(ending, SIGKILL) > 0; round++)
        continue;
}

/* --- any --- */

static void finish(struct ending *ending) {
    struct lab *lab = ending->lab;
    struct ending **at = &lab->endings;
    while (*at != ending)
        at = &(*at)->next;
    *at = ending->next;
    loop_timer_cancel(ending->timer);
    startup_free_all(ending->commands);
    free(ending);
    if (lab->ending && lab->endings == NULL)
        loop_stop(lab->loop);
}

/* The kernel may still be clearing away what was in it. What cannot be removed now goes with the lab's own group. */
static void remove_group(void *context) {
    struct ending *ending = context;
    ending->timer = NULL;
    bool gone = ending->group[0] == '\0' || ending->lab->ending || node_group_remove(ending->lab, ending->group) || ++ending->tries > TRIES;
    if (gone || loop_timer(ending->lab->loop, LOOK_MS, remove_group, ending, &ending->timer) < 0)
        finish(ending);
}

static void ended(void *context, int status) {
    struct ending *ending = context;
    (void)status;
    loop_timer_cancel(ending->timer);
    remove_group(ending);
}

static void look(void *context) {
    struct ending *ending = context;
    bool over = clock_ms() >= ending->until;
    ending->timer = NULL;
    if (ending->network != 0 && over) {
        kill_members(ending);
    } else if (ending->network != 0) {
        bool half = !ending->hung_up && clock_ms() >= ending->until - NODE_GRACE_MS / 2.0;
        ending->hung_up = ending->hung_up || half;
        over = signal_members(ending, half ? SIGHUP : 0) == 0;
    }
    /* Its end is told by the loop; with it end all that are left in its PID namespace. */
    if (over || loop_timer(ending->lab->loop, LOOK_MS, look, ending, &ending->timer) < 0)
        (void)kill(ending->pid, SIGKILL);
}

/* Asks a node's first process, or all that share its network namespace. Returns false when nobody is to be waited for. */
static bool ask(struct lab *lab, struct node *node) {
    struct stat status;
    struct ending *ending = calloc(1, sizeof(*ending));
    if (ending == NULL)
        return false;
    *ending = (struct ending){.lab = lab, .pid = node->pid, .until = clock_ms() + NODE_GRACE_MS, .next = lab->endings};
    bool own = (node->isolation & namespace_flag(NAMESPACE_PID)) != 0;
    if (!own && node->net >= 0 && fstat(node->net, &status) == 0)
        ending->network = status.st_ino;
    loop_child_forget(lab->loop, node->pid);
    if (loop_child(lab->loop, node->pid, ended, ending) < 0) {
        free(ending);
        return false;
    }
    lab->endings = ending;
    text_copy(ending->group, sizeof(ending->group), node->group >= 0 ? node->group_name : "");
    ending->commands = startup_detach(node);
    if (own) {
        (void)kill(node->pid, SIGTERM); /* node_init.c passes it on */
        ending->until += SPARE_MS;
    }
    if (!own) {
        (void)signal_members(ending, SIGTERM);
        (void)signal_members(ending, SIGCONT);
    }
    terminals_node_ends(lab->terminals, node->id);
    node_thaw_to_end(node);
    look(ending);
    return true;
}

void node_end(struct lab *lab, struct node *node) {
    struct stat status;
    bool own = (node->isolation & namespace_flag(NAMESPACE_PID)) != 0;
    if (!node->ended && node->used && ask(lab, node))
        return;
    if (!own && node->used && node->net >= 0 && fstat(node->net, &status) == 0) {
        struct ending ending = {.pid = node->ended ? 0 : node->pid, .network = status.st_ino};
        kill_members(&ending);
    }
    if (!node->ended) {
        loop_child_forget(lab->loop, node->pid);
        (void)kill(node->pid, SIGKILL);
    }
}

void node_end_all(struct lab *lab) {
    if (lab->ending) {
        loop_stop(lab->loop);
        return;
    }
    lab->ending = true;
    for (struct node *node = lab->first; node != NULL; node = node->next) {
        if (!node->ended && node->used)
            (void)ask(lab, node);
    }
    if (lab->endings == NULL)
        loop_stop(lab->loop);
}

void node_end_free(struct lab *lab) {
    while (lab->endings != NULL) {
        struct ending *ending = lab->endings;
        lab->endings = ending->next;
        loop_timer_cancel(ending->timer);
        startup_free_all(ending->commands);
        free(ending);
    }
}
