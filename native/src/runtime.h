/* Sockets in folders for running things: of a person, and of root. */
#ifndef NESTWORK_RUNTIME_H
#define NESTWORK_RUNTIME_H

#include <stdbool.h>
#include <sys/types.h>

/* The person who asked, as pkexec(1) tells by PKEXEC_UID: digits and nothing else; without it (NULL) root itself. false: it is something else. */
bool runtime_asker(const char *text, uid_t *ret_uid);
/* 4 to 32 of a-z and 0-9. */
bool runtime_token(const char *text);

/*
 * Connects to `root-TOKEN/root.sock` in the person's folder for running labs (`/run/user/UID/nestwork`, or `/tmp/nestwork-UID` where there is no session).
 * The path is walked with the person's rights, and every folder on it must be theirs alone. A blocking socket, or a negative errno.
 */
int runtime_connect(uid_t uid, gid_t gid, const char *token);
/* Listens at a new socket NAME in `folder`. It is open to all: only the kernel's word on who they are counts. A non-blocking socket, or a negative errno. */
int runtime_listen(int folder, const char *name);

#endif
