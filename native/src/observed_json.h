/* The cache as the clients see it. */
#ifndef NESTWORK_OBSERVED_JSON_H
#define NESTWORK_OBSERVED_JSON_H

#include "observed.h"

#include <jansson.h>

/* Adds "interfaces" and "routes" to an object, as in electron/shared/lab/observed.ts. */
int observed_json(const struct observed *observed, json_t *object);

#endif
