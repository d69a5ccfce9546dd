#define _GNU_SOURCE
#include "node_init.h"

#include "sandbox.h"

#include <errno.h>
#include <linux/sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

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

    sigset_t signals;
    sigfillset(&signals);
    (void)sigprocmask(SIG_SETMASK, &signals, NULL);
    sigemptyset(&signals);
    sigaddset(&signals, SIGCHLD);
    for (;;) {
        while (waitpid(-1, NULL, WNOHANG | __WALL) > 0)
            continue;
        (void)sigwaitinfo(&signals, NULL);
    }
}
