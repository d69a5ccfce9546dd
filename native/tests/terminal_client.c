#define _GNU_SOURCE
#include "terminal_client.h"

#include "../src/frame.h"
#include "../src/terminal.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

/* --- the supervisor's side --- */

struct order {
    int fd; /* a new connection, or -1 */
    json_t *request;
    json_int_t close; /* a terminal to close, or 0 */
    json_t *list;
    bool stop;
};

static struct loop *the_loop;
static struct terminals *the_terminals;
static int orders[2];
static pthread_t thread;

static int find(void *context, const char *node, struct terminal_place *ret_place, struct nw_error *error) {
    (void)context;
    if (strcmp(node, "n1") != 0)
        return error_set(error, "not-found", ENOENT, "There is no node \"%.40s\" in this lab.", node);
    *ret_place = (struct terminal_place){.node = "n1", .name = "h1"};
    return 0;
}
static pid_t fork_here(void *context, pid_t init) {
    (void)context;
    (void)init;
    pid_t pid = fork();
    return pid < 0 ? -errno : pid;
}
static void changed(void *context) {
    (void)context;
}

static void carry_out(void *context, uint32_t events) {
    struct order *order;
    (void)context;
    (void)events;
    assert_int_equal(read(orders[0], &order, sizeof(order)), sizeof(order));
    if (order->fd >= 0)
        terminals_accept(the_terminals, order->fd, order->request, NULL, 0);
    if (order->close > 0)
        (void)terminals_close(the_terminals, order->close, NULL);
    order->list = terminals_json(the_terminals);
    if (order->stop)
        loop_stop(the_loop);
    assert_int_equal(write(orders[0], "x", 1), 1);
}

static void *run(void *context) {
    (void)context;
    assert_int_equal(loop_run(the_loop), 0);
    return NULL;
}

static void give(struct order *order) {
    char done;
    assert_int_equal(write(orders[1], &order, sizeof(order)), sizeof(order));
    assert_int_equal(read(orders[1], &done, 1), 1);
}

int terminals_setup(void **state) {
    (void)state;
    const struct terminals_host host = {.find = find, .fork_into = fork_here, .changed = changed};
    assert_int_equal(loop_new(&the_loop), 0);
    struct terminals_host with_loop = host;
    with_loop.loop = the_loop;
    assert_int_equal(terminals_new(&with_loop, &the_terminals), 0);
    assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, orders), 0);
    assert_int_equal(loop_watch(the_loop, orders[0], EPOLLIN, carry_out, NULL, NULL), 0);
    return pthread_create(&thread, NULL, run, NULL);
}

int terminals_teardown(void **state) {
    (void)state;
    struct order order = {.fd = -1, .stop = true};
    give(&order);
    json_decref(order.list);
    pthread_join(thread, NULL);
    terminals_free(the_terminals);
    loop_free(the_loop);
    close(orders[0]);
    close(orders[1]);
    return 0;
}

/* --- the client's side --- */

static void receive(int fd, void *bytes, size_t length) {
    for (size_t done = 0; done < length;) {
        struct pollfd wait = {.fd = fd, .events = POLLIN};
        assert_int_equal(poll(&wait, 1, PATIENCE_MS), 1);
        ssize_t got = read(fd, (char *)bytes + done, length - done);
        assert_true(got > 0);
        done += (size_t)got;
    }
}

struct client *client_open(json_t *request) {
    struct client *client = calloc(1, sizeof(*client));
    int pair[2];
    assert_non_null(client);
    assert_non_null(request);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), 0);
    struct order order = {.fd = pair[0], .request = request};
    client->fd = pair[1];
    give(&order);
    json_decref(order.list);
    json_decref(request);
    char line[4096] = "";
    for (size_t i = 0; i < sizeof(line) - 1 && (i == 0 || line[i - 1] != '\n'); i++)
        receive(client->fd, line + i, 1);
    client->answer = json_loads(line, 0, NULL);
    assert_non_null(client->answer);
    return client;
}

void client_leave(struct client *client) {
    close(client->fd);
    json_decref(client->answer);
    free(client);
}

const char *client_refusal(struct client *client) {
    assert_true(json_is_false(json_object_get(client->answer, "ok")));
    return json_string_value(json_object_get(json_object_get(client->answer, "error"), "message"));
}

json_int_t client_terminal(struct client *client) {
    assert_true(json_is_true(json_object_get(client->answer, "ok")));
    return json_integer_value(json_object_get(json_object_get(client->answer, "value"), "terminal"));
}

void client_frame(struct client *client, uint8_t type, const void *payload, size_t length) {
    uint8_t header[FRAME_HEADER];
    frame_header(header, type, length);
    assert_int_equal(send(client->fd, header, sizeof(header), MSG_NOSIGNAL), sizeof(header));
    if (length > 0)
        assert_int_equal(send(client->fd, payload, length, MSG_NOSIGNAL), (ssize_t)length);
}

void client_type(struct client *client, const char *text) {
    client_frame(client, FRAME_DATA, text, strlen(text));
}

void client_read(struct client *client) {
    uint8_t header[FRAME_HEADER];
    receive(client->fd, header, sizeof(header));
    size_t length = (size_t)header[1] << 24 | (size_t)header[2] << 16 | (size_t)header[3] << 8 | header[4];
    assert_true(length <= FRAME_PAYLOAD_MAX);
    static char payload[FRAME_PAYLOAD_MAX];
    receive(client->fd, payload, length);
    if (header[0] == FRAME_EXIT) {
        client->exited = true;
        client->code = (uint8_t)payload[0];
        client->signal = (uint8_t)payload[1];
        return;
    }
    char *out = header[0] == FRAME_STDERR ? client->errors : client->output;
    size_t *out_length = header[0] == FRAME_STDERR ? &client->errors_length : &client->length;
    size_t size = header[0] == FRAME_STDERR ? sizeof(client->errors) : sizeof(client->output);
    if (*out_length + length >= size) /* only the end is looked at */
        *out_length = 0;
    memcpy(out + *out_length, payload, length);
    *out_length += length;
    out[*out_length] = '\0';
}

void client_read_until(struct client *client, const char *text) {
    while (strstr(client->output, text) == NULL && !client->exited)
        client_read(client);
    if (strstr(client->output, text) == NULL)
        fail_msg("\"%s\" is not in \"%s\"", text, client->output);
}

void client_read_to_end(struct client *client) {
    while (!client->exited)
        client_read(client);
    char byte;
    struct pollfd wait = {.fd = client->fd, .events = POLLIN};
    assert_int_equal(poll(&wait, 1, PATIENCE_MS), 1);
    assert_true(read(client->fd, &byte, 1) <= 0);
}

struct client *client_shell(const char *script) {
    return client_open(json_pack("{s:s, s:s, s:i, s:i, s:[s,s,s], s:{s:s, s:s}}", "open", "terminal", "node", "n1", "cols", 80, "rows", 24, "argv",
                                     "/bin/sh", "-c", script, "env", "TERM", "dumb", "LD_PRELOAD", "/tmp/evil.so"));
}

struct client *client_exec(const char *script) {
    return client_open(json_pack("{s:s, s:s, s:[s,s,s]}", "open", "exec", "node", "n1", "argv", "/bin/sh", "-c", script));
}

struct client *client_attach(json_int_t terminal) {
    return client_open(json_pack("{s:s, s:I, s:i, s:i}", "open", "terminal", "terminal", terminal, "cols", 100, "rows", 30));
}

void client_close_terminal(json_int_t terminal) {
    struct order order = {.fd = -1, .close = terminal};
    give(&order);
    json_decref(order.list);
}

void terminals_block_signals(void) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGCHLD);
    (void)pthread_sigmask(SIG_BLOCK, &signals, NULL);
}
