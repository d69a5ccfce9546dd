/* What terminal.h and native/WIRE.md promise of commands, with real programs behind real pipes; and what is said of those that cannot start. */
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

static void a_command_has_three_pipes_and_an_exit_code(void **state) {
    (void)state;
    struct client *client = client_exec("test -t 0 || echo no terminal; echo wrong >&2; cat; exit 9");
    client_type(client, "from stdin\n");
    client_frame(client, FRAME_EOF, NULL, 0);
    client_read_to_end(client);
    assert_string_equal(client->output, "no terminal\nfrom stdin\n");
    assert_string_equal(client->errors, "wrong\n");
    assert_int_equal(client->code, 9);
    client_leave(client);
}

/* A library that meets an error while it writes may throw away what it has not read yet, so a late writer must not meet one. */
static void a_client_that_still_writes_gets_the_exit_code(void **state) {
    (void)state;
    struct client *client = client_exec("echo done; exit 8");
    for (struct pollfd wait = {.fd = client->fd, .events = POLLRDHUP}; poll(&wait, 1, PATIENCE_MS) == 1 && (wait.revents & POLLRDHUP) == 0;)
        (void)usleep(1000);
    for (int i = 0; i < 50; i++)
        client_type(client, "too late");
    client_frame(client, FRAME_EOF, NULL, 0);
    client_read_to_end(client);
    assert_string_equal(client->output, "done\n");
    assert_int_equal(client->code, 8);
    client_leave(client);
}

static void a_command_that_reads_nothing_is_not_flooded_and_one_that_reads_gets_all(void **state) {
    (void)state;
    struct client *client = client_exec("read go < /dev/null; exec wc -c");
    static char block[FRAME_PAYLOAD_MAX];
    for (int i = 0; i < 64; i++)
        client_frame(client, FRAME_DATA, block, sizeof(block));
    client_frame(client, FRAME_EOF, NULL, 0);
    client_read_to_end(client);
    assert_int_equal(strtol(client->output, NULL, 10), 64L * FRAME_PAYLOAD_MAX);
    client_leave(client);
}

static void a_command_ends_with_its_connection(void **state) {
    (void)state;
    struct client *client = client_exec("echo $$; exec sleep 1000");
    client_read_until(client, "\n");
    pid_t pid = (pid_t)strtol(client->output, NULL, 10);
    client_leave(client);
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
        struct client *client = client_open(json_loads(cases[i].request, 0, NULL));
        if (strstr(client_refusal(client), cases[i].words) == NULL)
            fail_msg("%s: %s", cases[i].request, client_refusal(client));
        client_leave(client);
    }
}

int main(void) {
    terminals_block_signals();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_command_has_three_pipes_and_an_exit_code),
        cmocka_unit_test(a_client_that_still_writes_gets_the_exit_code),
        cmocka_unit_test(a_command_that_reads_nothing_is_not_flooded_and_one_that_reads_gets_all),
        cmocka_unit_test(a_command_ends_with_its_connection),
        cmocka_unit_test(what_cannot_start_says_why),
    };
    return cmocka_run_group_tests_name("commands", tests, terminals_setup, terminals_teardown);
}
