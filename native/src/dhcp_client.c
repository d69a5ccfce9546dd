#define _GNU_SOURCE
#include "dhcp_client.h"

#include "process.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_SIZE = 96 };
static const char *const programs[] = {"/usr/sbin/dhclient", "/sbin/dhclient", "/usr/sbin/udhcpc", "/sbin/udhcpc"};
enum { PROGRAMS = sizeof(programs) / sizeof(programs[0]) };

/* --- theirs --- */

static bool has_argument(int proc, const char *pid, const char *wanted) {
    char path[PATH_SIZE], text[4096];
    (void)snprintf(path, sizeof(path), "%.16s/cmdline", pid);
    int fd = openat(proc, path, O_RDONLY | O_CLOEXEC);
    ssize_t length = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
    if (fd >= 0)
        close(fd);
    text[length > 0 ? length : 0] = '\0';
    for (const char *at = text; at < text + length; at += strlen(at) + 1) {
        if (strcmp(at, wanted) == 0)
            return true;
    }
    return false;
}

static bool is_client(int proc, const char *pid, uint64_t net, const char *interface) {
    static const char *const names[] = {"dhclient", "udhcpc", "dhcpcd", "busybox"};
    char path[PATH_SIZE], program[256];
    struct stat network;
    (void)snprintf(path, sizeof(path), "%.16s/exe", pid);
    ssize_t length = readlinkat(proc, path, program, sizeof(program) - 1);
    program[length > 0 ? length : 0] = '\0';
    const char *name = strrchr(program, '/');
    bool client = false;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]) && name != NULL; i++)
        client = client || strcmp(name + 1, names[i]) == 0;
    (void)snprintf(path, sizeof(path), "%.16s/ns/net", pid);
    return client && fstatat(proc, path, &network, 0) == 0 && network.st_ino == net && has_argument(proc, pid, interface);
}

void dhcp_client_find(int proc, uint64_t net, const char *interface, struct dhcp_client *ret_client) {
    int fd = openat(proc, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *list = fd < 0 ? NULL : fdopendir(fd);
    const struct dirent *entry;
    *ret_client = (struct dhcp_client){0};
    while (list != NULL && (entry = readdir(list)) != NULL) {
        pid_t pid = (pid_t)strtol(entry->d_name, NULL, 10);
        if (pid > 1 && is_client(proc, entry->d_name, net, interface))
            *ret_client = (struct dhcp_client){.pid = pid, .since = process_since(proc, pid)};
    }
    if (list != NULL)
        (void)closedir(list);
}

/* --- ours --- */

enum { PID_FILE, LEASES, SETTINGS, FILES };

static void files(const char *bridge, char paths[FILES][PATH_SIZE]) {
    /* Names that distributions' AppArmor profile of dhclient allows. */
    (void)snprintf(paths[PID_FILE], PATH_SIZE, "/run/dhclient.%s.pid", bridge);
    (void)snprintf(paths[LEASES], PATH_SIZE, "/var/lib/dhcp/dhclient.%s.leases", bridge);
    (void)snprintf(paths[SETTINGS], PATH_SIZE, "/var/lib/dhcp/dhclient.%s.conf", bridge);
}

/* What the person has set for dhclient(8) holds, but for what is asked for (dhclient.conf(5)). */
static bool write_settings(const char *path) {
    static const char *const theirs[] = {"/etc/dhcp/dhclient.conf", "/etc/dhclient.conf", "/dev/null"};
    size_t at = 0;
    while (at < 2 && access(theirs[at], R_OK) < 0)
        at++;
    char text[400];
    int length = snprintf(text, sizeof(text),
                          "include \"%s\";\noption rfc3442-classless-static-routes code 121 = array of unsigned integer 8;\n"
                          "request subnet-mask, broadcast-address, routers, interface-mtu, rfc3442-classless-static-routes;\n",
                          theirs[at]);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
    bool whole = fd >= 0 && write(fd, text, (size_t)length) == length;
    if (fd >= 0)
        close(fd);
    return whole;
}

int dhcp_client_prepare(int proc, const char *bridge, struct dhcp_client *ret_client, int *ret_gate) {
    char paths[FILES][PATH_SIZE];
    size_t at = 0;
    while (at < PROGRAMS && access(programs[at], X_OK) < 0)
        at++;
    if (at == PROGRAMS)
        return -ENOENT;
    files(bridge, paths);
    bool dhclient = strstr(programs[at], "dhclient") != NULL;
    const char *settings = dhclient && write_settings(paths[SETTINGS]) ? paths[SETTINGS] : "/etc/dhcp/dhclient.conf";
    const char *const of_isc[] = {programs[at], "-4", "-d", "-q", "-pf", paths[PID_FILE], "-lf", paths[LEASES], "-cf", settings, bridge, NULL};
    const char *const of_busybox[] = {programs[at], "-f", "-S", "-o", "-O", "subnet", "-O", "broadcast", "-O", "router", "-O", "staticroutes", "-i", bridge, NULL};
    pid_t pid = process_prepare(dhclient ? of_isc : of_busybox, ret_gate);
    *ret_client = (struct dhcp_client){.pid = pid > 0 ? pid : 0, .since = process_since(proc, pid)};
    if (pid < 0)
        (void)unlink(paths[SETTINGS]);
    return pid < 0 ? pid : 0;
}

void dhcp_client_end(int proc, const char *bridge, const struct dhcp_client *client) {
    char paths[FILES][PATH_SIZE];
    if (client->pid == 0)
        return;
    for (int i = 0; i < 3 && !process_kill(proc, client->pid, client->since); i++)
        continue;
    files(bridge, paths);
    for (size_t i = 0; i < FILES; i++)
        (void)unlink(paths[i]);
}
