/*
 * What terminal.h and native/WIRE.md promise of terminals and commands, with real programs on real ptys of this computer. The loop runs in a thread;
 * the tests are its clients. (In a node's namespaces: e2e/kernel.)
 */
#define _GNU_SOURCE
#include "../src/frame.h"
#include "../src/identity.h"
#include "../src/terminal.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

enum { PATIENCE_MS = 10000 };

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

static int setup(void **state) {
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

static int teardown(void **state) {
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

static void receive(int fd, void *bytes, size_t length) {
    for (size_t done = 0; done < length;) {
        struct pollfd wait = {.fd = fd, .events = POLLIN};
        assert_int_equal(poll(&wait, 1, PATIENCE_MS), 1);
        ssize_t got = read(fd, (char *)bytes + done, length - done);
        assert_true(got > 0);
        done += (size_t)got;
    }
}

static struct client *open_connection(json_t *request) {
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

static void leave(struct client *client) {
    close(client->fd);
    json_decref(client->answer);
    free(client);
}

static const char *refusal(struct client *client) {
    assert_true(json_is_false(json_object_get(client->answer, "ok")));
    return json_string_value(json_object_get(json_object_get(client->answer, "error"), "message"));
}

static json_int_t number_of(struct client *client) {
    assert_true(json_is_true(json_object_get(client->answer, "ok")));
    return json_integer_value(json_object_get(json_object_get(client->answer, "value"), "terminal"));
}

static void give_frame(struct client *client, uint8_t type, const void *payload, size_t length) {
    uint8_t header[FRAME_HEADER];
    frame_header(header, type, length);
    assert_int_equal(send(client->fd, header, sizeof(header), MSG_NOSIGNAL), sizeof(header));
    if (length > 0)
        assert_int_equal(send(client->fd, payload, length, MSG_NOSIGNAL), (ssize_t)length);
}

static void type_text(struct client *client, const char *text) {
    give_frame(client, FRAME_DATA, text, strlen(text));
}

static void read_frame(struct client *client) {
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

static void read_until(struct client *client, const char *text) {
    while (strstr(client->output, text) == NULL && !client->exited)
        read_frame(client);
    if (strstr(client->output, text) == NULL)
        fail_msg("\"%s\" is not in \"%s\"", text, client->output);
}

static void read_to_end(struct client *client) {
    while (!client->exited)
        read_frame(client);
    char byte;
    struct pollfd wait = {.fd = client->fd, .events = POLLIN};
    assert_int_equal(poll(&wait, 1, PATIENCE_MS), 1);
    assert_true(read(client->fd, &byte, 1) <= 0);
}

static struct client *open_shell(const char *script) {
    return open_connection(json_pack("{s:s, s:s, s:i, s:i, s:[s,s,s], s:{s:s, s:s}}", "open", "terminal", "node", "n1", "cols", 80, "rows", 24, "argv",
                                     "/bin/sh", "-c", script, "env", "TERM", "dumb", "LD_PRELOAD", "/tmp/evil.so"));
}

static struct client *open_exec(const char *script) {
    return open_connection(json_pack("{s:s, s:s, s:[s,s,s]}", "open", "exec", "node", "n1", "argv", "/bin/sh", "-c", script));
}

static struct client *attach(json_int_t terminal) {
    return open_connection(json_pack("{s:s, s:I, s:i, s:i}", "open", "terminal", "terminal", terminal, "cols", 100, "rows", 30));
}

/* --- promises --- */

static void a_terminal_is_a_session_of_its_own_with_three_descriptors(void **state) {
    (void)state;
    struct client *client = open_shell("stty size; ls /proc/self/fd | tr '\\n' ' '; tty; "
                                       "test \"$(cut -d' ' -f6 /proc/$$/stat)\" = $$ && echo leader; env | cut -d= -f1 | sort | tr '\\n' ' '; exit 3");
    read_to_end(client);
    assert_non_null(strstr(client->output, "24 80\r\n"));
    assert_non_null(strstr(client->output, "0 1 2 3 /dev/pts/")); /* 3 is the folder that ls reads */
    assert_non_null(strstr(client->output, "leader"));
    assert_non_null(strstr(client->output, "HOME HOSTNAME LOGNAME PATH PWD SHELL TERM USER "));
    assert_int_equal(client->code, 3);
    assert_int_equal(client->signal, 0);
    leave(client);
}

static void resize_and_signals_reach_the_foreground(void **state) {
    (void)state;
    struct client *client = open_shell("trap 'echo winch; stty size' WINCH; echo ready; while :; do sleep 0.02; done");
    read_until(client, "ready");
    give_frame(client, FRAME_RESIZE, "\0\x84\0\x2b", 4);
    read_until(client, "winch\r\n43 132");
    give_frame(client, FRAME_SIGNAL, "\x0f", 1);
    read_to_end(client);
    assert_int_equal(client->signal, SIGTERM);
    leave(client);
}

static void a_terminal_outlives_its_connections_and_tells_its_past(void **state) {
    (void)state;
    struct client *first = open_shell("echo before; read line; echo got $line; read line; exit 5");
    json_int_t number = number_of(first);
    read_until(first, "before");
    leave(first);
    struct client *second = attach(number), *third = attach(number);
    read_until(second, "before");
    read_until(third, "before");
    type_text(second, "hello\n");
    read_until(second, "got hello");
    read_until(third, "got hello");
    type_text(third, "\n");
    read_to_end(second);
    read_to_end(third);
    assert_int_equal(third->code, 5);
    struct client *late = attach(number);
    read_to_end(late);
    assert_non_null(strstr(late->output, "got hello"));
    assert_int_equal(late->code, 5);
    leave(second);
    leave(third);
    leave(late);
}

static void all_output_comes_to_a_slow_reader_in_order(void **state) {
    (void)state;
    struct client *client = open_shell("stty -opost; seq 1 300000; exit 0");
    char line[32];
    unsigned long expected = 1;
    (void)usleep(300000); /* the slow part: by then the scrollback is full and the program waits */
    while (!client->exited) {
        read_frame(client);
        size_t start = 0;
        for (char *end; (end = memchr(client->output + start, '\n', client->length - start)) != NULL;) {
            int length = snprintf(line, sizeof(line), "%lu", expected++);
            assert_int_equal((size_t)(end - client->output) - start, (size_t)length);
            assert_memory_equal(client->output + start, line, (size_t)length);
            start = (size_t)(end - client->output) + 1;
        }
        memmove(client->output, client->output + start, client->length - start);
        client->length -= start;
    }
    assert_int_equal(expected, 300001);
    leave(client);
}

static void a_reader_that_hangs_stops_neither_the_program_nor_another_reader(void **state) {
    (void)state;
    struct client *hanging = open_shell("stty -opost; seq 1 2000000; echo the end; exit 0");
    struct client *reading = attach(number_of(hanging));
    read_to_end(reading);
    assert_non_null(strstr(reading->output, "the end"));
    leave(reading);
    read_to_end(hanging);
    assert_non_null(strstr(hanging->output, "the end"));
    leave(hanging);
    struct client *alone = open_shell("stty -opost; seq 1 2000000; touch \"/tmp/nestwork-test-$PPID\"; exit 0");
    char path[64];
    (void)snprintf(path, sizeof(path), "/tmp/nestwork-test-%d", (int)getpid());
    for (int i = 0; i < PATIENCE_MS / 20 * 3 && access(path, F_OK) < 0; i++)
        (void)usleep(20000);
    assert_int_equal(unlink(path), 0);
    leave(alone);
}

static void closing_hangs_up_and_kills_what_stays(void **state) {
    (void)state;
    struct client *client = open_shell("trap '' HUP; echo ready; while :; do sleep 0.05; done");
    json_int_t number = number_of(client);
    read_until(client, "ready");
    struct order order = {.fd = -1, .close = number};
    give(&order);
    json_decref(order.list);
    read_to_end(client);
    assert_int_equal(client->signal, SIGKILL);
    struct client *late = attach(number);
    assert_non_null(strstr(refusal(late), "There is no terminal"));
    leave(client);
    leave(late);
}

static void background_programs_do_not_hold_a_terminal_open(void **state) {
    (void)state;
    struct client *client = open_shell("trap '' HUP; sleep 100 & echo $!; exit 4");
    read_to_end(client);
    assert_int_equal(client->code, 4);
    pid_t pid = (pid_t)strtol(client->output, NULL, 10);
    assert_true(pid > 1);
    (void)kill(pid, SIGKILL);
    leave(client);
}

static void a_command_has_three_pipes_and_an_exit_code(void **state) {
    (void)state;
    struct client *client = open_exec("test -t 0 || echo no terminal; echo wrong >&2; cat; exit 9");
    type_text(client, "from stdin\n");
    give_frame(client, FRAME_EOF, NULL, 0);
    read_to_end(client);
    assert_string_equal(client->output, "no terminal\nfrom stdin\n");
    assert_string_equal(client->errors, "wrong\n");
    assert_int_equal(client->code, 9);
    leave(client);
}

/* A library that meets an error while it writes may throw away what it has not read yet, so a late writer must not meet one. */
static void a_client_that_still_writes_gets_the_exit_code(void **state) {
    (void)state;
    struct client *client = open_exec("echo done; exit 8");
    for (struct pollfd wait = {.fd = client->fd, .events = POLLRDHUP}; poll(&wait, 1, PATIENCE_MS) == 1 && (wait.revents & POLLRDHUP) == 0;)
        (void)usleep(1000);
    for (int i = 0; i < 50; i++)
        type_text(client, "too late");
    give_frame(client, FRAME_EOF, NULL, 0);
    read_to_end(client);
    assert_string_equal(client->output, "done\n");
    assert_int_equal(client->code, 8);
    leave(client);
}

static void a_command_that_reads_nothing_is_not_flooded_and_one_that_reads_gets_all(void **state) {
    (void)state;
    struct client *client = open_exec("read go < /dev/null; exec wc -c");
    static char block[FRAME_PAYLOAD_MAX];
    for (int i = 0; i < 64; i++)
        give_frame(client, FRAME_DATA, block, sizeof(block));
    give_frame(client, FRAME_EOF, NULL, 0);
    read_to_end(client);
    assert_int_equal(strtol(client->output, NULL, 10), 64L * FRAME_PAYLOAD_MAX);
    leave(client);
}

static void a_command_ends_with_its_connection(void **state) {
    (void)state;
    struct client *client = open_exec("echo $$; exec sleep 1000");
    read_until(client, "\n");
    pid_t pid = (pid_t)strtol(client->output, NULL, 10);
    leave(client);
    int tries = 0;
    while (kill(pid, 0) == 0 && tries++ < PATIENCE_MS / 10)
        (void)usleep(10000);
    assert_int_equal(kill(pid, 0), -1);
    assert_int_equal(errno, ESRCH);
}

static void what_cannot_start_says_why(void **state) {
    (void)state;
    static const struct {
        const char *request, *words;
    } cases[] = {
        {"{\"open\":\"exec\",\"node\":\"n1\",\"argv\":[\"/nonexistent\"]}", "Cannot start \"/nonexistent\" in h1: No such file or directory."},
        {"{\"open\":\"exec\",\"node\":\"n1\",\"argv\":[\"/etc/passwd\"]}", "Cannot start \"/etc/passwd\" in h1: Permission denied."},
        {"{\"open\":\"exec\",\"node\":\"n1\",\"argv\":[\"true\"],\"cwd\":\"/nonexistent\"}", "Cannot enter the directory /nonexistent in h1"},
        {"{\"open\":\"exec\",\"node\":\"n1\",\"argv\":[\"true\"],\"as\":\"no-such-user\"}", "There is no user \"no-such-user\" in h1."},
        {"{\"open\":\"exec\",\"node\":\"n1\",\"argv\":[\"true\"],\"as\":\"-1\"}", "neither a user name nor a numeric id"},
        {"{\"open\":\"exec\",\"node\":\"n2\",\"argv\":[\"true\"]}", "There is no node \"n2\""},
        {"{\"open\":\"exec\",\"node\":\"n1\"}", "\"argv\" is not"},
        {"{\"open\":\"exec\",\"node\":\"n1\",\"argv\":[]}", "\"argv\" is not"},
        {"{\"open\":\"exec\",\"node\":\"n1\",\"argv\":[\"true\"],\"evil\":1}", "not known"},
        {"{\"open\":\"terminal\",\"node\":\"n1\",\"cols\":0,\"rows\":24}", "\"cols\" and \"rows\""},
        {"{\"open\":\"terminal\",\"node\":\"n1\",\"cols\":80,\"rows\":65536}", "\"cols\" and \"rows\""},
        {"{\"open\":\"terminal\",\"terminal\":999,\"cols\":80,\"rows\":24}", "There is no terminal 999"},
        {"{\"open\":\"window\"}", "\"open\" is neither"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct client *client = open_connection(json_loads(cases[i].request, 0, NULL));
        if (strstr(refusal(client), cases[i].words) == NULL)
            fail_msg("%s: %s", cases[i].request, refusal(client));
        leave(client);
    }
}

static void a_client_that_lies_about_frames_is_cut_off_and_the_terminal_lives(void **state) {
    (void)state;
    struct client *liar = open_shell("echo ready; read line; exit 6");
    read_until(liar, "ready");
    assert_int_equal(send(liar->fd, "\0\xff\xff\xff\xff", 5, MSG_NOSIGNAL), 5);
    char byte;
    struct pollfd wait = {.fd = liar->fd, .events = POLLIN};
    assert_int_equal(poll(&wait, 1, PATIENCE_MS), 1);
    assert_true(read(liar->fd, &byte, 1) <= 0);
    struct client *honest = attach(number_of(liar));
    type_text(honest, "\n");
    read_to_end(honest);
    assert_int_equal(honest->code, 6);
    leave(liar);
    leave(honest);
}

static void numeric_ids_are_read_strictly(void **state) {
    (void)state;
    static const char *const refused[] = {"", "+1", "-1", "0x1", "4294967295", "4294967297", "999999999999999999999999999999", " 1", "1 ", "01", "1e3", "1.0", "١"};
    uint32_t id;
    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
        assert_int_equal(identity_parse_id(refused[i], &id), -EINVAL);
    assert_int_equal(identity_parse_id("0", &id), 0);
    assert_int_equal(id, 0);
    assert_int_equal(identity_parse_id("4294967294", &id), 0);
    assert_true(id == 4294967294u);
}

int main(void) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGCHLD);
    (void)pthread_sigmask(SIG_BLOCK, &signals, NULL); /* in every thread: only the loop's descriptor is to see it */
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_terminal_is_a_session_of_its_own_with_three_descriptors),
        cmocka_unit_test(resize_and_signals_reach_the_foreground),
        cmocka_unit_test(a_terminal_outlives_its_connections_and_tells_its_past),
        cmocka_unit_test(all_output_comes_to_a_slow_reader_in_order),
        cmocka_unit_test(a_reader_that_hangs_stops_neither_the_program_nor_another_reader),
        cmocka_unit_test(closing_hangs_up_and_kills_what_stays),
        cmocka_unit_test(background_programs_do_not_hold_a_terminal_open),
        cmocka_unit_test(a_command_has_three_pipes_and_an_exit_code),
        cmocka_unit_test(a_client_that_still_writes_gets_the_exit_code),
        cmocka_unit_test(a_command_that_reads_nothing_is_not_flooded_and_one_that_reads_gets_all),
        cmocka_unit_test(a_command_ends_with_its_connection),
        cmocka_unit_test(what_cannot_start_says_why),
        cmocka_unit_test(a_client_that_lies_about_frames_is_cut_off_and_the_terminal_lives),
        cmocka_unit_test(numeric_ids_are_read_strictly),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
