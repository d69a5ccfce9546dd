#define _GNU_SOURCE
#include "journal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 1024 * 1024 };
static const char magic[] = "nestwork-root 2";

uint64_t journal_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_BOOTTIME, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static void read_boot(char boot[40]) {
    int fd = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
    ssize_t length = fd < 0 ? -1 : read(fd, boot, 36);
    boot[length > 0 ? length : 0] = '\0';
    if (fd >= 0)
        close(fd);
}

int journal_folder(void) {
    struct stat status;
    if (mkdir(JOURNAL_FOLDER, 0755) < 0 && errno != EEXIST)
        return -errno;
    int fd = open(JOURNAL_FOLDER, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return -errno;
    /* Others may see who is there: their own instances have a socket in it. */
    if (fstat(fd, &status) == 0 && status.st_uid == 0 && (status.st_mode & 022) == 0 && fchmod(fd, 0755) == 0)
        return fd;
    close(fd);
    return -EPERM;
}

void journal_name(const struct journal *journal, char name[JOURNAL_NAME]) {
    bool exposed = journal->wish.mode == MODE_EXPOSE;
    (void)snprintf(name, JOURNAL_NAME, "%llu-%s%s.journal", (unsigned long long)journal->host, exposed ? "netns-" : "",
                   exposed ? journal->wish.name : journal->wish.interface);
}

int journal_write(struct record *record) {
    ssize_t written = pwrite(record->fd, record, sizeof(struct journal), 0); /* its first member */
    return written == (ssize_t)sizeof(struct journal) ? 0 : written < 0 ? -errno : -ENOSPC;
}

static int write_buffer(int fd, const struct buffer *buffer) {
    ssize_t written = buffer->length == 0 ? 0 : write(fd, buffer->data, buffer->length);
    return written == (ssize_t)buffer->length ? 0 : written < 0 ? -errno : -ENOSPC;
}

int journal_begin(int folder, struct record *record) {
    struct journal *journal = &record->journal;
    char name[JOURNAL_NAME];
    journal_name(journal, name);
    text_copy(journal->magic, sizeof(journal->magic), magic);
    read_boot(journal->boot);
    journal->holdings_length = (uint32_t)record->holdings.length;
    journal->settings_length = (uint32_t)record->settings.length;
    record->fd = openat(folder, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (record->fd < 0)
        return -errno;
    int result = journal_write(record);
    if (result == 0)
        result = lseek(record->fd, sizeof(*journal), SEEK_SET) < 0 ? -errno : write_buffer(record->fd, &record->holdings);
    if (result == 0)
        result = write_buffer(record->fd, &record->settings);
    if (result < 0)
        journal_end(folder, record);
    return result;
}

static int read_buffer(int fd, struct buffer *buffer, size_t length) {
    if (length > MOST || buffer_reserve(buffer, length) < 0)
        return -ENOMEM;
    ssize_t got = length == 0 ? 0 : read(fd, buffer->data, length);
    buffer->length = got > 0 ? (size_t)got : 0;
    return got == (ssize_t)length ? 0 : got < 0 ? -errno : -EBADMSG;
}

int journal_read(int folder, const char *name, struct record *ret_record) {
    struct stat status;
    char boot[40];
    *ret_record = (struct record){.fd = openat(folder, name, O_RDWR | O_NOFOLLOW | O_CLOEXEC)};
    if (ret_record->fd < 0)
        return -errno;
    struct journal *journal = &ret_record->journal;
    int result = fstat(ret_record->fd, &status) < 0 ? -errno : !S_ISREG(status.st_mode) || status.st_uid != 0 || (status.st_mode & 077) != 0 ? -EBADMSG : 0;
    if (result == 0 && (read(ret_record->fd, journal, sizeof(*journal)) != (ssize_t)sizeof(*journal) || strncmp(journal->magic, magic, sizeof(journal->magic)) != 0))
        result = -EBADMSG;
    if (result == 0)
        result = read_buffer(ret_record->fd, &ret_record->holdings, journal->holdings_length);
    if (result == 0)
        result = read_buffer(ret_record->fd, &ret_record->settings, journal->settings_length);
    read_boot(boot);
    if (result == 0 && strncmp(boot, journal->boot, sizeof(boot)) != 0)
        result = -ESTALE;
    if (result < 0)
        record_free(ret_record);
    return result;
}

void record_free(struct record *record) {
    buffer_free(&record->holdings);
    buffer_free(&record->settings);
    if (record->fd >= 0)
        close(record->fd);
    record->fd = -1;
}

void journal_end(int folder, struct record *record) {
    char name[JOURNAL_NAME];
    journal_name(&record->journal, name);
    for (int i = 0; i < 2 && unlinkat(folder, name, 0) < 0 && errno != ENOENT; i++)
        continue;
    if (record->fd >= 0)
        close(record->fd);
    record->fd = -1;
}

void journal_all(int folder, void (*each)(void *context, const char *name), void *context) {
    int fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *list = fd < 0 ? NULL : fdopendir(fd);
    const struct dirent *entry;
    if (list == NULL)
        return;
    while ((entry = readdir(list)) != NULL) {
        const char *end = strrchr(entry->d_name, '.');
        if (end != NULL && strcmp(end, ".journal") == 0)
            each(context, entry->d_name);
    }
    (void)closedir(list);
}
