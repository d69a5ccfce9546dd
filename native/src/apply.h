/* Carries a plan out, all or nothing. */
#ifndef NESTWORK_APPLY_H
#define NESTWORK_APPLY_H

#include "error.h"
#include "operation.h"

struct lab;

struct apply_handler {
    void (*progress)(void *context, size_t done, size_t total);
    /* `error` NULL: all is done. */
    void (*finished)(void *context, const struct nw_error *error, double ms);
    void *context;
};
/* Takes over `operations` (from malloc). Works in slices from the loop; `finished` is called from it. */
int apply_start(struct lab *lab, struct operation *operations, size_t count, const struct apply_handler *handler);
/* Frees what an apply under way holds, without a word to anybody: the lab ends. */
void apply_abandon(struct lab *lab);

#endif
