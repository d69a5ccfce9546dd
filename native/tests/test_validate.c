/* Operations: what both languages accept and refuse, and that no input whatever is more than a refusal. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "namespace.h"
#include "validate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static json_t *fixtures(void) {
    const char *const paths[] = {"tests/fixtures/operations.json", "fixtures/operations.json", "native/tests/fixtures/operations.json"};
    for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
        json_t *all = json_load_file(paths[i], JSON_ALLOW_NUL, NULL);
        if (all != NULL)
            return all;
    }
    return NULL;
}

static size_t each(const char *list, bool accepted) {
    json_t *all = fixtures(), *item;
    size_t index, wrong = 0;
    assert_non_null(all);
    json_t *items = json_object_get(all, list);
    json_array_foreach(items, index, item) {
        struct operation operation;
        struct nw_error error = {0};
        int result = validate_operation(json_object_get(item, "operation"), &operation, &error);
        if ((result == 0) != accepted) {
            wrong++;
            print_error("%s: %s: %s\n", list, json_string_value(json_object_get(item, "why")), error.message);
        }
        if (result == 0)
            operation_clear(&operation);
        else
            assert_string_equal(error.code, "invalid-operation");
    }
    size_t count = json_array_size(items);
    json_decref(all);
    assert_int_equal(wrong, 0);
    return count;
}

static void accepts_what_the_typescript_side_accepts(void **state) {
    (void)state;
    assert_true(each("accepted", true) >= 40);
}

static void refuses_what_the_typescript_side_refuses(void **state) {
    (void)state;
    assert_true(each("refused", false) >= 60);
}

static void refuses_what_has_no_meaning_for_the_kernel(void **state) {
    (void)state;
    assert_true(each("refusedBySupervisor", false) >= 20);
}

static void reads_every_field(void **state) {
    (void)state;
    json_t *json = json_loads("{\"op\":\"link.create\",\"link\":\"l-1\",\"medium\":\"wire\",\"cut\":true,\"ends\":["
                              "{\"node\":\"a\",\"interface\":\"eth0\",\"mac\":\"02:00:00:00:00:0a\",\"mtu\":1400,\"up\":false,\"port\":false},"
                              "{\"node\":\"b\",\"interface\":\"eth9\",\"mac\":\"02:00:00:00:00:0b\",\"mtu\":9000,\"up\":true,\"port\":false}]}",
                              0, NULL);
    struct operation operation;
    struct nw_error error;
    assert_int_equal(validate_operation(json, &operation, &error), 0);
    assert_int_equal(operation.kind, LINK_CREATE);
    assert_true(operation.of_link.wire && operation.of_link.cut && !operation.of_link.ends[0].up && operation.of_link.ends[1].up);
    assert_string_equal(operation.of_link.ends[1].interface, "eth9");
    assert_int_equal(operation.of_link.ends[0].mtu, 1400);
    assert_int_equal(operation.of_link.ends[1].mac[5], 0x0b);
    json_decref(json);
    json = json_loads("{\"op\":\"node.create\",\"node\":\"s\",\"name\":\"s1\",\"kind\":\"hub\",\"isolation\":[\"net\",\"uts\"],\"forwarding\":false,"
                      "\"mac\":\"02:00:00:00:00:0c\"}",
                      0, NULL);
    assert_int_equal(validate_operation(json, &operation, &error), 0);
    assert_int_equal(operation.of_node.isolation, namespace_flag(NAMESPACE_NET) | namespace_flag(NAMESPACE_UTS));
    assert_int_equal(operation.of_node.kind, KIND_HUB);
    json_decref(json);
}

/* Every accepted operation with one field taken away, replaced or added: never more than an answer. A fixed seed, so that a failure comes again. */
static void survives_a_hundred_thousand_mutants(void **state) {
    (void)state;
    json_t *all = fixtures(), *items = json_object_get(all, "accepted");
    const char *const values[] = {"null", "true", "[]", "{}", "\"\"", "-1", "1e308", "99999999999999999", "[[[[[]]]]]", "\"\\u0001\"", "\"../..\"", "{\"node\":{}}"};
    uint32_t random = 1;
    size_t accepted = 0;
    for (int round = 0; round < 100000; round++) {
        random = random * 1664525U + 1013904223U;
        json_t *item = json_deep_copy(json_object_get(json_array_get(items, (random >> 8) % json_array_size(items)), "operation"));
        size_t place = (random >> 20) % (json_object_size(item) + 1);
        const char *key = "extra";
        void *at = json_object_iter(item);
        for (size_t i = 0; i < place && at != NULL; i++) {
            key = json_object_iter_key(at);
            at = json_object_iter_next(item, at);
        }
        char copy[32];
        (void)snprintf(copy, sizeof(copy), "%s", key);
        json_object_set_new(item, copy, json_loads(values[(random >> 4) % (sizeof(values) / sizeof(values[0]))], JSON_DECODE_ANY, NULL));
        struct operation operation;
        struct nw_error error = {0};
        if (validate_operation(item, &operation, &error) == 0) {
            accepted++;
            operation_clear(&operation);
        } else {
            assert_true(error.message[0] != '\0');
        }
        json_decref(item);
    }
    json_decref(all);
    assert_in_range(accepted, 1, 30000); /* some mutants are well-formed ("up": true); most are not */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(accepts_what_the_typescript_side_accepts),
        cmocka_unit_test(refuses_what_the_typescript_side_refuses),
        cmocka_unit_test(refuses_what_has_no_meaning_for_the_kernel),
        cmocka_unit_test(reads_every_field),
        cmocka_unit_test(survives_a_hundred_thousand_mutants),
    };
    return cmocka_run_group_tests_name("operations", tests, NULL, NULL);
}
