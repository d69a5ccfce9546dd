/* The committed inputs of a fuzz target, one after the other, as a test: those that it was given first, and those that once found something. */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* In memory of exactly its size, so that the sanitizer sees the byte behind it. */
static int replay(int directory, const char *name) {
    static uint8_t input[1 << 20];
    int fd = openat(directory, name, O_RDONLY | O_CLOEXEC);
    ssize_t length = fd < 0 ? -1 : read(fd, input, sizeof(input));
    if (fd >= 0)
        close(fd);
    uint8_t *copy = length < 0 ? NULL : malloc(length > 0 ? (size_t)length : 1);
    if (copy == NULL)
        return -1;
    memcpy(copy, input, (size_t)length);
    (void)LLVMFuzzerTestOneInput(copy, (size_t)length);
    free(copy);
    return 0;
}

int main(int argc, char **argv) {
    char path[256];
    const char *own = argc > 0 ? strrchr(argv[0], '/') : NULL;
    (void)snprintf(path, sizeof(path), "tests/fuzz/corpus/%s", own != NULL ? own + 1 : "");
    DIR *corpus = opendir(path);
    const struct dirent *entry;
    int replayed = 0, failed = corpus == NULL;
    while (corpus != NULL && (entry = readdir(corpus)) != NULL) {
        if (entry->d_name[0] == '.')
            continue;
        if (replay(dirfd(corpus), entry->d_name) < 0)
            failed = 1;
        replayed++;
    }
    if (corpus != NULL)
        (void)closedir(corpus);
    failed = failed || replayed == 0;
    (void)printf("1..1\n%s 1 - S15: %d inputs of %s replayed\n", failed ? "not ok" : "ok", replayed, path);
    return failed;
}
