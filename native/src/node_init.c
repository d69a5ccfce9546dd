#define _GNU_SOURCE
#include "node_init.h"

#include "sandbox.h"
#include "util.h"

#include <errno.h>
#include <linux/sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { GRACE_MS = 2000, LOOK_MS = 20 };

static void reap(void) {
    while (waitpid(-1, NULL, WNOHANG | __WALL) > 0)
        continue;
}

/* Asks all others to end; what has not after a while ends with this process. */
static _Noreturn void end_all(const sigset_t *signals) {
    const struct timespec look = {.tv_nsec = LOOK_MS * 1000000L};
    double begun = clock_ms();
    bool hung_up = false;
    (void)kill(-1, SIGTERM);
    (void)kill(-1, SIGCONT);
    while (clock_ms() < begun + GRACE_MS && kill(-1, 0) == 0) {
        (void)sigtimedwait(signals, NULL, &look);
        reap();
        /* Shells do not heed the first; who has it handled would die of the second before. */
        if (!hung_up && clock_ms() >= begun + GRACE_MS / 2.0)
            hung_up = kill(-1, SIGHUP) == 0;
    }
    _exit(0);
}

_Noreturn void node_init(uint64_t flags, const char *hostname) {
    sandbox_close_from(3);
    (void)setsid();
    if ((flags & CLONE_NEWUTS) != 0 && sethostname(hostname, strlen(hostname)) < 0)
        _exit(1); /* its creator sees a node whose first process has ended */
    char title[16];
    (void)snprintf(title, sizeof(title), "nw:%.12s", hostname);
    (void)prctl(PR_SET_NAME, title);
    /* Without a PID namespace of its own it still gets the orphans of what it started. */
    (void)prctl(PR_SET_CHILD_SUBREAPER, 1);

    /* Only as the first process of a PID namespace may it speak to all others. */
    bool first = (flags & CLONE_NEWPID) != 0 && getpid() == 1;
    sigset_t signals;
    sigfillset(&signals);
    (void)sigprocmask(SIG_SETMASK, &signals, NULL);
    sigemptyset(&signals);
    sigaddset(&signals, SIGCHLD);
    sigaddset(&signals, SIGTERM);
    for (;;) {
        siginfo_t info = {0};
        reap();
        /* From outside its PID namespace, where senders have no number here; not from a process of the node. */
        if (sigwaitinfo(&signals, &info) == SIGTERM && first && info.si_code == SI_USER && info.si_pid == 0)
            end_all(&signals);
    }
}
