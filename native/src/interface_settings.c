#define _GNU_SOURCE
#include "interface_settings.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { PATH_SIZE = 160, VALUE_SIZE = 64 };
static const char *const folders[] = {"ipv4/conf", "ipv6/conf", "ipv4/neigh", "ipv6/neigh"};

/* `FOLDER/SETTING` and an interface to a path below /proc. */
static bool path_of(const char *setting, const char *interface, char path[PATH_SIZE]) {
    const char *slash = strrchr(setting, '/');
    return slash != NULL && snprintf(path, PATH_SIZE, "sys/net/%.*s/%s%s", (int)(slash - setting), setting, interface, slash) < PATH_SIZE;
}

static bool read_value(int proc, const char *path, char value[VALUE_SIZE]) {
    int fd = openat(proc, path, O_RDONLY | O_CLOEXEC);
    ssize_t length = fd < 0 ? -1 : read(fd, value, VALUE_SIZE - 1);
    if (fd >= 0)
        close(fd);
    if (length <= 0)
        return false;
    value[length] = '\0';
    value[strcspn(value, "\n")] = '\0';
    return true;
}

int interface_setting(int proc, const char *interface, const char *setting, const char *value) {
    char path[PATH_SIZE];
    if (!path_of(setting, interface, path))
        return -ENAMETOOLONG;
    int fd = openat(proc, path, O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return -errno;
    int result = write(fd, value, strlen(value)) < 0 ? -errno : 0;
    close(fd);
    return result;
}

static int read_folder(int proc, const char *folder, const char *interface, struct buffer *lines) {
    char path[PATH_SIZE], value[VALUE_SIZE], line[PATH_SIZE + VALUE_SIZE];
    (void)snprintf(path, sizeof(path), "sys/net/%s/%s", folder, interface);
    int fd = openat(proc, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), result = 0;
    DIR *list = fd < 0 ? NULL : fdopendir(fd);
    if (list == NULL) {
        if (fd >= 0)
            close(fd);
        return 0; /* a kernel without IPv6 has no such folder */
    }
    const struct dirent *entry;
    while (result == 0 && (entry = readdir(list)) != NULL) {
        char setting[PATH_SIZE];
        if (entry->d_name[0] == '.' || snprintf(setting, sizeof(setting), "%s/%s", folder, entry->d_name) >= (int)sizeof(setting))
            continue;
        if (!path_of(setting, interface, path) || !read_value(proc, path, value))
            continue;
        int length = snprintf(line, sizeof(line), "%s %s\n", setting, value);
        result = length < (int)sizeof(line) ? buffer_append(lines, line, (size_t)length) : 0;
    }
    (void)closedir(list);
    return result;
}

int interface_settings_read(int proc, const char *interface, struct buffer *lines) {
    int result = 0;
    for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]) && result == 0; i++)
        result = read_folder(proc, folders[i], interface, lines);
    return result;
}

void interface_settings_write(int proc, const char *interface, const struct buffer *lines) {
    char line[PATH_SIZE + VALUE_SIZE], path[PATH_SIZE], value[VALUE_SIZE];
    for (size_t at = 0; at < lines->length;) {
        const char *start = lines->data + at, *stop = memchr(start, '\n', lines->length - at);
        size_t length = stop == NULL ? lines->length - at : (size_t)(stop - start);
        at += length + 1;
        if (length >= sizeof(line))
            continue;
        memcpy(line, start, length);
        line[length] = '\0';
        char *space = strchr(line, ' ');
        if (space == NULL)
            continue;
        *space = '\0';
        if (path_of(line, interface, path) && read_value(proc, path, value) && strcmp(value, space + 1) != 0)
            (void)interface_setting(proc, interface, line, space + 1);
    }
}

void interface_settings_distrust(int proc, const char *interface, bool ipv6) {
    static const char *const off[] = {"ipv6/conf/accept_ra", "ipv6/conf/autoconf", "ipv6/conf/accept_redirects", "ipv4/conf/accept_redirects",
                                      "ipv4/conf/accept_source_route"};
    for (size_t i = 0; i < sizeof(off) / sizeof(off[0]); i++)
        (void)interface_setting(proc, interface, off[i], "0");
    (void)interface_setting(proc, interface, "ipv6/conf/disable_ipv6", ipv6 ? "0" : "1");
}

void interface_settings_by_kernel(int proc, const char *interface, bool router) {
    (void)interface_setting(proc, interface, "ipv6/conf/addr_gen_mode", "0");
    if (router) {
        (void)interface_setting(proc, interface, "ipv6/conf/autoconf", "1");
        (void)interface_setting(proc, interface, "ipv6/conf/accept_ra", "2"); /* on a computer that forwards, too, as they do */
    }
}
