/* The first line that a terminal connection is answered with. */
#ifndef NESTWORK_ANSWER_H
#define NESTWORK_ANSWER_H

#include "error.h"
#include "scrollback.h"

#include <jansson.h>
#include <sys/types.h>

void answer_command(int fd, pid_t pid);
/* With the places of the first byte that follows and of the end of what it has written so far: what lies between was shown before. */
void answer_terminal(int fd, json_int_t terminal, pid_t pid, const struct scrollback *scrollback);
/* Closes the connection too. */
void answer_failure(int fd, const struct nw_error *error);

#endif
