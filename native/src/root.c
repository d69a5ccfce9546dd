/*
 * nestwork-root, the only program of Nestwork that ever runs as root. It is started by pkexec(1), or by root itself, with a token by which it finds the
 * process that asked for it; it connects to that process, gives up what it does not need, and serves (root_server.c).
 */
#define _GNU_SOURCE
#include "caller.h"
#include "liveness.h"
#include "privilege.h"
#include "process.h"
#include "rollback.h"
#include "root_server.h"
#include "runtime.h"
#include "started.h"
#include "version.h"

#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { EXIT_REFUSED = 1, EXIT_USAGE = 2, PROGRAM_FOLDER = 3 };

static int fail(const char *what, int number) {
    (void)fprintf(stderr, "nestwork-root: %s: %s.\n", what, strerror(number < 0 ? -number : number));
    return EXIT_REFUSED;
}

static int serve_asker(uid_t uid, const char *token, int folder) {
    static struct computer computer;
    const struct passwd *person = getpwuid(uid);
    int result = computer_open(&computer);
    /* Whoever ends at the same moment takes the empty folder away: then once more. */
    do {
        if (result < 0 || (result = computer.folder = journal_folder()) < 0)
            return fail("the journals under " JOURNAL_FOLDER " cannot be used", result);
        /* First what others left behind when they were killed. */
        rollback_all(&computer, NULL);
        if (strcmp(token, "recover") == 0)
            return rmdir(JOURNAL_FOLDER), 0;
        result = computer.live = liveness_begin(computer.folder, token);
    } while (result == -ENOENT && (result = close(computer.folder)) == 0);
    if (result < 0)
        return fail("it cannot be told from others that run", result);
    text_copy(computer.instance, sizeof(computer.instance), token);
    int asked = runtime_connect(uid, person != NULL ? person->pw_gid : 0, token), starter = -1;
    if (asked < 0)
        result = fail("the process that asked for it cannot be found", asked);
    else if (caller_uid(asked, computer.proc) != uid)
        result = fail("the process that asked for it is another person's", EPERM);
    else if ((starter = uid != 0 ? started_fork(uid, folder) : -1), (result = privilege_worker()) < 0)
        result = fail("it cannot give up its power", result);
    else if ((result = server_run(&computer, uid, asked, starter)) < 0)
        result = fail("it cannot serve", result);
    liveness_end(computer.folder, token);
    (void)rmdir(JOURNAL_FOLDER); /* if nothing is in it any more */
    return result;
}

int main(int argc, char **argv) {
    uid_t uid;
    char kept[32];
    bool sound = runtime_asker(getenv("PKEXEC_UID"), &uid), copied = argc == 3 && strcmp(argv[2], "copied") == 0;
    (void)snprintf(kept, sizeof(kept), "PKEXEC_UID=%u", uid);
    int result = process_begin(copied ? PROGRAM_FOLDER : -1);
    if (result < 0)
        return fail("it cannot begin", result);
    if (argc == 2 && strcmp(argv[1], "--version") == 0)
        return printf("nestwork-root %s\n", NESTWORK_VERSION) < 0;
    if (!sound || (argc != 2 && !copied) || !runtime_token(argv[1])) {
        (void)fprintf(stderr, "nestwork-root is started by Nestwork itself.\nUsage: nestwork-root TOKEN\n       nestwork-root recover\n       nestwork-root --version\n");
        return EXIT_USAGE;
    }
    if (geteuid() != 0 || getuid() != 0)
        return fail("it must be root", EPERM);
    /* In a checkout the program is the person's: from here on nobody can change what runs. */
    if (!process_is_roots()) {
        if (!copied)
            result = process_copy((const char *const[]){"nestwork-root", argv[1], "copied", NULL}, (const char *const[]){kept, NULL});
        return fail("it cannot make a copy of itself that nobody can change", result);
    }
    json_object_seed(0); /* while there is a /dev/urandom for it */
    return serve_asker(uid, argv[1], copied ? PROGRAM_FOLDER : process_folder());
}
