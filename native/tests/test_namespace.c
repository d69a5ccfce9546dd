/* The process that makes nodes: what it was asked for is what is collected, also when it is killed in between. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "own_network.h"

#include "cloner.h"
#include "namespace.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int proc;
static const struct cloner_steps steps; /* neither read-only nodes nor programs are made here */

static int set_up(void **state) {
    proc = open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
    (void)alarm(60); /* waiting for an answer that never comes is what this is about */
    return proc < 0 ? -1 : own_network(state);
}

/* The only child of this process that is still a copy of it by name. */
static pid_t cloner_of_this(void) {
    char path[64], text[4096] = "";
    (void)snprintf(path, sizeof(path), "/proc/self/task/%d/children", getpid());
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    size_t length = fread(text, 1, sizeof(text) - 1, file);
    (void)fclose(file);
    text[length] = '\0';
    for (char *at = text, *end; (void)(end = at), strtol(at, &end, 10) > 0; at = end) {
        pid_t pid = (pid_t)strtol(at, NULL, 10);
        char name[32] = "";
        (void)snprintf(path, sizeof(path), "/proc/%d/comm", pid);
        file = fopen(path, "re");
        if (file != NULL && fgets(name, sizeof(name), file) != NULL && strcmp(name, "test_namespace\n") == 0) {
            (void)fclose(file);
            return pid;
        }
        if (file != NULL)
            (void)fclose(file);
    }
    return 0;
}

static void title_of(pid_t pid, char title[32]) {
    char path[64];
    title[0] = '\0';
    for (int i = 0; i < 10000 && strncmp(title, "nw:", 3) != 0; i++) { /* it names itself a moment after it has been told of */
        (void)snprintf(path, sizeof(path), "/proc/%d/comm", pid);
        FILE *file = fopen(path, "re");
        assert_non_null(file);
        if (fgets(title, 32, file) == NULL)
            title[0] = '\0';
        (void)fclose(file);
        title[strcspn(title, "\n")] = '\0';
        (void)usleep(1000);
    }
}

static void collect(struct cloner *cloner, const char *name) {
    pid_t pid = 0, outer = 0;
    const char *step = "";
    char title[32];
    int result = cloner_collect(cloner, &pid, &outer, &step);
    if (result < 0)
        fail_msg("%s: %s", step, strerror(-result));
    assert_int_equal(pid, outer); /* the /proc that it was given is this one's own */
    title_of(pid, title);
    assert_string_equal(title, name);
    (void)kill(pid, SIGKILL);
    assert_int_equal(waitpid(pid, NULL, __WALL), pid);
}

static void makes_in_order_what_it_was_asked_for(void **state) {
    (void)state;
    struct cloner *cloner;
    assert_int_equal(cloner_start(proc, "0 0 1", &steps, &cloner), 0);
    for (int i = 0; i < CLONER_AHEAD; i++) {
        char name[16];
        (void)snprintf(name, sizeof(name), "n%d", i);
        assert_int_equal(cloner_ask(cloner, NAMESPACE_ALL, false, name), 0);
    }
    for (int i = 0; i < CLONER_AHEAD; i++) {
        char title[20];
        (void)snprintf(title, sizeof(title), "nw:n%d", i);
        collect(cloner, title);
    }
    cloner_stop(cloner);
    assert_true(waitpid(-1, NULL, 0) > 1); /* it ends by itself */
}

static void one_that_is_killed_never_gives_a_node_to_another_name(void **state) {
    (void)state;
    struct cloner *cloner;
    pid_t pid = 0, outer = 0;
    const char *step;
    assert_int_equal(cloner_start(proc, "0 0 1", &steps, &cloner), 0);
    assert_int_equal(cloner_ask(cloner, NAMESPACE_ALL, false, "first"), 0);
    collect(cloner, "nw:first");
    pid_t killed = cloner_of_this();
    assert_true(killed > 1);
    assert_int_equal(kill(killed, SIGSTOP), 0);
    assert_int_equal(waitpid(killed, NULL, WUNTRACED), killed); /* it has stopped: what is asked for now is not made */
    assert_int_equal(cloner_ask(cloner, NAMESPACE_ALL, false, "lost"), 0);
    assert_int_equal(kill(killed, SIGKILL), 0);
    assert_int_equal(waitpid(killed, NULL, 0), killed);
    assert_int_equal(cloner_ask(cloner, NAMESPACE_ALL, false, "other"), -EPIPE); /* what is asked for must not be taken for what was lost */
    assert_true(cloner_collect(cloner, &pid, &outer, &step) < 0);
    assert_int_equal(cloner_ask(cloner, NAMESPACE_ALL, false, "other"), 0);
    collect(cloner, "nw:other");
    assert_int_equal(cloner_collect(cloner, &pid, &outer, &step), -EPIPE);
    cloner_stop(cloner);
    assert_true(waitpid(-1, NULL, 0) > 1); /* it ends by itself */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(makes_in_order_what_it_was_asked_for),
        cmocka_unit_test(one_that_is_killed_never_gives_a_node_to_another_name),
    };
    return cmocka_run_group_tests_name("cloner", tests, set_up, NULL);
}
