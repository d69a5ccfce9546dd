/* What the next start-up command waits for: looked at again and again, less and less often, from outside the node. */
#define _GNU_SOURCE
#include "startup_command.h"

#include "lab.h"
#include "node.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { FIRST_MS = 20, LONGEST_MS = 500 };

/* /proc/PID/net/tcp: the local address ends with ":PORT", the state of a listener is 0A; both hexadecimal (proc_pid_net(5)). */
static bool listens_in(const struct start_command *command, const char *file) {
    char path[48], line[512], wanted[8];
    (void)snprintf(path, sizeof(path), "%d/net/%s", command->node->outer, file);
    (void)snprintf(wanted, sizeof(wanted), "%04X", command->startup->port);
    int fd = openat(command->lab->outer_proc, path, O_RDONLY | O_CLOEXEC);
    FILE *table = fd < 0 ? NULL : fdopen(fd, "re");
    bool found = false;
    while (table != NULL && !found && fgets(line, sizeof(line), table) != NULL) {
        char port[8], state[8];
        found = sscanf(line, " %*d: %*[0-9A-F]:%7s %*s %7s", port, state) == 2 && strcmp(port, wanted) == 0 && strcmp(state, "0A") == 0;
    }
    if (table != NULL)
        (void)fclose(table);
    else if (fd >= 0)
        close(fd);
    return found;
}

/* As the node's own processes find it: links lead within its own root. */
static bool file_is_there(const struct start_command *command) {
    char path[32];
    (void)snprintf(path, sizeof(path), "%d/root", command->node->outer);
    int root = openat(command->lab->outer_proc, path, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (root < 0)
        return false;
    struct open_how how = {.flags = O_PATH | O_CLOEXEC, .resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS};
    int fd = (int)syscall(SYS_openat2, root, command->startup->file, &how, sizeof(how));
    close(root);
    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

static bool is_so(const struct start_command *command) {
    switch (command->startup->until) {
    case UNTIL_LISTEN: return listens_in(command, "tcp") || listens_in(command, "tcp6");
    case UNTIL_FILE: return file_is_there(command);
    case UNTIL_EXIT:
    case UNTIL_START: break;
    }
    return false;
}

static void look(void *context) {
    struct start_command *command = context;
    command->poll = NULL;
    if (is_so(command)) {
        startup_release(command);
        return;
    }
    command->poll_ms = command->poll_ms * 2 > LONGEST_MS ? LONGEST_MS : command->poll_ms * 2;
    (void)loop_timer(command->lab->loop, command->poll_ms, look, command, &command->poll);
}

static void lost_patience(void *context) {
    struct start_command *command = context;
    command->patience = NULL;
    command->late = true;
    startup_release(command);
}

void startup_wait(struct start_command *command) {
    if (command->patience == NULL)
        (void)loop_timer(command->lab->loop, command->startup->timeout * 1000, lost_patience, command, &command->patience);
    if (command->startup->until != UNTIL_LISTEN && command->startup->until != UNTIL_FILE)
        return;
    command->poll_ms = FIRST_MS;
    if (command->poll == NULL)
        (void)loop_timer(command->lab->loop, command->poll_ms, look, command, &command->poll);
}

void startup_wait_end(struct start_command *command) {
    loop_timer_cancel(command->patience);
    loop_timer_cancel(command->poll);
    command->patience = command->poll = NULL;
}
