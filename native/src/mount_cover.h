/* Folders of the computer that are covered, so that files can be made in them without writing to its disk: for mount_place.c. */
#ifndef NESTWORK_MOUNT_COVER_H
#define NESTWORK_MOUNT_COVER_H

#include <stdbool.h>

/* Whether what is made in this folder lies in the store: it is on it, or covered. */
bool cover_is_ours(int store, int folder);
/* Covers a folder. `*store` may become another descriptor of the same. 0 or a negative errno. */
int cover_folder(int *store, const char *path);

/* --- mount_binds.c: without an overlay --- */

/* What is at `from` in the folder `name` is bound, entry by entry, in a folder of the store that then covers it. */
int cover_by_binds(int store, const char *folder, int number);
/* The same for the root, which cannot be covered by mounting over it: the new folder takes its place (pivot_root(2)). */
int cover_root(int *store, int number);
/* A folder of the store with owner and mode of another one. 0 or a negative errno. */
struct stat;
int cover_make_folder(int store, const char *name, const struct stat *status);

#endif
