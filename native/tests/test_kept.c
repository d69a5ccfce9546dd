/* The kept document: parts in, pages out, limits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kept.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static void keeps_a_document_of_many_parts_and_gives_it_back(void **state) {
    (void)state;
    struct kept kept;
    struct nw_error error;
    struct buffer arriving = {0};
    assert_int_equal(kept_init(&kept), 0);
    size_t size = KEPT_PART + 1;
    char *part = malloc(size);
    for (size_t i = 0; i + 1 < size; i += 2)
        (void)memcpy(part + i, "\xc3\xa9", 2); /* pages must not cut a character */
    part[size - 1] = 'x';
    assert_int_equal(kept_change(&kept, "old", 3), 0);
    assert_int_equal(kept_part(&kept, &arriving, part, size, false, &error), 0);
    assert_int_equal(kept_part(&kept, &arriving, part, size, true, &error), 0);
    assert_int_equal(kept.arriving, 0);
    assert_int_equal(kept_change(&kept, "new", 3), 0);
    json_int_t offset = 0;
    size_t total = 0, changes = 0;
    for (bool more = true; more;) {
        json_t *page = kept_json(&kept, 3, offset, &error);
        assert_non_null(page);
        const json_t *next = json_object_get(page, "next");
        total += json_string_length(json_object_get(page, "document"));
        changes += json_array_size(json_object_get(page, "changes"));
        more = !json_is_null(next);
        offset = json_integer_value(next);
        json_decref(page);
    }
    assert_int_equal(total, 2 * size);
    assert_int_equal(changes, 1);
    assert_null(kept_json(&kept, 3, 1, &error)); /* inside a character */
    assert_null(kept_json(&kept, 3, -1, &error));
    assert_null(kept_json(&kept, 3, (json_int_t)(2 * size + 2), &error));
    free(part);
    kept_clear(&kept);
}

/* Whoever ends first has its document kept, and it is one of the two, not a mixture. */
static void two_senders_at_once_do_not_mix(void **state) {
    (void)state;
    struct kept kept;
    struct nw_error error;
    struct buffer one = {0}, other = {0};
    assert_int_equal(kept_init(&kept), 0);
    assert_int_equal(kept_part(&kept, &one, "one, ", 5, false, &error), 0);
    assert_int_equal(kept_part(&kept, &other, "other, ", 7, false, &error), 0);
    assert_int_equal(kept_part(&kept, &one, "whole", 5, true, &error), 0);
    json_t *page = kept_json(&kept, 1, 0, &error);
    assert_string_equal(json_string_value(json_object_get(page, "document")), "one, whole");
    json_decref(page);
    assert_int_equal(kept_part(&kept, &other, "whole", 5, true, &error), 0);
    page = kept_json(&kept, 1, 0, &error);
    assert_string_equal(json_string_value(json_object_get(page, "document")), "other, whole");
    json_decref(page);
    assert_int_equal(kept.arriving, 0);
    kept_clear(&kept);
}

static void refuses_a_document_that_is_too_large_and_keeps_nothing_of_it(void **state) {
    (void)state;
    struct kept kept;
    struct nw_error error;
    struct buffer arriving = {0};
    assert_int_equal(kept_init(&kept), 0);
    size_t size = 4 * 1024 * 1024;
    char *part = malloc(size);
    memset(part, 'x', size);
    int result = 0;
    for (int i = 0; i < 17 && result == 0; i++)
        result = kept_part(&kept, &arriving, part, size, false, &error);
    assert_true(result < 0);
    assert_string_equal(error.code, "too-large");
    assert_int_equal(arriving.capacity, 0);
    assert_int_equal(kept.arriving, 0);

    /* Nor may many senders together make it keep more than two. */
    struct buffer senders[3] = {0};
    int refused = 0;
    for (size_t i = 0; i < 45; i++) {
        refused += kept_part(&kept, &senders[i % 3], part, size, false, &error) < 0 ? 1 : 0;
        assert_true(kept.arriving <= KEPT_ARRIVING);
    }
    assert_true(refused > 0);
    for (size_t i = 0; i < 3; i++)
        kept_forget(&kept, &senders[i]);
    assert_int_equal(kept.arriving, 0);
    free(part);
    kept_clear(&kept);
}

/* Changes may be as large as documents, and a line may not: they come in pages too. */
static void changes_come_in_pages_that_a_line_can_carry(void **state) {
    (void)state;
    enum { CHANGES = 40 };
    struct kept kept;
    struct nw_error error;
    struct buffer arriving = {0};
    assert_int_equal(kept_init(&kept), 0);
    assert_int_equal(kept_part(&kept, &arriving, "document", 8, true, &error), 0);
    size_t size = KEPT_PART / 4;
    char *change = malloc(size);
    for (int i = 0; i < CHANGES; i++) {
        memset(change, 'a' + i % 26, size);
        assert_int_equal(kept_change(&kept, change, size), 0);
    }
    json_int_t offset = 0;
    int seen = 0;
    for (bool more = true; more;) {
        json_t *page = kept_json(&kept, 3, offset, &error);
        assert_non_null(page);
        size_t index, length = json_string_length(json_object_get(page, "document"));
        const json_t *one, *next = json_object_get(page, "next");
        json_array_foreach(json_object_get(page, "changes"), index, one) {
            length += json_string_length(one);
            assert_int_equal(json_string_value(one)[0], 'a' + seen++ % 26);
        }
        assert_in_range(length, 1, KEPT_PART + size);
        more = !json_is_null(next);
        assert_true(!more || json_integer_value(next) > offset);
        offset = json_integer_value(next);
        json_decref(page);
    }
    assert_int_equal(seen, CHANGES);
    free(change);
    kept_clear(&kept);
}

static void a_change_for_which_there_is_no_room_is_refused_before_it_is_made(void **state) {
    (void)state;
    struct kept kept;
    struct nw_error error;
    assert_int_equal(kept_init(&kept), 0);
    size_t size = 4 * 1024 * 1024;
    char *change = malloc(size);
    memset(change, 'x', size);
    int count = 0;
    while (kept_room(&kept, size, &error) == 0 && count < 100) {
        assert_int_equal(kept_change(&kept, change, size), 0);
        count++;
    }
    assert_int_equal(count, 16);
    assert_string_equal(error.code, "kept-full");
    assert_int_equal(kept_room(&kept, 0, &error), 0);
    free(change);
    kept_clear(&kept);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_a_document_of_many_parts_and_gives_it_back),
        cmocka_unit_test(two_senders_at_once_do_not_mix),
        cmocka_unit_test(refuses_a_document_that_is_too_large_and_keeps_nothing_of_it),
        cmocka_unit_test(changes_come_in_pages_that_a_line_can_carry),
        cmocka_unit_test(a_change_for_which_there_is_no_room_is_refused_before_it_is_made),
    };
    return cmocka_run_group_tests_name("kept document", tests, NULL, NULL);
}
