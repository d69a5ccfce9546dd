/* Addresses: one spelling of each is accepted, and what is accepted comes back as it was. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ip.h"

#include <string.h>

static void keeps_what_it_accepts(void **state) {
    (void)state;
    const char *const texts[] = {"10.0.1.1/24", "0.0.0.0/0", "255.255.255.255/32", "::/0", "fd00:1::1/64", "2001:db8::/32", "::1/128"};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        struct ip ip;
        char text[64];
        assert_true(ip_parse_prefixed(texts[i], &ip));
        ip_format(&ip, true, text, sizeof(text));
        assert_string_equal(text, texts[i]);
    }
}

static void refuses_other_spellings(void **state) {
    (void)state;
    const char *const texts[] = {"", "/", "10.0.1.1", "10.0.1.1/", "10.0.1.1/33", "10.0.1.1/+1", "10.0.1.1/024", "10.0.1.1/1e1", "10.0.1.1/ 1", "10.1/16", "010.0.0.1/8",
                                 "1.2.3.4.5/8", "fd00::1/129", "fd00::1::/64", "fd00::1%eth0/64", "12345::/16", "10.0.1.1/99999999999999999999",
                                 "1111:2222:3333:4444:5555:6666:7777:8888:9999/64", "10.0.0.1/24/24"};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        struct ip ip;
        if (ip_parse_prefixed(texts[i], &ip))
            fail_msg("accepted: %s", texts[i]);
    }
}

static void tells_networks_from_hosts(void **state) {
    (void)state;
    struct ip ip;
    assert_true(ip_parse_prefixed("10.0.1.0/24", &ip) && ip_is_network(&ip));
    assert_true(ip_parse_prefixed("10.0.1.1/24", &ip) && !ip_is_network(&ip));
    assert_true(ip_parse_prefixed("fd00:0:0:1::/63", &ip) && !ip_is_network(&ip));
    assert_true(ip_parse_prefixed("10.0.1.1/32", &ip) && ip_is_network(&ip) && ip_is_host(&ip));
    assert_true(ip_parse_prefixed("224.0.0.1/24", &ip) && !ip_is_host(&ip));
    assert_true(ip_parse_prefixed("ff02::1/64", &ip) && !ip_is_host(&ip));
    assert_true(ip_parse_prefixed("127.9.0.1/8", &ip) && ip_is_loopback(&ip));
    assert_true(ip_parse_prefixed("::1/128", &ip) && ip_is_loopback(&ip));
    assert_true(ip_parse_prefixed("10.255.0.1/32", &ip) && !ip_is_loopback(&ip));
    assert_true(ip_parse_prefixed("fd00::1/128", &ip) && !ip_is_loopback(&ip));
    assert_true(ip_parse_prefixed("0.0.0.0/8", &ip) && !ip_is_host(&ip));
}

static void reads_unicast_mac_addresses_only(void **state) {
    (void)state;
    uint8_t mac[6];
    char text[18];
    assert_true(mac_parse("02:00:5e:10:00:ff", mac));
    mac_format(mac, text);
    assert_string_equal(text, "02:00:5e:10:00:ff");
    const char *const wrong[] = {"", "01:00:00:00:00:01", "00:00:00:00:00:00", "02:00:00:00:00:AB", "02-00-00-00-00-01", "02:00:00:00:00:1", "02:00:00:00:00:011", "02:00:00:00:00"};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        assert_false(mac_parse(wrong[i], mac));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_what_it_accepts),
        cmocka_unit_test(refuses_other_spellings),
        cmocka_unit_test(tells_networks_from_hosts),
        cmocka_unit_test(reads_unicast_mac_addresses_only),
    };
    return cmocka_run_group_tests_name("addresses", tests, NULL, NULL);
}
