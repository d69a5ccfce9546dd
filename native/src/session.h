/* One terminal: a program on a pty, what it wrote last, and who is attached. terminal.c keeps the list of them. */
#ifndef NESTWORK_SESSION_H
#define NESTWORK_SESSION_H

#include "channel.h"
#include "launch.h"
#include "outlet.h"
#include "scrollback.h"

enum { SESSION_READ = 64 * 1024 /* bytes of the pty before others have their turn */ };

struct attachment;

struct session {
    struct session *next; /* in the list of terminal.c, by number */
    json_int_t number;
    char node[48];
    char title[201];
    pid_t pid;
    bool started;
    bool ended;    /* the program has; there may still be output to read */
    bool finished; /* and all its output is in the scrollback */
    bool closing;  /* to be forgotten once it is finished */
    uint8_t code, signal;

    struct loop *loop;
    void (*changed)(void *context, struct session *session); /* started, finished, or an attachment left */
    void *context;

    struct launch *launch;
    int waiting; /* the connection that opened it, until it has been answered; -1: none */
    void *rest;
    size_t rest_length;

    int master;
    struct loop_watch *watch;
    struct loop_timer *timer; /* the one thing that is waited for */
    bool paused;              /* the pty is not read, because every attached reader lags */
    bool patience_over;       /* nobody took anything for a while: lagging readers are skipped ahead */
    struct scrollback scrollback;
    struct outlet input;
    struct attachment *attachments;
};

/* Starts a program for the connection `fd` (owned from now on), which gets the answer. Returns 0, or a negative errno with error filled, fd still open. */
int session_start(struct session *session, const struct terminals_host *host, const struct terminal_place *place, const struct program *program,
                  int fd, const void *rest, size_t rest_length, struct nw_error *error);
void session_resize(struct session *session, uint16_t columns, uint16_t rows);
/* To the foreground process group, or to the program's own when there is none. */
void session_signal(struct session *session, int number);
/* SIGHUP, and no more than that. */
void session_tell_hang_up(struct session *session);
/* Hangs up: SIGHUP, and SIGKILL for what stays. */
void session_hang_up(struct session *session);
/* Kills at once. */
void session_kill(struct session *session);
/* Closes everything; a program that runs gets SIGKILL. */
void session_free(struct session *session);

/* --- session_output.c: the pty --- */

/* Watches it. Kills the program if it cannot be: a terminal that nobody can read must not run on unseen. */
void session_watch(struct session *session);
/* Unwatched rather than watched for nothing: a hang-up is reported whatever one asks for. */
void session_unwatch(struct session *session);
/* Reads what is there, as much as is one turn's. */
void session_read(struct session *session);
/* Reads again after a pause; nothing if there was none. */
void session_resume(struct session *session);
/* Goes on without waiting for readers that lag. */
void session_lose_patience(struct session *session);
/* After the program's end: a moment for output of what it leaves behind, then the terminal is finished. */
void session_linger(struct session *session);
/* Sets the session's one timer, in place of the one before. */
void session_wait(struct session *session, unsigned int ms, void (*expired)(void *context));

#endif
