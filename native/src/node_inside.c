/* What a node has of its own inside: mounts, private files, the programs that run in it. */
#define _GNU_SOURCE
#include "node.h"

#include "hosts.h"
#include "lab.h"
#include "mount.h"
#include "report.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

pid_t node_fork(struct node *node) {
    hosts_write(node->lab);
    node->used = true;
    /* When it has ended, its PID may be another process's already. */
    return node->ended ? -ESRCH : namespace_fork_into(node->pid, node->isolation, node->group);
}

/* Takes the store over when the child has made another one. 0, or the child's error. */
static int settle(struct node *node, pid_t child, int socket, struct nw_error *error) {
    int fd = -1, result = report_receive(socket, 0, error, &fd);
    while (waitpid(child, NULL, __WALL) < 0 && errno == EINTR)
        continue;
    if (fd >= 0) {
        if (node->store >= 0)
            close(node->store);
        node->store = fd;
    }
    node->mounted = node->mounted || result > 0;
    if (result <= 0)
        return error_set(error, "kernel-refused", ECHILD, "What %s has of its own could not be mounted: the process that does it was ended.", node->name);
    if (error->number != 0)
        text_copy(error->node, sizeof(error->node), node->id);
    return -error->number;
}

/* In the node: all that is its own, the first time something is done in it; then its private files become `now`. */
static _Noreturn void mount_inside(const struct node *node, const struct files *now, int socket) {
    struct nw_error error = {0};
    int before = node->store, store = before;
    if (!node->mounted)
        store = before = mount_node(node->isolation, node->name);
    else if (store < 0 && now != NULL && (node->isolation & namespace_flag(NAMESPACE_MNT)) != 0)
        store = mount_own(node->name);
    const struct files *placed = node->files_placed ? node->files : NULL;
    if ((now != NULL || placed != NULL) && mount_files(&store, placed, now, &error) == 0)
        error = (struct nw_error){0};
    report_send(socket, &error, !node->mounted || store != before ? store : -1);
    _exit(0);
}

static int enter(struct node *node, const struct files *now, struct nw_error *error) {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
        return error_set(error, "kernel-refused", errno, "A process in %s could not be started: %s.", node->name, strerror(errno));
    pid_t child = node_fork(node);
    if (child == 0) {
        close(ends[0]);
        mount_inside(node, now, ends[1]);
    }
    close(ends[1]);
    int result = child < 0 ? error_set(error, "kernel-refused", child, "A process in %s could not be started: %s.", node->name, strerror(-child))
                           : settle(node, child, ends[0], error);
    close(ends[0]);
    return result;
}

int node_mount(struct node *node, struct nw_error *error) {
    if (node->mounted && (node->files == NULL || node->files_placed))
        return 0;
    int result = enter(node, node->files, error);
    node->files_placed = result == 0;
    return result;
}

int node_set_files(struct node *node, struct files *files, struct nw_error *error) {
    if ((node->isolation & namespace_flag(NAMESPACE_MNT)) == 0)
        return error_set(error, "in-use", EBUSY, "%s cannot have private files: it shares the lab's mount namespace.", node->name);
    int result = node->mounted ? enter(node, files, error) : files != NULL ? mount_files_check(files, error) : 0;
    if (result < 0)
        return result;
    node->files = files;
    node->files_placed = node->mounted;
    return 0;
}

void node_write_hostname(const struct node *node) {
    mount_hostname(node->store, node->name);
}
