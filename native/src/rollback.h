/* The way back: what a journal says was done is undone, checked against the kernel, and only then is the journal gone. */
#ifndef NESTWORK_ROLLBACK_H
#define NESTWORK_ROLLBACK_H

#include "guard.h"
#include "uplink.h"

/* Frees the record. 0; or a negative errno with the error filled with what could not be put back, and the journal kept for another try. */
int rollback(struct computer *computer, struct record *record, struct nw_error *error);
/* All journals of this computer whose instance is `instance`, or (NULL) whose instance does not live any more; those of another boot are discarded. */
void rollback_all(struct computer *computer, const char *instance);
/*
 * A guard that does all of the instance's ways back when this process is gone, and is guarded itself meanwhile. It holds computer->networks. 0 or a negative
 * errno.
 */
int rollback_guard(struct computer *computer, struct guard *ret_guard);

#endif
