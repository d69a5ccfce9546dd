/* An error on the wire. */
#ifndef NESTWORK_ERROR_JSON_H
#define NESTWORK_ERROR_JSON_H

#include "error.h"

#include <jansson.h>

/* The JSON object of electron/shared/lab/error.ts; a new reference, or NULL when memory ends. */
json_t *error_json(const struct nw_error *error);

#endif
