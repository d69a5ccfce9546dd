/* The first line that a terminal connection is answered with. */
#ifndef NESTWORK_ANSWER_H
#define NESTWORK_ANSWER_H

#include "error.h"

#include <jansson.h>
#include <sys/types.h>

/* `terminal` -1: a command, which has no number. */
void answer_success(int fd, json_int_t terminal, pid_t pid);
/* Closes the connection too. */
void answer_failure(int fd, const struct nw_error *error);

#endif
