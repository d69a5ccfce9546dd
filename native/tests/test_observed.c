/* The cache: what it takes in, and that no message whatever makes it read beyond its end (which the build with sanitizers sees). */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "observed.h"
#include "observed_json.h"

#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { ROOM = 512 };

static void *header_of(struct nlmsghdr *message, size_t size) {
    return mnl_nlmsg_put_extra_header(message, size);
}

static struct nlmsghdr *interface(char *buffer) {
    struct nlmsghdr *message = mnl_nlmsg_put_header(buffer);
    message->nlmsg_type = RTM_NEWLINK;
    ((struct ifinfomsg *)header_of(message, sizeof(struct ifinfomsg)))->ifi_index = 7;
    mnl_attr_put_strz(message, IFLA_IFNAME, "eth0");
    mnl_attr_put_u32(message, IFLA_MTU, 1500);
    mnl_attr_put_u32(message, IFLA_MASTER, 3);
    mnl_attr_put(message, IFLA_ADDRESS, 6, "\x02\0\0\0\0\x09");
    struct nlattr *info = mnl_attr_nest_start(message, IFLA_LINKINFO);
    mnl_attr_put_strz(message, IFLA_INFO_KIND, "veth");
    mnl_attr_nest_end(message, info);
    return message;
}

static struct nlmsghdr *address(char *buffer) {
    struct nlmsghdr *message = mnl_nlmsg_put_header(buffer);
    message->nlmsg_type = RTM_NEWADDR;
    *(struct ifaddrmsg *)header_of(message, sizeof(struct ifaddrmsg)) = (struct ifaddrmsg){.ifa_family = AF_INET, .ifa_prefixlen = 24, .ifa_index = 7};
    mnl_attr_put(message, IFA_ADDRESS, 4, "\x0a\0\0\x01");
    mnl_attr_put(message, IFA_LOCAL, 4, "\x0a\0\0\x01");
    return message;
}

static struct nlmsghdr *route(char *buffer) {
    struct nlmsghdr *message = mnl_nlmsg_put_header(buffer);
    message->nlmsg_type = RTM_NEWROUTE;
    *(struct rtmsg *)header_of(message, sizeof(struct rtmsg)) =
        (struct rtmsg){.rtm_family = AF_INET, .rtm_dst_len = 8, .rtm_table = RT_TABLE_MAIN, .rtm_type = RTN_UNICAST, .rtm_protocol = RTPROT_STATIC};
    struct rtnexthop hop = {.rtnh_len = sizeof(hop), .rtnh_ifindex = 7};
    mnl_attr_put(message, RTA_DST, 4, "\x0b\0\0\0");
    mnl_attr_put(message, RTA_GATEWAY, 4, "\x0a\0\0\x02");
    mnl_attr_put(message, RTA_MULTIPATH, sizeof(hop), &hop);
    mnl_attr_put_u32(message, RTA_PRIORITY, 5);
    mnl_attr_put_u32(message, RTA_TABLE, RT_TABLE_MAIN);
    return message;
}

static struct nlmsghdr *(*const makers[])(char *) = {interface, address, route};

/* In memory that ends where the message does. */
static int take(struct observed *observed, const struct nlmsghdr *message) {
    struct nlmsghdr *alone = malloc(message->nlmsg_len);
    memcpy(alone, message, message->nlmsg_len);
    int result = observed_take(observed, alone);
    free(alone);
    return result;
}

static void takes_in_what_a_message_says(void **state) {
    (void)state;
    struct observed observed = {0};
    char buffer[ROOM] __attribute__((aligned(8)));
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(take(&observed, makers[i](buffer)), 1);
        assert_int_equal(take(&observed, makers[i](buffer)), 0);
    }
    const struct seen_interface *seen = observed_named(&observed, "eth0");
    assert_non_null(seen);
    assert_true(seen->index == 7 && seen->mtu == 1500 && seen->master == 3 && seen->mac[5] == 9);
    assert_string_equal(seen->kind, "veth");
    json_t *object = json_object();
    assert_int_equal(observed_json(&observed, object), 0);
    char *text = json_dumps(object, JSON_COMPACT);
    assert_non_null(strstr(text, "\"address\":\"10.0.0.1/24\""));
    assert_non_null(strstr(text, "\"to\":\"11.0.0.0/8\",\"protocol\":\"static\",\"family\":\"inet\""));
    free(text);
    json_decref(object);
    observed_clear(&observed);
}

static void what_somebody_gave_to_lo_is_told_apart(void **state) {
    (void)state;
    struct observed observed = {0};
    char buffer[ROOM] __attribute__((aligned(8)));
    struct nlmsghdr *message = mnl_nlmsg_put_header(buffer);
    message->nlmsg_type = RTM_NEWLINK;
    ((struct ifinfomsg *)header_of(message, sizeof(struct ifinfomsg)))->ifi_index = 1;
    mnl_attr_put_strz(message, IFLA_IFNAME, "lo");
    assert_int_equal(take(&observed, message), 1);
    for (int round = 0; round < 2; round++) {
        json_t *object = json_object();
        assert_int_equal(observed_json(&observed, object), 0);
        assert_int_equal(json_array_size(json_object_get(object, "interfaces")), 0);
        json_t *loopback = json_object_get(object, "loopback");
        assert_int_equal(json_array_size(loopback), round);
        if (round == 1)
            assert_string_equal(json_string_value(json_array_get(loopback, 0)), "10.255.0.1/32");
        json_decref(object);
        static const char *const both[] = {"\x7f\0\0\x01", "\x0a\xff\0\x01"};
        for (size_t i = 0; i < 2; i++) {
            message = mnl_nlmsg_put_header(buffer);
            message->nlmsg_type = RTM_NEWADDR;
            *(struct ifaddrmsg *)header_of(message, sizeof(struct ifaddrmsg)) =
                (struct ifaddrmsg){.ifa_family = AF_INET, .ifa_prefixlen = i == 0 ? 8 : 32, .ifa_index = 1};
            mnl_attr_put(message, IFA_LOCAL, 4, both[i]);
            mnl_attr_put(message, IFA_ADDRESS, 4, both[i]);
            (void)take(&observed, message);
        }
    }
    observed_clear(&observed);
}

static void a_text_without_an_end_is_read_to_its_own(void **state) {
    (void)state;
    struct observed observed = {0};
    char buffer[ROOM] __attribute__((aligned(8)));
    struct nlmsghdr *message = mnl_nlmsg_put_header(buffer);
    message->nlmsg_type = RTM_NEWLINK;
    ((struct ifinfomsg *)header_of(message, sizeof(struct ifinfomsg)))->ifi_index = 9;
    mnl_attr_put(message, IFLA_IFNAME, 8, "abcdefgh");
    assert_int_equal(take(&observed, message), 1);
    assert_non_null(observed_named(&observed, "abcdefgh"));
    observed_clear(&observed);
}

/* A fixed seed, so that a failure comes again. */
static void survives_a_hundred_thousand_mutants(void **state) {
    (void)state;
    struct observed observed = {0};
    uint32_t random = 1;
    size_t taken = 0;
    for (int round = 0; round < 100000; round++) {
        char buffer[ROOM] __attribute__((aligned(8)));
        random = random * 1664525U + 1013904223U;
        struct nlmsghdr *message = makers[(random >> 8) % 3](buffer);
        for (uint32_t change = 0; change < 1 + (random >> 28) % 3; change++) {
            random = random * 1664525U + 1013904223U;
            buffer[sizeof(*message) + (random >> 8) % (message->nlmsg_len - sizeof(*message))] = (char)(random >> 20);
        }
        if (random % 4 == 0)
            message->nlmsg_len = (uint32_t)(sizeof(*message) + (random >> 12) % (message->nlmsg_len - sizeof(*message)));
        if (random % 7 == 0)
            message->nlmsg_type++;
        int result = take(&observed, message);
        assert_true(result == 0 || result == 1);
        taken += (size_t)result;
        if (observed.interface_count + observed.address_count + observed.route_count > 200)
            observed_clear(&observed);
    }
    assert_in_range(taken, 1000, 90000);
    json_t *object = json_object();
    assert_int_equal(observed_json(&observed, object), 0);
    json_decref(object);
    observed_clear(&observed);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_in_what_a_message_says),
        cmocka_unit_test(what_somebody_gave_to_lo_is_told_apart),
        cmocka_unit_test(a_text_without_an_end_is_read_to_its_own),
        cmocka_unit_test(survives_a_hundred_thousand_mutants),
    };
    return cmocka_run_group_tests_name("cache", tests, NULL, NULL);
}
