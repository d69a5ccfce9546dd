#define _GNU_SOURCE
#include "group_watch.h"

#include "namespace.h"
#include "passing.h"
#include "sandbox.h"
#include "util.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LOOK_MS = 5, PATIENCE_MS = 10000, NAME = 96 };
static const char note[] = "control-group";

struct made {
    char name[NAME];
    uint64_t identity;
};

/* --- removing --- */

/*
 * Removes a group and those in it, as soon as their processes have gone, and kills what stays. `identity` 0: it was noted before it was made, so nothing is known of
 * it but the name, which no other has. Another one of that name is left alone.
 */
static void remove_group(int folder, const char *name, uint64_t identity) {
    int group = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (group < 0)
        return;
    bool ours = identity == 0 || control_group_identity(group) == identity;
    double begun = clock_ms();
    while (ours && clock_ms() < begun + PATIENCE_MS) {
        if (control_group_remove(folder, name) != -EBUSY)
            break;
        if (clock_ms() > begun + PATIENCE_MS / 2.0)
            (void)control_group_write(group, "cgroup.kill", "1");
        (void)usleep(LOOK_MS * 1000);
    }
    close(group);
}

void group_watch_clean(int directory) {
    char text[1024] = "", path[512], name[NAME];
    uint64_t identity = 0;
    int fd = openat(directory, note, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    ssize_t length = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
    if (fd >= 0)
        close(fd);
    if (length <= 0)
        return;
    int folder = sscanf(text, "%511s %95s %" SCNu64, path, name, &identity) >= 2 && strchr(name, '/') == NULL ? open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (folder >= 0) {
        remove_group(folder, name, identity);
        close(folder);
    }
    (void)unlinkat(directory, note, 0);
}

/* --- the process that waits --- */

/* The note goes, unless it is that of a lab which was started in this folder meanwhile. */
static void forget(int directory, const char *name) {
    char text[1024] = "";
    int fd = openat(directory, note, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    ssize_t length = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
    if (fd >= 0)
        close(fd);
    if (length > 0 && strstr(text, name) != NULL)
        (void)unlinkat(directory, note, 0);
}

static _Noreturn void watch(int folder, int directory, int socket) {
    enum { FOLDER = 3, DIRECTORY = 4, SOCKET = 5 };
    /* Opened anew: the lock that says that the lab runs goes with the descriptor that it was taken by. */
    const int wanted[] = {folder, openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), socket};
    int kept[3], fds[PASSING_MAX];
    struct made made = {0}, next;
    for (int i = 0; i < 3; i++)
        kept[i] = fcntl(wanted[i], F_DUPFD_CLOEXEC, SOCKET + 1);
    for (int i = 0; i < 3; i++) {
        if (kept[i] < 0 || dup2(kept[i], FOLDER + i) < 0)
            _exit(1);
    }
    sandbox_close_from(SOCKET + 1);
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int fd = 0; fd < 3; fd++)
        (void)dup2(null, fd);
    if (setsid() < 0 || chdir("/") < 0)
        _exit(1);
    /* Asking the lab to end is for its supervisor; this one ends when that has. */
    (void)signal(SIGTERM, SIG_IGN);
    (void)signal(SIGINT, SIG_IGN);
    (void)signal(SIGHUP, SIG_IGN);
    while (passing_receive(SOCKET, 0, &next, sizeof(next), fds) == (ssize_t)sizeof(next))
        made = next;
    if (made.name[0] != '\0') {
        made.name[NAME - 1] = '\0';
        remove_group(FOLDER, made.name, made.identity);
        forget(DIRECTORY, made.name);
    }
    _exit(0);
}

int group_watch_start(const struct control_groups *groups, int directory) {
    int ends[2];
    if (groups->folder < 0 || socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
        return -1;
    pid_t pid = namespace_clone(0, -1);
    if (pid == 0) {
        close(ends[0]);
        watch(groups->folder, directory, ends[1]);
    }
    close(ends[1]);
    if (pid > 0)
        return ends[0];
    close(ends[0]);
    return -1;
}

/* --- in the supervisor --- */

static int append_note(int directory, int flags, const char *text) {
    int fd = openat(directory, note, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC | flags, 0600);
    if (fd < 0)
        return -errno;
    size_t length = strlen(text);
    int result = write(fd, text, length) == (ssize_t)length ? 0 : -errno;
    close(fd);
    return result;
}

int group_watch_note(int directory, const struct control_groups *groups, const char *name) {
    char text[700];
    /* A path with a space cannot be noted, and then no group is made. */
    if (strpbrk(groups->path, " \n") != NULL)
        return -EINVAL;
    (void)snprintf(text, sizeof(text), "%s %s ", groups->path, name);
    return append_note(directory, O_TRUNC, text);
}

int group_watch_made(int directory, int watch, int group, const char *name) {
    struct made made = {.identity = control_group_identity(group)};
    char text[32];
    text_copy(made.name, sizeof(made.name), name);
    int result = passing_send(watch, &made, sizeof(made), NULL, 0);
    (void)snprintf(text, sizeof(text), "%" PRIu64 "\n", made.identity);
    return result < 0 ? result : append_note(directory, O_APPEND, text);
}
