/* The environment of a program in a node, made from nothing by allow-list. */
#ifndef NESTWORK_ENVIRONMENT_H
#define NESTWORK_ENVIRONMENT_H

#include "identity.h"
#include "program.h"

#define SYSTEM_PATH "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

/* The name of a variable that a client may give: TERM, COLORTERM, LANG, LC_*, TZ. */
bool environment_allowed(const char *name, const char *value);
/* `shell` if it is executable and listed in /etc/shells, else /bin/bash, else /bin/sh. */
const char *environment_shell(const char *shell);
/* NULL-terminated and allocated, for execve; NULL when memory ran out. */
char **environment_make(const struct program *program, const struct identity *identity, const char *shell);

#endif
