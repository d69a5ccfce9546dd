/* Ids of users: what is read as one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "identity.h"

#include <errno.h>

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
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numeric_ids_are_read_strictly),
    };
    return cmocka_run_group_tests_name("identities", tests, NULL, NULL);
}
