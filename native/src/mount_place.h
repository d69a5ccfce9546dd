/* One file over another, or where none is: for mount.c and mount_files.c. */
#ifndef NESTWORK_MOUNT_PLACE_H
#define NESTWORK_MOUNT_PLACE_H

#include <stdbool.h>

/*
 * Puts the file of the detached mount `tree` at `path`. Where nothing is, it is made without writing to the computer's disk: the deepest folder that is there is
 * covered by an overlay whose upper layer lies in the store (or, where that is not to be had, by a folder there in which everything is bound), the root by the latter.
 * `replaces`: a file that was put there before is to go. `*store` may become another descriptor of the same. 0 or a negative errno.
 */
int place_file(int *store, int tree, const char *path, bool replaces);
/* Takes away what place_file put there, with what it made for it. */
void place_remove(int store, const char *path);

#endif
