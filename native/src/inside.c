#define _GNU_SOURCE
#include "inside.h"

#include <stdlib.h>

const char *const restart_policy_names[RESTART_POLICIES] = {"never", "on-failure", "always"};

void files_free(struct files *files) {
    if (files == NULL)
        return;
    for (size_t i = 0; i < files->count; i++) {
        free(files->list[i].path);
        free(files->list[i].content);
    }
    free(files);
}

void startup_free(struct startup *startup) {
    if (startup == NULL)
        return;
    free(startup->name);
    free(startup->command);
    free(startup->file);
    free(startup);
}
