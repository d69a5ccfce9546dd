/* Taking fields out of an object of JSON, each checked, so that nothing of the wrong kind and nothing unknown comes through. */
#ifndef NESTWORK_FIELDS_H
#define NESTWORK_FIELDS_H

#include "error.h"
#include "ip.h"

#include <jansson.h>
#include <net/if.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { FIELDS_MAX = 16 };

struct fields {
    const json_t *object;
    const char *names[FIELDS_MAX]; /* that were asked for and there, so that what is left over is unknown */
    size_t taken;
    struct nw_error *error;
    const char *where; /* "" or "ends[1]." */
};

/* The text of a JSON string without zero bytes; NULL for anything else, NULL included. */
const char *field_plain(const json_t *value);
/*
 * All of these do nothing when *result is negative already; what is refused makes it -EINVAL and fills the error (code `invalid-operation`, with the
 * field's name). So a row of them needs one check at its end.
 */
/* NULL: not there, or refused. */
const json_t *field_take(struct fields *fields, const char *key, bool needed, int *result);
const char *field_text(struct fields *fields, const char *key, bool needed, int *result);
/* An id of the topology. */
void field_id(struct fields *fields, const char *key, char target[48], int *result);
/* The field `name`: a hostname. */
void field_name(struct fields *fields, char target[64], int *result);
void field_interface(struct fields *fields, const char *key, char target[IF_NAMESIZE], int *result);
/* Whether it was there. */
bool field_flag(struct fields *fields, const char *key, bool needed, bool *target, int *result);
/* The field `mac`; whether it was there. */
bool field_mac(struct fields *fields, bool needed, uint8_t target[6], int *result);
/* The field `mtu`, bytes. */
void field_mtu(struct fields *fields, bool needed, uint32_t *target, int *result);
/* One of `count` names, as its index. */
int field_choice(struct fields *fields, const char *key, const char *const *names, int count, int *result);
/* An address with its prefix length. */
void field_prefixed(struct fields *fields, const char *key, struct ip *target, int *result);

/* Fills the error; returns -EINVAL. */
int field_refuse(struct fields *fields, const char *key, const char *why);
/* Refuses what was not asked for. Returns `result` if that is negative. */
int fields_finish(struct fields *fields, int result);

#endif
