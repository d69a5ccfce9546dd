/*
 * The groups of a lab are removed when it has ended, however it ended: by a process outside of it that waits for nothing else. What it has to remove is noted in
 * the lab's folder before it is made, so that the next start finds what nobody removed.
 */
#ifndef NESTWORK_GROUP_WATCH_H
#define NESTWORK_GROUP_WATCH_H

#include "control_group.h"

/*
 * Starts it. `directory`: the lab's own folder. Returns a socket that the supervisor, and nobody else, is to hold; the end of it is the end of the lab. -1: it could
 * not be started.
 */
int group_watch_start(const struct control_groups *groups, int directory);
/* Removes what the last lab of this folder left. */
void group_watch_clean(int directory);

/* --- in the supervisor --- */

/* Notes a group that is about to be made in `groups`. 0 or a negative errno. */
int group_watch_note(int directory, const struct control_groups *groups, const char *name);
/* It has been made: tells the process that waits, and completes the note. 0 or a negative errno. */
int group_watch_made(int directory, int watch, int group, const char *name);

#endif
