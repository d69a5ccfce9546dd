/* Lines: limits, and that every error is one a client can read. And the kept document, which travels in them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kept.h"
#include "protocol.h"

#include <stdlib.h>
#include <string.h>

static json_t *parse(const char *text, struct nw_error *error) {
    return protocol_parse(text, strlen(text), error);
}

static void takes_objects_of_32_levels_and_no_more(void **state) {
    (void)state;
    char text[256];
    struct nw_error error;
    for (size_t depth = 31; depth <= 33; depth++) {
        size_t inner = depth - 1;
        (void)memcpy(text, "{\"a\":", 5);
        memset(text + 5, '[', inner);
        memset(text + 5 + inner, ']', inner);
        (void)memcpy(text + 5 + 2 * inner, "}", 2);
        json_t *object = parse(text, &error);
        assert_int_equal(object != NULL, depth <= 32);
        json_decref(object);
    }
    assert_string_equal(error.code, "malformed-line");
    json_t *object = parse("{\"a\":\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\\"{{{{\"}", &error); /* brackets in a text are no depth */
    assert_non_null(object);
    json_decref(object);
}

static void refuses_what_is_no_object(void **state) {
    (void)state;
    const char *const texts[] = {"", " ", "[]", "1", "\"a\"", "null", "{", "{}}", "{\"a\":1,\"a\":2}", "{\"a\":\"\\u0000\"}", "{\"a\":\"\xff\"}", "{'a':1}", "{\"a\":NaN}", "{\"a\":1e999}"};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        struct nw_error error = {0};
        assert_null(parse(texts[i], &error));
        assert_string_equal(error.code, "malformed-line");
        assert_true(error.message[0] != '\0');
    }
}

static void answers_carry_the_id_and_the_whole_error(void **state) {
    (void)state;
    struct nw_error error;
    assert_int_equal(error_set(&error, "kernel-refused", 28, "h1 could not be created: %s.", "gr\xc3\xbc\xc3\x9f"), -28);
    error.index = 4;
    json_t *id = json_integer(7), *reply = protocol_error(id, &error);
    size_t length = 0;
    char *line = protocol_line(reply, &length);
    assert_true(line[length - 1] == '\n');
    line[length - 1] = '\0';
    assert_string_equal(line, "{\"id\":7,\"ok\":false,\"error\":{\"code\":\"kernel-refused\",\"message\":\"h1 could not be created: gr\xc3\xbc\xc3\x9f.\","
                              "\"index\":4,\"errno\":\"ENOSPC\",\"kernel\":\"No space left on device\"}}");
    free(line);
    json_decref(reply);
    json_decref(id);
}

static void keeps_a_document_of_many_parts_and_gives_it_back(void **state) {
    (void)state;
    struct kept kept;
    struct nw_error error;
    int one, other;
    assert_int_equal(kept_init(&kept), 0);
    size_t size = KEPT_PART + 1;
    char *part = malloc(size);
    for (size_t i = 0; i + 1 < size; i += 2)
        (void)memcpy(part + i, "\xc3\xa9", 2); /* pages must not cut a character */
    part[size - 1] = 'x';
    assert_int_equal(kept_change(&kept, "old", 3, &error), 0);
    assert_int_equal(kept_part(&kept, &other, "lost", 4, false, &error), 0);
    assert_int_equal(kept_part(&kept, &one, part, size, false, &error), 0);
    assert_int_equal(kept_part(&kept, &one, part, size, true, &error), 0);
    assert_int_equal(kept_change(&kept, "new", 3, &error), 0);
    json_int_t offset = 0;
    size_t total = 0;
    for (bool more = true; more;) {
        json_t *page = kept_json(&kept, 3, offset, &error);
        assert_non_null(page);
        const json_t *text = json_object_get(page, "document"), *next = json_object_get(page, "next"), *changes = json_object_get(page, "changes");
        total += json_string_length(text);
        more = !json_is_null(next);
        assert_int_equal(json_array_size(changes), more ? 0 : 1);
        offset = json_integer_value(next);
        json_decref(page);
    }
    assert_int_equal(total, 2 * size);
    assert_null(kept_json(&kept, 3, 1, &error)); /* inside a character */
    assert_null(kept_json(&kept, 3, -1, &error));
    assert_null(kept_json(&kept, 3, (json_int_t)(2 * size + 1), &error));
    free(part);
    kept_clear(&kept);
}

static void refuses_a_document_that_is_too_large(void **state) {
    (void)state;
    struct kept kept;
    struct nw_error error;
    int one;
    assert_int_equal(kept_init(&kept), 0);
    size_t size = 4 * 1024 * 1024;
    char *part = calloc(1, size);
    memset(part, 'x', size);
    int result = 0;
    for (int i = 0; i < 17 && result == 0; i++)
        result = kept_part(&kept, &one, part, size, false, &error);
    assert_true(result < 0);
    assert_string_equal(error.code, "too-large");
    assert_int_equal(kept.arriving.capacity, 0); /* and keeps nothing of it */
    free(part);
    kept_clear(&kept);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_objects_of_32_levels_and_no_more),
        cmocka_unit_test(refuses_what_is_no_object),
        cmocka_unit_test(answers_carry_the_id_and_the_whole_error),
        cmocka_unit_test(keeps_a_document_of_many_parts_and_gives_it_back),
        cmocka_unit_test(refuses_a_document_that_is_too_large),
    };
    return cmocka_run_group_tests_name("protocol", tests, NULL, NULL);
}
