/* What loop.h promises. */
#define _GNU_SOURCE
#include "../src/loop.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

struct world {
    struct loop *loop;
    struct loop_watch *watches[2];
    int pipes[2][2];
    int order[64];
    int count;
    int turns;
};

static int setup(void **state) {
    struct world *world = calloc(1, sizeof(*world));
    assert_int_equal(loop_new(&world->loop), 0);
    for (int i = 0; i < 2; i++)
        assert_int_equal(pipe2(world->pipes[i], O_CLOEXEC | O_NONBLOCK), 0);
    *state = world;
    return 0;
}

static int teardown(void **state) {
    struct world *world = *state;
    loop_free(world->loop);
    for (int i = 0; i < 4; i++)
        close(world->pipes[i / 2][i % 2]);
    free(world);
    return 0;
}

static struct world *noting;

static void note(int what) {
    noting->order[noting->count++] = what;
}
static void note_one(void *context) {
    (void)context;
    note(1);
}
static void note_two(void *context) {
    (void)context;
    note(2);
}
static void note_three(void *context) {
    (void)context;
    note(3);
}
static void stop(void *context) {
    loop_stop(context);
}

static void timers_expire_by_time_then_by_age(void **state) {
    struct world *world = noting = *state;
    assert_int_equal(loop_timer(world->loop, 30, stop, world->loop, NULL), 0);
    assert_int_equal(loop_timer(world->loop, 20, note_three, NULL, NULL), 0);
    assert_int_equal(loop_timer(world->loop, 0, note_one, NULL, NULL), 0);
    assert_int_equal(loop_timer(world->loop, 0, note_two, NULL, NULL), 0);
    assert_int_equal(loop_run(world->loop), 0);
    assert_int_equal(world->count, 3);
    assert_int_equal(world->order[0], 1);
    assert_int_equal(world->order[1], 2);
    assert_int_equal(world->order[2], 3);
}

static void cancelled_timers_stay_silent_and_the_rest_keep_their_order(void **state) {
    struct world *world = noting = *state;
    struct loop_timer *timers[200];
    for (unsigned int i = 0; i < 200; i++)
        assert_int_equal(loop_timer(world->loop, (i * 37) % 20, i % 4 == 0 ? note_one : note_two, NULL, &timers[i]), 0);
    for (int i = 0; i < 200; i++) {
        if (i % 4 != 0)
            loop_timer_cancel(timers[i]);
    }
    assert_int_equal(loop_timer(world->loop, 40, stop, world->loop, NULL), 0);
    assert_int_equal(loop_run(world->loop), 0);
    assert_int_equal(world->count, 50);
    for (int i = 0; i < world->count; i++)
        assert_int_equal(world->order[i], 1);
}

static void again(void *context) {
    struct world *world = context;
    if (++world->turns < 100000)
        assert_int_equal(loop_timer(world->loop, 0, again, world, NULL), 0);
    else
        loop_stop(world->loop);
}

static void stop_on_input(void *context, uint32_t events) {
    (void)events;
    loop_stop(context);
}

static void a_timer_that_starts_itself_does_not_keep_descriptors_waiting(void **state) {
    struct world *world = *state;
    assert_int_equal(write(world->pipes[0][1], "x", 1), 1);
    assert_int_equal(loop_timer(world->loop, 0, again, world, NULL), 0);
    assert_int_equal(loop_watch(world->loop, world->pipes[0][0], EPOLLIN, stop_on_input, world->loop, NULL), 0);
    assert_int_equal(loop_run(world->loop), 0);
    assert_true(world->turns < 10);
}

static void remove_both(void *context, uint32_t events) {
    struct world *world = context;
    (void)events;
    world->turns++;
    loop_unwatch(world->watches[0]);
    loop_unwatch(world->watches[1]);
}

static void a_handler_may_remove_itself_and_one_that_is_due(void **state) {
    struct world *world = *state;
    for (int i = 0; i < 2; i++) {
        assert_int_equal(write(world->pipes[i][1], "x", 1), 1);
        assert_int_equal(loop_watch(world->loop, world->pipes[i][0], EPOLLIN, remove_both, world, &world->watches[i]), 0);
    }
    assert_int_equal(loop_timer(world->loop, 20, stop, world->loop, NULL), 0);
    assert_int_equal(loop_run(world->loop), 0);
    assert_int_equal(world->turns, 1);
}

struct end {
    struct loop *loop;
    int status;
    int *left;
};

static void child_ended(void *context, int status) {
    struct end *end = context;
    end->status = status;
    if (--*end->left == 0)
        loop_stop(end->loop);
}

static void every_child_is_told_once_with_its_own_status(void **state) {
    struct world *world = *state;
    enum { CHILDREN = 40 };
    struct end ends[CHILDREN];
    int left = CHILDREN;
    for (int i = 0; i < CHILDREN; i++) {
        pid_t pid = fork();
        assert_true(pid >= 0);
        if (pid == 0)
            _exit(i);
        ends[i] = (struct end){.loop = world->loop, .status = -1, .left = &left};
        assert_int_equal(loop_child(world->loop, pid, child_ended, &ends[i]), 0);
    }
    assert_int_equal(loop_run(world->loop), 0);
    for (int i = 0; i < CHILDREN; i++)
        assert_int_equal(WEXITSTATUS(ends[i].status), i);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

static void a_forgotten_child_is_reaped_without_a_word(void **state) {
    struct world *world = *state;
    int left = 1;
    struct end forgotten = {.loop = world->loop, .status = -1, .left = &left}, last = forgotten;
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0)
        _exit(7);
    assert_int_equal(loop_child(world->loop, pid, child_ended, &forgotten), 0);
    loop_child_forget(world->loop, pid);
    siginfo_t info;
    assert_int_equal(waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT), 0); /* it is a zombie now, so it is reaped with the next one */
    pid = fork();
    assert_true(pid >= 0);
    if (pid == 0)
        _exit(8);
    assert_int_equal(loop_child(world->loop, pid, child_ended, &last), 0);
    assert_int_equal(loop_run(world->loop), 0);
    assert_int_equal(forgotten.status, -1);
    assert_int_equal(WEXITSTATUS(last.status), 8);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(timers_expire_by_time_then_by_age, setup, teardown),
        cmocka_unit_test_setup_teardown(cancelled_timers_stay_silent_and_the_rest_keep_their_order, setup, teardown),
        cmocka_unit_test_setup_teardown(a_timer_that_starts_itself_does_not_keep_descriptors_waiting, setup, teardown),
        cmocka_unit_test_setup_teardown(a_handler_may_remove_itself_and_one_that_is_due, setup, teardown),
        cmocka_unit_test_setup_teardown(every_child_is_told_once_with_its_own_status, setup, teardown),
        cmocka_unit_test_setup_teardown(a_forgotten_child_is_reaped_without_a_word, setup, teardown),
    };
    return cmocka_run_group_tests_name("event loop", tests, NULL, NULL);
}
