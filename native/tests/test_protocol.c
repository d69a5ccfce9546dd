/* Lines: limits, and that every error is one a client can read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "protocol.h"

#include <errno.h>
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
    const char *const texts[] = {"", " ", "[]", "1", "\"a\"", "null", "{", "{}}", "{\"a\":1,\"a\":2}", "{\"a\":\"\xff\"}", "{'a':1}", "{\"a\":NaN}", "{\"a\":1e999}"};
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

/* A name of a hostile client is cut at a byte; the sentence around it must not go with it. */
static void an_error_keeps_its_sentence_whatever_is_in_it(void **state) {
    (void)state;
    struct nw_error error;
    (void)error_set(&error, "unknown-call", EINVAL, "There is no call %.40s.", "a\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9");
    json_t *reply = protocol_error(NULL, &error);
    const char *message = json_string_value(json_object_get(json_object_get(reply, "error"), "message"));
    assert_non_null(message);
    assert_true(strncmp(message, "There is no call a", 18) == 0);
    assert_string_equal(message + strlen(message) - 4, "\xef\xbf\xbd.");
    json_decref(reply);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_objects_of_32_levels_and_no_more),
        cmocka_unit_test(refuses_what_is_no_object),
        cmocka_unit_test(answers_carry_the_id_and_the_whole_error),
        cmocka_unit_test(an_error_keeps_its_sentence_whatever_is_in_it),
    };
    return cmocka_run_group_tests_name("protocol", tests, NULL, NULL);
}
