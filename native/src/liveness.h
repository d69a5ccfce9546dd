/* Whether one of several instances of a program still lives: it holds the lock of a file as long as any of its processes does, whatever ends them. */
#ifndef NESTWORK_LIVENESS_H
#define NESTWORK_LIVENESS_H

#include <stdbool.h>

/* A descriptor that a living instance keeps; -EEXIST: there is one of that name. Or another negative errno. */
int liveness_begin(int folder, const char *instance);
bool liveness_there(int folder, const char *instance);
/* Removes its files from the folder: the lock, and its socket. */
void liveness_end(int folder, const char *instance);

#endif
