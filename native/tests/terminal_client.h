/* Terminals that run in a loop of their own (in a thread), and clients of them as native/WIRE.md describes them. */
#ifndef NESTWORK_TERMINAL_CLIENT_H
#define NESTWORK_TERMINAL_CLIENT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* For whatever is waited for; past it a test has failed. */
enum { PATIENCE_MS = 10000 };

struct client {
    int fd;
    json_t *answer;
    char output[512 * 1024];
    size_t length;
    char errors[4096];
    size_t errors_length;
    int code, signal;
    bool exited;
};

/* To be called first in main: SIGCHLD is only to be seen by the loop's descriptor, whichever thread it comes to. */
void terminals_block_signals(void);
int terminals_setup(void **state);
int terminals_teardown(void **state);

/* Sends the request (taken over) on a fresh connection and reads the answer. */
struct client *client_open(json_t *request);
/* `/bin/sh -c script` on a terminal, or with three pipes. */
struct client *client_shell(const char *script);
struct client *client_exec(const char *script);
struct client *client_attach(json_int_t terminal);
void client_leave(struct client *client);

/* The sentence of a refusal; fails if it was none. */
const char *client_refusal(struct client *client);
/* The number of the terminal; fails if it was refused. */
json_int_t client_terminal(struct client *client);
/* The call terminal.close. */
void client_close_terminal(json_int_t terminal);

void client_frame(struct client *client, uint8_t type, const void *payload, size_t length);
void client_type(struct client *client, const char *text);
void client_read(struct client *client);
void client_read_until(struct client *client, const char *text);
/* To the end of the connection, behind the exit. */
void client_read_to_end(struct client *client);

#endif
