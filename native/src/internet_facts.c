#define _GNU_SOURCE
#include "internet_facts.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* A default route of IPv6 in /proc/net/ipv6_route: zero bits of prefix, a gateway or an interface but lo, not the one that only refuses (RTF_REJECT, 0x200). */
bool internet_has_ipv6(int proc) {
    char line[256], device[32];
    unsigned int prefix, flags;
    int fd = openat(proc, "self/net/ipv6_route", O_RDONLY | O_CLOEXEC);
    FILE *file = fd < 0 ? NULL : fdopen(fd, "re");
    bool found = false;
    while (file != NULL && !found && fgets(line, sizeof(line), file) != NULL)
        found = sscanf(line, "%*32s %2x %*32s %*2x %*32s %*8x %*8x %*8x %8x %31s", &prefix, &flags, device) == 3 && prefix == 0 && (flags & 0x200) == 0 &&
                strcmp(device, "lo") != 0;
    if (file != NULL)
        (void)fclose(file);
    return found;
}

int internet_try_port(int type, const char *port) {
    const struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)strtoul(port, NULL, 10)), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    const int on = 1;
    int socket_fd = socket(AF_INET, type | SOCK_CLOEXEC, 0);
    if (socket_fd < 0)
        return -errno;
    /* Connections that have just ended do not count. */
    if (type == SOCK_STREAM)
        (void)setsockopt(socket_fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    int result = bind(socket_fd, (const struct sockaddr *)&address, sizeof(address)) < 0 ? -errno : 0;
    close(socket_fd);
    return result;
}

char *internet_first_words(char *text) {
    /* Where there is no syslog(3), pasta begins with that. */
    static const char noise[] = "Failed to send ";
    char *line = text;
    while (strncmp(line, noise, sizeof(noise) - 1) == 0 && line[strcspn(line, "\n")] != '\0')
        line += strcspn(line, "\n") + 1;
    line[strcspn(line, "\n")] = '\0';
    return line;
}
