/* One start-up command: for startup*.c. */
#ifndef NESTWORK_STARTUP_COMMAND_H
#define NESTWORK_STARTUP_COMMAND_H

#include "inside.h"
#include "loop.h"
#include "scrollback.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct lab;
struct node;

struct start_command {
    struct start_command *next;
    struct lab *lab;
    struct node *node;
    size_t index;
    struct startup *startup;
    pid_t pid;      /* 0: it does not run */
    bool begun;     /* its turn has come */
    bool released;  /* the next one may begin */
    bool late;      /* what the next one waits for did not come in time, nor since */
    bool stopping, stopped; /* by hand */
    bool again;     /* it is begun anew when it has ended */
    bool due;       /* the same, when the pause is over */
    bool has_ended;
    int status;     /* of its last end */
    unsigned int starts, delay; /* ms: until it is begun again */
    int64_t since;  /* wall clock of its last start, ms; 0: never */
    double started; /* monotonic, ms */
    int output;
    struct loop_watch *watch;
    struct scrollback kept;
    struct loop_timer *patience, *poll, *restart, *kill;
    unsigned int poll_ms;
};

/* --- startup.c --- */

/* What the next one waits for is so, or cannot become so any more. */
void startup_release(struct start_command *command);
/* Something about it is different: told to clients. */
void startup_changed(struct start_command *command);

/* --- startup_process.c --- */

/* Begins it. 0, or a negative errno with nothing begun. `ended` is called from the loop. */
int startup_begin(struct start_command *command, void (*ended)(void *context, int status));
/* Takes in what waits of its output. */
void startup_read(struct start_command *command);
/* Lets go of its pipe, for good. */
void startup_close(struct start_command *command);

/* --- startup_wait.c --- */

/* Watches for what the next one waits for, until it is so or patience ends. */
void startup_wait(struct start_command *command);
void startup_wait_end(struct start_command *command);

#endif
