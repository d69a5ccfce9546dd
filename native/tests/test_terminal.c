/*
 * What terminal.h and native/WIRE.md promise of terminals, with real programs on real ptys of this computer. (In a node's namespaces: e2e/kernel.)
 */
#define _GNU_SOURCE
#include "terminal_client.h"

#include "../src/frame.h"

#include <errno.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

static void a_terminal_is_a_session_of_its_own_with_three_descriptors(void **state) {
    (void)state;
    struct client *client = client_shell("stty size; ls /proc/self/fd | tr '\\n' ' '; tty; "
                                       "test \"$(cut -d' ' -f6 /proc/$$/stat)\" = $$ && echo leader; env | cut -d= -f1 | sort | tr '\\n' ' '; exit 3");
    client_read_to_end(client);
    assert_non_null(strstr(client->output, "24 80\r\n"));
    assert_non_null(strstr(client->output, "0 1 2 3 /dev/pts/")); /* 3 is the folder that ls reads */
    assert_non_null(strstr(client->output, "leader"));
    assert_non_null(strstr(client->output, "HOME HOSTNAME LOGNAME PATH PWD SHELL TERM USER "));
    assert_int_equal(client->code, 3);
    assert_int_equal(client->signal, 0);
    client_leave(client);
}

static void resize_and_signals_reach_the_foreground(void **state) {
    (void)state;
    struct client *client = client_shell("trap 'echo winch; stty size' WINCH; echo ready; while :; do sleep 0.02; done");
    client_read_until(client, "ready");
    client_frame(client, FRAME_RESIZE, "\0\x84\0\x2b", 4);
    client_read_until(client, "winch\r\n43 132");
    client_frame(client, FRAME_SIGNAL, "\x0f", 1);
    client_read_to_end(client);
    assert_int_equal(client->signal, SIGTERM);
    client_leave(client);
}

static void a_terminal_outlives_its_connections_and_tells_its_past(void **state) {
    (void)state;
    struct client *first = client_shell("echo before; read line; echo got $line; read line; exit 5");
    json_int_t number = client_terminal(first);
    client_read_until(first, "before");
    client_leave(first);
    struct client *second = client_attach(number), *third = client_attach(number);
    client_read_until(second, "before");
    client_read_until(third, "before");
    client_type(second, "hello\n");
    client_read_until(second, "got hello");
    client_read_until(third, "got hello");
    client_type(third, "\n");
    client_read_to_end(second);
    client_read_to_end(third);
    assert_int_equal(third->code, 5);
    struct client *late = client_attach(number);
    client_read_to_end(late);
    assert_non_null(strstr(late->output, "got hello"));
    assert_int_equal(late->code, 5);
    const json_t *value = json_object_get(late->answer, "value");
    assert_int_equal(json_integer_value(json_object_get(value, "from")), 0);
    assert_int_equal(json_integer_value(json_object_get(value, "end")), (json_int_t)late->length);
    client_leave(second);
    client_leave(third);
    client_leave(late);
}

static void who_only_listens_leaves_the_size_as_it_is(void **state) {
    (void)state;
    struct client *first = client_shell("read line; stty size; read line; stty size; exit 0");
    json_int_t number = client_terminal(first);
    struct client *listener = client_open(json_pack("{s:s, s:I}", "open", "terminal", "terminal", number));
    client_type(listener, "\n");
    client_read_until(listener, "24 80");
    struct client *other = client_attach(number);
    client_type(other, "\n");
    client_read_until(listener, "30 100");
    client_leave(first);
    client_leave(listener);
    client_leave(other);
}

static void all_output_comes_to_a_slow_reader_in_order(void **state) {
    (void)state;
    struct client *client = client_shell("stty -opost; seq 1 300000; exit 0");
    char line[32];
    unsigned long expected = 1;
    (void)usleep(300000); /* the slow part: by then the scrollback is full and the program waits */
    while (!client->exited) {
        client_read(client);
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
    client_leave(client);
}

static void a_reader_that_hangs_stops_neither_the_program_nor_another_reader(void **state) {
    (void)state;
    struct client *hanging = client_shell("stty -opost; seq 1 2000000; echo the end; exit 0");
    struct client *reading = client_attach(client_terminal(hanging));
    client_read_to_end(reading);
    assert_non_null(strstr(reading->output, "the end"));
    client_leave(reading);
    client_read_to_end(hanging);
    assert_non_null(strstr(hanging->output, "the end"));
    client_leave(hanging);
    struct client *alone = client_shell("stty -opost; seq 1 2000000; touch \"/tmp/nestwork-test-$PPID\"; exit 0");
    char path[64];
    (void)snprintf(path, sizeof(path), "/tmp/nestwork-test-%d", (int)getpid());
    for (int i = 0; i < PATIENCE_MS / 20 * 3 && access(path, F_OK) < 0; i++)
        (void)usleep(20000);
    assert_int_equal(unlink(path), 0);
    client_leave(alone);
}

static void closing_hangs_up_and_kills_what_stays(void **state) {
    (void)state;
    struct client *client = client_shell("trap '' HUP; echo ready; while :; do sleep 0.05; done");
    json_int_t number = client_terminal(client);
    client_read_until(client, "ready");
    client_close_terminal(number);
    client_read_to_end(client);
    assert_int_equal(client->signal, SIGKILL);
    struct client *late = client_attach(number);
    assert_non_null(strstr(client_refusal(late), "There is no terminal"));
    client_leave(client);
    client_leave(late);
}

static void background_programs_do_not_hold_a_terminal_open(void **state) {
    (void)state;
    struct client *client = client_shell("trap '' HUP; sleep 100 & echo $!; exit 4");
    client_read_to_end(client);
    assert_int_equal(client->code, 4);
    pid_t pid = (pid_t)strtol(client->output, NULL, 10);
    assert_true(pid > 1);
    (void)kill(pid, SIGKILL);
    client_leave(client);
}

static void a_client_that_lies_about_frames_is_cut_off_and_the_terminal_lives(void **state) {
    (void)state;
    struct client *liar = client_shell("echo ready; read line; exit 6");
    client_read_until(liar, "ready");
    assert_int_equal(send(liar->fd, "\0\xff\xff\xff\xff", 5, MSG_NOSIGNAL), 5);
    char byte;
    struct pollfd wait = {.fd = liar->fd, .events = POLLIN};
    assert_int_equal(poll(&wait, 1, PATIENCE_MS), 1);
    assert_true(read(liar->fd, &byte, 1) <= 0);
    struct client *honest = client_attach(client_terminal(liar));
    client_type(honest, "\n");
    client_read_to_end(honest);
    assert_int_equal(honest->code, 6);
    client_leave(liar);
    client_leave(honest);
}

int main(void) {
    terminals_block_signals();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_terminal_is_a_session_of_its_own_with_three_descriptors),
        cmocka_unit_test(resize_and_signals_reach_the_foreground),
        cmocka_unit_test(a_terminal_outlives_its_connections_and_tells_its_past),
        cmocka_unit_test(who_only_listens_leaves_the_size_as_it_is),
        cmocka_unit_test(all_output_comes_to_a_slow_reader_in_order),
        cmocka_unit_test(a_reader_that_hangs_stops_neither_the_program_nor_another_reader),
        cmocka_unit_test(closing_hangs_up_and_kills_what_stays),
        cmocka_unit_test(background_programs_do_not_hold_a_terminal_open),
        cmocka_unit_test(a_client_that_lies_about_frames_is_cut_off_and_the_terminal_lives),
    };
    return cmocka_run_group_tests_name("terminals", tests, terminals_setup, terminals_teardown);
}
