#define _GNU_SOURCE
#include "care.h"

#include "process.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NM_UNMANAGED = 10, PATH_SIZE = 96 };
static const char nmcli[] = "/usr/bin/nmcli", networkctl[] = "/usr/bin/networkctl";
static const char *const dhcp_programs[] = {"/usr/sbin/dhclient", "/sbin/dhclient", "/usr/sbin/udhcpc", "/sbin/udhcpc"};
enum { DHCP_PROGRAMS = sizeof(dhcp_programs) / sizeof(dhcp_programs[0]) };

/* --- finding --- */

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

/* A DHCP client of root's, in this network, for this interface. */
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

static void find_client(int proc, uint64_t net, const char *interface, struct care_process *client) {
    int fd = openat(proc, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *list = fd < 0 ? NULL : fdopendir(fd);
    const struct dirent *entry;
    while (list != NULL && (entry = readdir(list)) != NULL) {
        pid_t pid = (pid_t)strtol(entry->d_name, NULL, 10);
        if (pid > 1 && is_client(proc, entry->d_name, net, interface))
            *client = (struct care_process){.pid = pid, .since = process_since(proc, pid)};
    }
    if (list != NULL)
        (void)closedir(list);
}

/* systemd-networkd keeps a file for each link; one that is not its own says so there. */
static bool networkd_manages(uint32_t index) {
    char path[PATH_SIZE], text[2048];
    (void)snprintf(path, sizeof(path), "/run/systemd/netif/links/%u", index);
    int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    ssize_t length = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
    if (fd >= 0)
        close(fd);
    text[length > 0 ? length : 0] = '\0';
    return strstr(text, "ADMIN_STATE=") != NULL && strstr(text, "ADMIN_STATE=unmanaged") == NULL;
}

void care_find(int proc, uint64_t net, const char *interface, uint32_t index, struct care *ret_care) {
    const char *const ask[] = {nmcli, "-g", "GENERAL.STATE", "device", "show", interface, NULL};
    char state[64] = "";
    *ret_care = (struct care){.networkd = networkd_manages(index)};
    find_client(proc, net, interface, &ret_care->theirs);
    /* Not installed, or not running: nmcli says so by its exit code. */
    ret_care->network_manager = process_run(ask, state, sizeof(state)) == 0 && strtol(state, NULL, 10) > NM_UNMANAGED;
}

/* --- letting go, and back --- */

static void tell_network_manager(const char *interface, const char *managed) {
    const char *const argv[] = {nmcli, "--wait", "5", "device", "set", interface, "managed", managed, NULL};
    (void)process_run(argv, NULL, 0);
}

/* A file of ours that systemd-networkd reads first; its folder is gone after the next boot. */
static void tell_networkd(const char *interface, bool leave) {
    char path[PATH_SIZE], text[160];
    const char *const argv[] = {networkctl, "reload", NULL};
    (void)snprintf(path, sizeof(path), "/run/systemd/network/00-nestwork-%s.network", interface);
    if (leave) {
        (void)mkdir("/run/systemd/network", 0755);
        int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0644);
        if (fd < 0)
            return;
        int length = snprintf(text, sizeof(text), "# While %s is joined to a lab.\n[Match]\nName=%s\n[Link]\nUnmanaged=yes\n", interface, interface);
        ssize_t written = write(fd, text, (size_t)length); /* a file that says nothing leaves all as it is */
        (void)written;
        (void)fchmod(fd, 0644);
        close(fd);
    } else {
        (void)unlink(path);
    }
    (void)process_run(argv, NULL, 0);
}

void care_release(int proc, const char *interface, const struct care *care) {
    if (care->theirs.pid != 0)
        (void)process_signal(proc, care->theirs.pid, care->theirs.since, SIGSTOP);
    if (care->network_manager)
        tell_network_manager(interface, "no");
    if (care->networkd)
        tell_networkd(interface, true);
}

static void client_files(const char *bridge, char pid_file[PATH_SIZE], char lease_file[PATH_SIZE]) {
    /* Names that distributions' AppArmor profile of dhclient allows. */
    (void)snprintf(pid_file, PATH_SIZE, "/run/dhclient.%s.pid", bridge);
    (void)snprintf(lease_file, PATH_SIZE, "/var/lib/dhcp/dhclient.%s.leases", bridge);
}

int care_renew(int proc, const char *bridge, struct care *care, int *ret_gate) {
    char pid_file[PATH_SIZE], lease_file[PATH_SIZE];
    size_t at = 0;
    while (at < DHCP_PROGRAMS && access(dhcp_programs[at], X_OK) < 0)
        at++;
    if (at == DHCP_PROGRAMS)
        return -ENOENT;
    client_files(bridge, pid_file, lease_file);
    const char *const dhclient[] = {dhcp_programs[at], "-4", "-d", "-q", "-pf", pid_file, "-lf", lease_file, bridge, NULL};
    const char *const udhcpc[] = {dhcp_programs[at], "-f", "-S", "-i", bridge, NULL};
    pid_t pid = process_prepare(strstr(dhcp_programs[at], "dhclient") != NULL ? dhclient : udhcpc, ret_gate);
    if (pid < 0)
        return pid;
    care->client = (struct care_process){.pid = pid, .since = process_since(proc, pid)};
    return 0;
}

int care_begin(int gate) {
    int result = write(gate, "", 1) == 1 ? 0 : -errno;
    close(gate);
    return result;
}

void care_return(int proc, const char *interface, const char *bridge, const struct care *care) {
    char pid_file[PATH_SIZE], lease_file[PATH_SIZE];
    if (care->client.pid != 0) {
        /* SIGKILL: it shall neither give the lease back nor touch an address. */
        for (int i = 0; i < 3 && !process_kill(proc, care->client.pid, care->client.since); i++)
            continue;
        client_files(bridge, pid_file, lease_file);
        (void)unlink(pid_file);
        (void)unlink(lease_file);
    }
    if (care->networkd)
        tell_networkd(interface, false);
    if (care->network_manager)
        tell_network_manager(interface, "yes");
    for (int i = 0; i < 3 && care->theirs.pid != 0 && !process_signal(proc, care->theirs.pid, care->theirs.since, SIGCONT); i++)
        continue; /* left stopped it would let the lease end */
}
