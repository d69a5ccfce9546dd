/* The environment of a program in a node: see environment.h. */
#define _GNU_SOURCE
#include "environment.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { VARIABLES_MAX = 64, VALUE_MAX = 256 };

bool environment_allowed(const char *name, const char *value) {
    static const char *const names[] = {"TERM", "COLORTERM", "LANG", "TZ"};
    bool known = strncmp(name, "LC_", 3) == 0 && strlen(name) < 32 && strspn(name + 3, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_") == strlen(name + 3);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        known = known || strcmp(name, names[i]) == 0;
    if (!known || strlen(value) > VALUE_MAX)
        return false;
    /* Locale names, terminal types and zones are printable and never paths out of their own folder (glibc reads files by them). */
    for (const char *at = value; *at != '\0'; at++) {
        if (*at <= ' ' || *at > '~')
            return false;
    }
    return strstr(value, "..") == NULL && value[0] != '/' && !(value[0] == ':' && value[1] == '/');
}

static bool listed(const char *shell) {
    FILE *file = fopen("/etc/shells", "re");
    if (file == NULL)
        return false;
    char line[512];
    bool found = false;
    while (!found && fgets(line, sizeof(line), file) != NULL) {
        line[strcspn(line, "\r\n")] = '\0';
        found = strcmp(line, shell) == 0;
    }
    (void)fclose(file);
    return found;
}

const char *environment_shell(const char *shell) {
    if (shell != NULL && shell[0] == '/' && access(shell, X_OK) == 0 && listed(shell))
        return shell;
    return access("/bin/bash", X_OK) == 0 ? "/bin/bash" : "/bin/sh";
}

static bool add(char **environment, size_t *count, const char *name, const char *value) {
    if (*count >= VARIABLES_MAX)
        return true;
    if (asprintf(&environment[*count], "%s=%s", name, value) < 0) {
        environment[*count] = NULL;
        return false;
    }
    (*count)++;
    return true;
}

char **environment_make(const struct program *program, const struct identity *identity, const char *shell) {
    char **environment = calloc(VARIABLES_MAX + 1, sizeof(char *));
    size_t count = 0;
    if (environment == NULL)
        return NULL;
    bool made = add(environment, &count, "PATH", SYSTEM_PATH) && add(environment, &count, "USER", identity->user) &&
                add(environment, &count, "LOGNAME", identity->user) && add(environment, &count, "SHELL", shell) &&
                add(environment, &count, "HOME", identity->home[0] == '/' ? identity->home : "/") &&
                add(environment, &count, "HOSTNAME", program->node_name);
    const char *name;
    json_t *value;
    bool has_terminal_type = false;
    json_object_foreach(program->environment, name, value) {
        if (!json_is_string(value) || !environment_allowed(name, json_string_value(value)))
            continue;
        has_terminal_type = has_terminal_type || strcmp(name, "TERM") == 0;
        made = made && add(environment, &count, name, json_string_value(value));
    }
    if (program->terminal && !has_terminal_type)
        made = made && add(environment, &count, "TERM", "xterm-256color");
    if (made)
        return environment;
    while (count > 0)
        free(environment[--count]);
    free(environment);
    return NULL;
}
