#define _GNU_SOURCE
#include "interface_use.h"

#include "holdings.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Wireless stations have a folder of one of these names (cfg80211, the older wireless extensions). */
bool interface_is_wireless(const char *name) {
    char path[64];
    (void)snprintf(path, sizeof(path), "/sys/class/net/%s/phy80211", name);
    if (access(path, F_OK) == 0)
        return true;
    (void)snprintf(path, sizeof(path), "/sys/class/net/%s/wireless", name);
    return access(path, F_OK) == 0;
}

/* A connection to port 22 of one of its addresses, as /proc/net/tcp and tcp6 show it: an address in words of the processor, a port, state 01. */
static bool in_table(int proc, const char *table, const struct buffer *holdings) {
    char line[256], address[33];
    unsigned int port, state;
    int fd = openat(proc, table, O_RDONLY | O_CLOEXEC);
    FILE *file = fd < 0 ? NULL : fdopen(fd, "re");
    bool found = false;
    while (file != NULL && !found && fgets(line, sizeof(line), file) != NULL) {
        uint32_t words[4] = {0};
        char part[9] = "";
        if (sscanf(line, " %*u: %32[0-9A-F]:%4x %*32[0-9A-F]:%*4x %2x", address, &port, &state) != 3 || port != 22 || state != 1)
            continue;
        size_t count = strlen(address) / 8;
        for (size_t i = 0; i < count && i < 4; i++) {
            memcpy(part, address + 8 * i, 8);
            words[i] = (uint32_t)strtoul(part, NULL, 16);
        }
        /* An IPv4 peer of a socket of both families is written with ::ffff: before it. */
        bool mapped = count == 4 && words[0] == 0 && words[1] == 0 && words[2] == htonl(0xffff);
        found = holdings_has(holdings, mapped ? &words[3] : words, mapped || count == 1 ? 4 : 16);
    }
    if (file != NULL)
        (void)fclose(file);
    return found;
}

bool interface_carries_ssh(int proc, const struct buffer *holdings) {
    return in_table(proc, "self/net/tcp", holdings) || in_table(proc, "self/net/tcp6", holdings);
}
