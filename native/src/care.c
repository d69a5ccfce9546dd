#define _GNU_SOURCE
#include "care.h"

#include "process.h"
#include "util.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NM_UNMANAGED = 10, PATH_SIZE = 96 };
enum { OF_NETWORK_MANAGER, OF_NETWORKD };
static const char nmcli[] = "/usr/bin/nmcli", networkctl[] = "/usr/bin/networkctl";
/* Gone after the next boot. */
static const char *const folders[] = {"/run/NetworkManager/conf.d", "/run/systemd/network"};
static const char *const endings[] = {"conf", "network"};

/* --- finding --- */

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

static void ask_network_manager(const char *interface, struct care *care) {
    const char *const ask[] = {nmcli, "-g", "GENERAL.STATE,GENERAL.CON-UUID,GENERAL.AUTOCONNECT", "device", "show", interface, NULL};
    char answer[256] = "", *rest = answer;
    /* Not installed, or not running: nmcli says so by its exit code. */
    if (process_run(ask, answer, sizeof(answer)) != 0)
        return;
    const char *state = strsep(&rest, "\n"), *profile = rest != NULL ? strsep(&rest, "\n") : "", *connects = rest != NULL ? strsep(&rest, "\n") : "";
    bool has = strtol(state, NULL, 10) > NM_UNMANAGED && strstr(state, "externally") == NULL;
    care->network_manager = has ? NETWORK_MANAGER_HAS : NETWORK_MANAGER_LEAVES;
    care->stays_apart = strcmp(connects, "no") == 0;
    if (!has || !text_copy(care->profile, sizeof(care->profile), profile))
        care->profile[0] = '\0';
}

void care_find(int proc, uint64_t net, const char *interface, uint32_t index, struct care *ret_care) {
    *ret_care = (struct care){.networkd = networkd_manages(index)};
    for (size_t i = 0; i < 2; i++)
        ret_care->folders[i] = access(folders[i], F_OK) == 0;
    dhcp_client_find(proc, net, interface, &ret_care->theirs);
    ask_network_manager(interface, ret_care);
}

/* --- letting go, and back --- */

static void run(const char *const *argv) {
    (void)process_run(argv, NULL, 0);
}

static void set_device(const char *interface, const char *property, const char *value) {
    run((const char *const[]){nmcli, "--wait", "5", "device", "set", interface, property, value, NULL});
}

static void reload(int whom) {
    if (whom == OF_NETWORK_MANAGER)
        run((const char *const[]){nmcli, "general", "reload", "conf", NULL});
    else
        run((const char *const[]){networkctl, "reload", NULL});
}

static void hint_path(int whom, const char *nic, char path[PATH_SIZE]) {
    (void)snprintf(path, PATH_SIZE, "%s/00-nestwork-%s.%s", folders[whom], nic, endings[whom]);
}

/* They run as users of their own, and this one's files are for root alone: see umask(2) in process_begin. A file that says nothing leaves all as it is. */
static void give_hint(int whom, const char *nic, const char *text, const struct care *care) {
    char path[PATH_SIZE];
    hint_path(whom, nic, path);
    if (!care->folders[whom] && mkdir(folders[whom], 0755) == 0)
        (void)chmod(folders[whom], 0755);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0644);
    if (fd < 0)
        return;
    ssize_t written = write(fd, text, strlen(text));
    (void)written;
    (void)fchmod(fd, 0644);
    close(fd);
    reload(whom);
}

static void take_hint(int whom, const char *nic, const struct care *care) {
    char path[PATH_SIZE];
    hint_path(whom, nic, path);
    (void)unlink(path);
    if (!care->folders[whom])
        (void)rmdir(folders[whom]);
    reload(whom);
}

/* Nothing to be asked for, if NetworkManager only looks on while its interface becomes a port: an interface that goes and comes back is another one to it. */
static bool concerns_network_manager(const struct care_names *names, const struct care *care) {
    return care->network_manager == NETWORK_MANAGER_HAS || (care->network_manager == NETWORK_MANAGER_LEAVES && names->bridge[0] == '\0');
}

void care_release(int proc, const struct care_names *names, const struct care *care) {
    char text[320];
    if (care->theirs.pid != 0)
        (void)process_signal(proc, care->theirs.pid, care->theirs.since, SIGSTOP);
    if (concerns_network_manager(names, care)) {
        set_device(names->nic, "managed", "no");
        (void)snprintf(text, sizeof(text), "# While %s is joined to a lab.\n[keyfile]\nunmanaged-devices+=interface-name:%s,interface-name:%s,interface-name:%s\n", names->nic,
                       names->nic, names->bridge[0] != '\0' ? names->bridge : names->nic, names->bridge[0] != '\0' ? names->port : names->nic);
        give_hint(OF_NETWORK_MANAGER, names->nic, text, care);
    }
    if (care->networkd) {
        (void)snprintf(text, sizeof(text), "# While %s is joined to a lab.\n[Match]\nName=%s %s %s\n[Link]\nUnmanaged=yes\n", names->nic, names->nic, names->bridge,
                       names->bridge[0] != '\0' ? names->port : "");
        give_hint(OF_NETWORKD, names->nic, text, care);
    }
}

int care_renew(int proc, const char *bridge, struct care *care, int *ret_gate) {
    return dhcp_client_prepare(proc, bridge, &care->client, ret_gate);
}

int care_begin(int gate) {
    int result = write(gate, "", 1) == 1 ? 0 : -errno;
    close(gate);
    return result;
}

static void return_to_network_manager(const struct care_names *names, const struct care *care) {
    const char *const up[] = {nmcli, "--wait", "0", "connection", "up", "uuid", care->profile, "ifname", names->nic, NULL};
    bool has = care->network_manager == NETWORK_MANAGER_HAS;
    /* Before it may connect: what moved away and back has forgotten both. */
    if (!has)
        set_device(names->nic, "managed", "no");
    else if (care->stays_apart)
        set_device(names->nic, "autoconnect", "no");
    take_hint(OF_NETWORK_MANAGER, names->nic, care);
    if (has && (care->profile[0] == '\0' || process_run(up, NULL, 0) != 0))
        set_device(names->nic, "managed", "yes");
}

void care_return(int proc, const struct care_names *names, const struct care *care) {
    dhcp_client_end(proc, names->bridge, &care->client);
    if (care->networkd)
        take_hint(OF_NETWORKD, names->nic, care);
    if (concerns_network_manager(names, care))
        return_to_network_manager(names, care);
    for (int i = 0; i < 3 && care->theirs.pid != 0 && !process_signal(proc, care->theirs.pid, care->theirs.since, SIGCONT); i++)
        continue; /* left stopped it would let the lease end */
}
