/* Ranges of ids as /etc/subuid gives them, and the tables that everything is looked up in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sandbox.h"
#include "util.h"

#include <stdio.h>
#include <string.h>

static void takes_the_longest_range_of_the_person(void **state) {
    (void)state;
    unsigned long start = 0, count = 0;
    const char *text = "root:1:1\nann:100000:1000\nbob:200000:65536\nann:300000:65536\n1000:900000:70000\n";
    assert_true(sandbox_subordinate(text, "ann", "1001", &start, &count));
    assert_int_equal(start, 300000);
    assert_int_equal(count, 65536);
    assert_true(sandbox_subordinate(text, "carl", "1000", &start, &count));
    assert_int_equal(start, 900000);
    assert_true(sandbox_subordinate("ann:5:7", "ann", "1", &start, &count)); /* no end of line */
    assert_int_equal(count, 7);
}

static void takes_no_range_that_is_not_one(void **state) {
    (void)state;
    unsigned long start = 0, count = 0;
    const char *const texts[] = {"", "\n", "ann", "ann:", "ann:1", "ann:1:", "ann::1", "ann:-1:5", "ann:+1:5", "ann:0:5", "ann:1:0", "ann:1:5x", "ann: 1:5", "ann:4294967295:1",
                                 "ann:99999999999999999999:1", "ann:4294967290:100", "anna:1:5", "an:1:5", "#ann:1:5"};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        if (sandbox_subordinate(texts[i], "ann", "1000", &start, &count))
            fail_msg("accepted: %s", texts[i]);
    }
}

static void finds_ten_thousand_entries_again(void **state) {
    (void)state;
    struct table *table;
    char key[32];
    static int values[10000];
    assert_int_equal(table_new(&table), 0);
    for (int i = 0; i < 10000; i++) {
        (void)snprintf(key, sizeof(key), "n-%d", i);
        assert_int_equal(table_set(table, key, &values[i]), 0);
    }
    for (int i = 0; i < 10000; i += 2) {
        (void)snprintf(key, sizeof(key), "n-%d", i);
        table_remove(table, key);
    }
    assert_int_equal(table_count(table), 5000);
    for (int i = 0; i < 10000; i++) {
        (void)snprintf(key, sizeof(key), "n-%d", i);
        assert_ptr_equal(table_get(table, key), i % 2 == 0 ? NULL : &values[i]);
    }
    table_remove(table, "none");
    table_free(table);
}

static void cuts_texts_without_running_over(void **state) {
    (void)state;
    char text[4];
    assert_true(text_copy(text, sizeof(text), "abc"));
    assert_false(text_copy(text, sizeof(text), "abcd"));
    assert_string_equal(text, "abc");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_the_longest_range_of_the_person),
        cmocka_unit_test(takes_no_range_that_is_not_one),
        cmocka_unit_test(finds_ten_thousand_entries_again),
        cmocka_unit_test(cuts_texts_without_running_over),
    };
    return cmocka_run_group_tests_name("ids and tables", tests, NULL, NULL);
}
