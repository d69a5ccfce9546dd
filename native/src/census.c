#define _GNU_SOURCE
#include "census.h"

#include "lab.h"
#include "node.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/nsfs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

/* Places by PID, open addressing; a power of two, at most half full. */
struct census {
    struct member *places;
    size_t size, count;
    unsigned int look;
    bool failed;
};

enum { FIRST_SIZE = 256, NESTING = 8 };

static struct member *place_of(const struct census *census, pid_t pid) {
    size_t at = ((size_t)pid * 2654435761U) & (census->size - 1);
    while (census->places[at].pid != 0 && census->places[at].pid != pid)
        at = (at + 1) & (census->size - 1);
    return &census->places[at];
}

/* A table with room for more, without those that were not seen in the last look. */
static int rebuild(struct census *census, size_t size) {
    struct member *places = calloc(size, sizeof(*places)), *before = census->places;
    size_t count = census->size;
    if (places == NULL)
        return -ENOMEM;
    census->places = places;
    census->size = size;
    census->count = 0;
    for (size_t i = 0; i < count; i++) {
        if (before[i].pid == 0 || before[i].look + 1 < census->look)
            continue;
        *place_of(census, before[i].pid) = before[i];
        census->count++;
    }
    free(before);
    return 0;
}

/* --- whose a process is --- */

static uint64_t network_of(const struct node *node) {
    struct stat status;
    return node->net >= 0 && fstat(node->net, &status) == 0 ? status.st_ino : 0;
}

static struct node *node_with(struct lab *lab, enum namespace_kind kind, uint64_t inode) {
    for (struct node *node = lab->first; node != NULL && inode != 0; node = node->next) {
        if (node->namespaces[kind] == 0)
            node->namespaces[kind] = kind == NAMESPACE_NET ? network_of(node) : process_namespace(node->pid, namespace_names[kind]);
        bool own = (node->isolation & namespace_flag(kind)) != 0;
        if (own && node->namespaces[kind] == inode)
            return node;
    }
    return NULL;
}

/* Its PID namespace is that of a node, or lies in it. */
static struct node *by_pid_namespace(struct lab *lab, pid_t pid) {
    char path[48];
    struct stat status;
    (void)snprintf(path, sizeof(path), "/proc/%d/ns/pid", pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct node *found = NULL;
    for (int depth = 0; fd >= 0 && depth < NESTING && found == NULL; depth++) {
        found = fstat(fd, &status) == 0 ? node_with(lab, NAMESPACE_PID, status.st_ino) : NULL;
        int parent = found == NULL ? ioctl(fd, NS_GET_PARENT) : -1;
        close(fd);
        fd = parent;
    }
    if (fd >= 0)
        close(fd);
    return found;
}

static void settle(struct lab *lab, struct member *member) {
    struct node *node = node_by_pid(lab, member->pid);
    member->first = node != NULL;
    if (node == NULL)
        node = by_pid_namespace(lab, member->pid);
    if (node == NULL)
        node = node_with(lab, NAMESPACE_NET, process_namespace(member->pid, "net"));
    member->node = node;
}

/* --- a look --- */

static bool look_at(void *context, pid_t pid) {
    struct lab *lab = context;
    struct census *census = lab->census;
    struct process_stat stat;
    if (census->count * 2 >= census->size && rebuild(census, census->size * 2) < 0) {
        census->failed = true;
        return false;
    }
    struct member *member = place_of(census, pid);
    bool known = member->pid == pid;
    if (known && member->first && member->node != NULL) {
        member->look = census->look;
        return true;
    }
    if (!process_stat_read(pid, &stat) || stat.state == 'Z' || stat.state == 'X')
        return true;
    if (!known || member->started != stat.started) {
        census->count += known ? 0 : 1;
        *member = (struct member){.pid = pid, .started = stat.started};
        settle(lab, member);
    }
    member->used = stat.cpu > member->cpu ? stat.cpu - member->cpu : 0;
    member->cpu = stat.cpu;
    member->memory = stat.memory;
    member->state = stat.state;
    member->look = census->look;
    return true;
}

int census_take(struct lab *lab) {
    if (lab->census == NULL && (lab->census = calloc(1, sizeof(struct census))) == NULL)
        return -ENOMEM;
    struct census *census = lab->census;
    census->look++;
    census->failed = false;
    if (census->size == 0 && rebuild(census, FIRST_SIZE) < 0)
        return -ENOMEM;
    process_each(look_at, lab);
    /* Those that have gone make room now and then. */
    if (!census->failed && census->look % 64 == 0)
        (void)rebuild(census, census->size);
    return census->failed ? -ENOMEM : 0;
}

void census_each(const struct lab *lab, void (*each)(void *context, const struct member *member), void *context) {
    const struct census *census = lab->census;
    for (size_t i = 0; census != NULL && i < census->size; i++) {
        if (census->places[i].pid != 0 && census->places[i].look == census->look)
            each(context, &census->places[i]);
    }
}

struct list {
    const struct node *node;
    pid_t *pids;
    size_t count;
};

static void add(void *context, const struct member *member) {
    struct list *list = context;
    if (member->node != list->node || member->first)
        return;
    pid_t *pids = reallocarray(list->pids, list->count + 1, sizeof(pid_t));
    if (pids == NULL)
        return;
    list->pids = pids;
    list->pids[list->count++] = member->pid;
}

pid_t *census_pids(struct lab *lab, const struct node *node, size_t *ret_count) {
    struct list list = {.node = node};
    if (census_take(lab) == 0)
        census_each(lab, add, &list);
    *ret_count = list.count;
    return list.pids;
}

bool census_is_grouped(const struct node *node, pid_t pid) {
    char path[48], text[1024], end[96];
    (void)snprintf(path, sizeof(path), "/proc/%d/cgroup", pid);
    (void)snprintf(end, sizeof(end), "/%s\n", node->group_name);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t length = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
    if (fd >= 0)
        close(fd);
    if (length < 0)
        return true; /* it has gone */
    text[length] = '\0';
    return strstr(text, end) != NULL;
}

void census_forget(struct lab *lab, const struct node *node) {
    struct census *census = lab->census;
    for (size_t i = 0; census != NULL && i < census->size; i++) {
        if (census->places[i].node == node) {
            census->places[i].node = NULL;
            census->places[i].first = false;
        }
    }
}

void census_free(struct lab *lab) {
    if (lab->census != NULL)
        free(lab->census->places);
    free(lab->census);
    lab->census = NULL;
}
