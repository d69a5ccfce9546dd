/* An error with context. Library code fills it and returns a negative errno; it never logs and never exits. */
#ifndef NESTWORK_ERROR_H
#define NESTWORK_ERROR_H

#include <stdbool.h>
#include <stddef.h>

struct nw_error {
    int number;            /* errno, positive; 0: none */
    char code[32];         /* "kernel-refused", "invalid-operation", "not-found", ... */
    char message[320];     /* one sentence: what, where and why */
    char hint[200];        /* one sentence: what to do; may be empty */
    char kernel[200];      /* the kernel's own words: extended ack text or strerror; may be empty */
    char operation[24];
    int index;             /* of the operation in its plan; -1: none */
    char node[48], link[48], interface[16];
    bool left;             /* of an apply that failed: undoing it failed too */
    long long revision;    /* the current one, with code stale-revision only */
};

/* Fills what is given and clears the rest; returns -number (or -EINVAL if number is 0), so that `return error_set(...)` works. */
int error_set(struct nw_error *error, const char *code, int number, const char *format, ...) __attribute__((format(printf, 4, 5)));
/* "ENOSPC" for ENOSPC; never NULL. */
const char *error_symbol(int number);

#endif
