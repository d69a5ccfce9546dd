/* Turns the JSON of an operation into a struct operation, as if its sender were hostile. Keeps nothing of the JSON. */
#ifndef NESTWORK_VALIDATE_H
#define NESTWORK_VALIDATE_H

#include "error.h"
#include "operation.h"

#include <jansson.h>

/* 0, or -EINVAL with code `invalid-operation` and the field in the message. */
int validate_operation(const json_t *json, struct operation *ret_operation, struct nw_error *error);
/* Frees what an operation owns. */
void operation_clear(struct operation *operation);

#endif
