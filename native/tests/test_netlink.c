/* Requests, answers, dumps and notifications, against the kernel in a network namespace of the test's own. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "own_network.h"

#include "address.h"
#include "bridge.h"
#include "link.h"
#include "loop.h"
#include "monitor.h"
#include "netlink.h"
#include "observed_json.h"
#include "route.h"

#include <errno.h>
#include <linux/rtnetlink.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int numbers[512];
static char words[512][80];
static uint64_t tags[512];
static size_t answers;

static void note(void *context, uint64_t tag, int number, const char *kernel) {
    (void)context;
    tags[answers] = tag;
    numbers[answers] = number;
    (void)snprintf(words[answers++], sizeof(words[0]), "%s", kernel);
}

static void tells_each_request_its_own_answer_in_order(void **state) {
    (void)state;
    struct netlink *netlink;
    struct link_change up = {.has_up = true, .up = true};
    assert_int_equal(netlink_open(&netlink), 0);
    answers = 0;
    for (uint64_t i = 0; i < 300; i++) /* more than one batch; every third asks for what there is not */
        assert_int_equal(link_change(netlink, i % 3 == 2 ? 4711 : 1, &up, i), 0);
    assert_int_equal(netlink_flush(netlink, note, NULL), 0);
    assert_int_equal(answers, 300);
    for (uint64_t i = 0; i < 300; i++) {
        assert_int_equal(tags[i], i);
        assert_int_equal(numbers[i], i % 3 == 2 ? ENODEV : 0);
    }
    assert_false(netlink_waiting(netlink));
    netlink_close(netlink);
}

static void passes_on_the_kernels_own_words(void **state) {
    (void)state;
    struct netlink *netlink;
    struct ip to, via;
    char words_of[200] = "";
    assert_int_equal(netlink_open(&netlink), 0);
    assert_true(ip_parse_prefixed("10.9.0.0/16", &to) && ip_parse("192.0.2.1", &via));
    assert_int_equal(route_add(netlink, &to, &via, 0, 1), 0);
    assert_int_equal(netlink_flush_simple(netlink, words_of, sizeof(words_of)), -ENETUNREACH);
    assert_string_equal(words_of, "Nexthop has invalid gateway"); /* the extended ack, not strerror */
    netlink_close(netlink);
}

static void changed(void *context) {
    (*(int *)context)++;
}

static void never(void *context) {
    (void)context;
    fail_msg("no notification came within 5 s");
}

struct awaited {
    struct loop *loop;
    const struct observed *observed;
};

/* Until the notifications have told of all that was done. */
static void look(void *context) {
    struct awaited *awaited = context;
    const struct seen_interface *seen = observed_named(awaited->observed, "eth0");
    if (seen != NULL && seen->carrier && awaited->observed->address_count >= 1 && awaited->observed->route_count >= 2)
        loop_stop(awaited->loop);
    else
        assert_int_equal(loop_timer(awaited->loop, 5, look, awaited, NULL), 0);
}

static void the_cache_follows_the_kernel_and_restores_what_was_lost(void **state) {
    (void)state;
    struct netlink *netlink;
    struct monitor *monitor;
    struct loop *loop;
    struct loop_timer *timer;
    int times = 0;
    uint8_t mac[6] = {2, 0, 0, 0, 0, 1};
    struct ip ip, to, via;
    assert_int_equal(loop_new(&loop), 0);
    assert_int_equal(netlink_open(&netlink), 0);
    assert_int_equal(monitor_open(loop, changed, &times, &monitor), 0);
    const struct observed *observed = monitor_observed(monitor);
    assert_int_equal(bridge_create(netlink, 2, mac, &(struct bridge_kind){.learning = false}, 0), 0);
    struct veth_end one = {.name = "eth0", .index = 7, .mac = mac, .mtu = 1400, .up = true, .master = 2}, two = {.name = "p0", .index = 8, .mtu = 65535};
    mac[5] = 9;
    assert_int_equal(link_veth(netlink, &one, &two, getpid(), 0), 0);
    assert_int_equal(netlink_flush_simple(netlink, NULL, 0), 0);
    assert_int_equal(monitor_refresh(monitor, netlink), 1); /* by a dump */
    const struct seen_interface *seen = observed_named(observed, "eth0");
    assert_non_null(seen);
    assert_true(seen->index == 7 && seen->mtu == 1400 && seen->master == 2 && seen->up && !seen->carrier && seen->mac[5] == 9);
    assert_string_equal(seen->kind, "veth");

    struct link_change up = {.has_up = true, .up = true};
    assert_true(ip_parse_prefixed("10.5.0.1/24", &ip) && ip_parse_prefixed("10.6.0.0/16", &to) && ip_parse("10.5.0.9", &via));
    assert_int_equal(link_change(netlink, 8, &up, 0) | address_add(netlink, 8, &ip, 0) | route_add(netlink, &to, &via, 0, 0), 0);
    assert_int_equal(netlink_flush_simple(netlink, NULL, 0), 0);
    assert_int_equal(loop_timer(loop, 5000, never, NULL, &timer), 0);
    struct awaited awaited = {loop, observed};
    assert_int_equal(loop_timer(loop, 5, look, &awaited, NULL), 0);
    assert_int_equal(loop_run(loop), 0); /* by notifications */
    loop_timer_cancel(timer);
    assert_true(times > 0);
    assert_true(observed_named(observed, "eth0")->carrier);
    assert_int_equal(observed->address_count >= 1, true);
    assert_int_equal(observed->route_count >= 2, true);

    assert_int_equal(link_delete(netlink, 7, 0), 0);
    assert_int_equal(netlink_flush_simple(netlink, NULL, 0), 0);
    assert_int_equal(monitor_refresh(monitor, netlink), 1);
    assert_null(observed_named(observed, "eth0"));
    assert_null(observed_named(observed, "p0"));
    json_t *object = json_object();
    assert_int_equal(observed_json(observed, object), 0);
    char *text = json_dumps(object, JSON_COMPACT);
    assert_non_null(strstr(text, "\"name\":\"br0\""));
    assert_null(strstr(text, "10.6.0.0"));
    free(text);
    json_decref(object);
    monitor_close(monitor);
    netlink_close(netlink);
    loop_free(loop);
}

/* Notifications come faster than they are read: the kernel drops some and says so, and the cache is right again by a dump. */
static void an_overflow_ends_in_the_truth(void **state) {
    (void)state;
    struct netlink *netlink;
    struct monitor *monitor;
    struct loop *loop;
    int times = 0;
    assert_int_equal(loop_new(&loop), 0);
    assert_int_equal(netlink_open(&netlink), 0);
    assert_int_equal(monitor_open(loop, changed, &times, &monitor), 0);
    (void)monitor_refresh(monitor, netlink);
    for (unsigned int i = 0; i < 3000; i++) {
        struct ip ip = {.family = 2, .prefix = 32, .bytes = {127, 1, (uint8_t)(i >> 8), (uint8_t)i}};
        assert_int_equal(address_add(netlink, 1, &ip, 0), 0);
        if (i % 2 == 1)
            assert_int_equal(address_delete(netlink, 1, &ip, 0), 0);
    }
    assert_int_equal(netlink_flush_simple(netlink, NULL, 0), 0);
    (void)monitor_refresh(monitor, netlink);
    size_t count = 0;
    for (size_t i = 0; i < monitor_observed(monitor)->address_count; i++)
        count += monitor_observed(monitor)->addresses[i].ip.bytes[1] == 1 ? 1 : 0;
    assert_int_equal(count, 1500);
    monitor_close(monitor);
    netlink_close(netlink);
    loop_free(loop);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_each_request_its_own_answer_in_order),
        cmocka_unit_test(passes_on_the_kernels_own_words),
        cmocka_unit_test(the_cache_follows_the_kernel_and_restores_what_was_lost),
        cmocka_unit_test(an_overflow_ends_in_the_truth),
    };
    return cmocka_run_group_tests_name("netlink", tests, own_network, NULL);
}
