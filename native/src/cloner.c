#define _GNU_SOURCE
#include "cloner.h"

#include "cloner_process.h"
#include "namespace.h"
#include "passing.h"
#include "util.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum { PATIENCE_S = 20 };

static const char *const words[CLONER_STEPS] = {"clone3", "starting its first process", "writing uid_map", "writing gid_map", "write-protecting the computer's files"};

struct cloner {
    int socket;
    bool started;
    unsigned int outstanding; /* nodes that were asked for and not collected */
    struct cloner_answer early[CLONER_AHEAD]; /* answers about them that came while another one was waited for */
    unsigned int early_count;
    struct cloner_process process;
};

int cloner_receive(int socket, struct cloner_answer *answer) {
    ssize_t length;
    do
        length = recv(socket, answer, sizeof(*answer), 0);
    while (length < 0 && errno == EINTR);
    if (length < 0)
        return -errno;
    bool sensible = length == (ssize_t)sizeof(*answer) && answer->step < CLONER_STEPS && (answer->result < 0 || answer->pid > 1 || answer->step == STEP_READ_ONLY);
    return sensible ? 0 : -EPIPE;
}

static int spawn_cloner(struct cloner *cloner) {
    int sockets[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets) < 0)
        return -errno;
    pid_t pid = namespace_clone(0, -1);
    if (pid < 0) {
        close(sockets[0]);
        close(sockets[1]);
        return pid;
    }
    if (pid == 0)
        cloner_serve(&cloner->process, sockets[1]);
    close(sockets[1]);
    /* Whoever is to answer may be stopped or killed by a node that shares the lab's namespaces. */
    struct timeval patience = {.tv_sec = PATIENCE_S};
    (void)setsockopt(sockets[0], SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    cloner->socket = sockets[0];
    cloner->started = true;
    return 0;
}

int cloner_start(int outer_proc, const char *map, const struct cloner_steps *steps, struct cloner **ret_cloner) {
    struct cloner *cloner = calloc(1, sizeof(*cloner));
    if (cloner == NULL)
        return -ENOMEM;
    cloner->process = (struct cloner_process){.outer_proc = outer_proc, .steps = *steps, .helper = -1};
    text_copy(cloner->process.map, sizeof(cloner->process.map), map);
    int result = spawn_cloner(cloner);
    if (result < 0) {
        free(cloner);
        return result;
    }
    *ret_cloner = cloner;
    return 0;
}

static void lose(struct cloner *cloner) {
    close(cloner->socket);
    cloner->started = false;
    cloner->outstanding = cloner->early_count; /* what has come in is still to be collected */
}

void cloner_stop(struct cloner *cloner) {
    if (cloner == NULL)
        return;
    if (cloner->started)
        lose(cloner);
    free(cloner);
}

static int ask(struct cloner *cloner, const struct cloner_request *request, const int *fds, size_t count) {
    for (int attempt = 0; attempt < 2; attempt++) {
        int result = cloner->started ? 0 : spawn_cloner(cloner);
        if (result == 0)
            result = passing_send(cloner->socket, request, sizeof(*request), fds, count);
        if (result != -EPIPE && result != -ECONNRESET)
            return result;
        /* It was killed. What it had answered before is still to be collected, in order: another one takes its place only when nothing is. */
        if (cloner->outstanding > cloner->early_count)
            return -EPIPE;
        lose(cloner);
    }
    return -EPIPE;
}

static int collect(struct cloner *cloner, struct cloner_answer *answer) {
    if (!cloner->started)
        return -EPIPE;
    int result = cloner_receive(cloner->socket, answer);
    if (result < 0)
        lose(cloner);
    return result;
}

int cloner_ask(struct cloner *cloner, uint64_t flags, bool read_only, const char *hostname) {
    struct cloner_request request = {.kind = MAKE_NODE, .flags = flags, .read_only = read_only};
    text_copy(request.hostname, sizeof(request.hostname), hostname);
    int result = ask(cloner, &request, NULL, 0);
    if (result == 0)
        cloner->outstanding++;
    return result;
}

int cloner_collect(struct cloner *cloner, pid_t *ret_pid, pid_t *ret_outer, const char **ret_step) {
    struct cloner_answer answer = {0};
    *ret_step = "asking for it";
    if (cloner->outstanding == 0)
        return -EPIPE;
    if (cloner->early_count > 0) {
        answer = cloner->early[0];
        memmove(cloner->early, cloner->early + 1, --cloner->early_count * sizeof(answer));
    } else {
        int result = collect(cloner, &answer);
        if (result < 0)
            return result;
    }
    cloner->outstanding--;
    *ret_step = words[answer.step];
    *ret_pid = answer.pid;
    *ret_outer = answer.outer;
    return answer.result;
}

pid_t cloner_enter(struct cloner *cloner, pid_t init, uint64_t flags, uint64_t fresh, int group, int socket) {
    struct cloner_request request = {.kind = ENTER_NODE, .flags = flags, .fresh = fresh, .init = init};
    const int fds[2] = {socket, group};
    struct cloner_answer answer = {0};
    int result = 0;
    /* Nodes that were asked for ahead are answered first. */
    while (result == 0 && cloner->early_count < cloner->outstanding) {
        result = collect(cloner, &answer);
        if (result == 0)
            cloner->early[cloner->early_count++] = answer;
    }
    if (result == 0)
        result = ask(cloner, &request, fds, group >= 0 ? 2 : 1);
    if (result == 0)
        result = collect(cloner, &answer);
    return result < 0 ? result : answer.result < 0 ? answer.result : answer.pid;
}
