/* What a new terminal connection asks for, checked as if its sender were hostile. */
#ifndef NESTWORK_TERMINAL_REQUEST_H
#define NESTWORK_TERMINAL_REQUEST_H

#include "error.h"
#include "program.h"

#include <jansson.h>

/* All of these return 0, or -EINVAL with error filled (code `invalid-request`). */

enum terminal_request { REQUEST_TERMINAL, REQUEST_COMMAND, REQUEST_ATTACH };

/* Which of the three it is. */
int terminal_request_kind(const json_t *request, enum terminal_request *ret_kind, struct nw_error *error);
/* A program on a pty, or a command with pipes. The texts are the request's own; `*ret_title` may be NULL. */
int terminal_request_program(const json_t *request, bool terminal, struct program *ret_program, const char **ret_node, const char **ret_title,
                             struct nw_error *error);
/* A terminal that is there, and the size of the window: 0 and 0 from one who only listens, which leaves the size as it is. */
int terminal_request_attach(const json_t *request, json_int_t *ret_terminal, uint16_t *ret_columns, uint16_t *ret_rows, struct nw_error *error);

#endif
