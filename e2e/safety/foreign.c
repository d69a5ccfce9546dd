/*
 * Code that comes from a node's files (safety.md, S13): a shared object that leaves a mark wherever it is loaded, as ld.so.preload(8) names it and as a module
 * of the name service switch. The mark's name: PID here, how it was loaded, and the program.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <nss.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void mark(const char *how) {
    char program[512] = "", path[1024];
    ssize_t length = readlink("/proc/self/exe", program, sizeof(program) - 1);
    for (ssize_t i = 0; i < length; i++)
        program[i] = program[i] == '/' ? '|' : program[i];
    snprintf(path, sizeof(path), MARKS "/%d %s %s", getpid(), how, program);
    close(open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666));
}

__attribute__((constructor)) static void loaded(void) {
    mark("loaded");
}

enum nss_status _nss_nwforeign_getpwnam_r(const char *name, struct passwd *result, char *buffer, size_t size, int *error) {
    (void)name, (void)result, (void)buffer, (void)size;
    mark("asked");
    *error = ENOENT;
    return NSS_STATUS_NOTFOUND;
}

enum nss_status _nss_nwforeign_getpwuid_r(uid_t uid, struct passwd *result, char *buffer, size_t size, int *error) {
    (void)uid;
    return _nss_nwforeign_getpwnam_r("", result, buffer, size, error);
}
