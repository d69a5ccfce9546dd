/* The connections that are attached to a terminal: what each of them has seen, and what it says. */
#ifndef NESTWORK_ATTACHMENT_H
#define NESTWORK_ATTACHMENT_H

#include <stdbool.h>
#include <stddef.h>

struct session;

/* Attaches a connection that has been answered already; `fd` is owned from now on, `rest` are bytes that were read from it. */
void attachment_new(struct session *session, int fd, const void *rest, size_t rest_length);
/* Gives each what it can take of the scrollback. */
void attachments_pump(struct session *session);
/* Whether there are any, and all of them lag by nearly the whole scrollback. */
bool attachments_lag(const struct session *session);
/* Input that was refused for want of room comes again. */
void attachments_resume(struct session *session);
void attachments_free(struct session *session);

#endif
