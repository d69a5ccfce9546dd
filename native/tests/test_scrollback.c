/* What scrollback.h and frame.h promise. */
#include "../src/frame.h"
#include "../src/scrollback.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Byte number n of an endless text that repeats only after 251 bytes, which divides no power of two. */
static uint8_t byte_at(uint64_t place) {
    return (uint8_t)(place % 251);
}

static void the_last_bytes_are_there_whatever_the_sizes_of_the_pieces(void **state) {
    (void)state;
    struct scrollback scrollback = {0};
    uint8_t bytes[70000];
    uint64_t written = 0;
    for (unsigned int turn = 0; turn < 200; turn++) {
        size_t length = (turn * 7919) % sizeof(bytes);
        for (size_t i = 0; i < length; i++)
            bytes[i] = byte_at(written + i);
        assert_int_equal(scrollback_write(&scrollback, bytes, length), 0);
        written += length;
        uint64_t start = scrollback_start(&scrollback), place = 0;
        assert_true(start == (written > SCROLLBACK_SIZE ? written - SCROLLBACK_SIZE : 0));
        uint64_t expected = start;
        for (size_t got; (got = scrollback_read(&scrollback, &place, bytes, 5000)) > 0;) {
            for (size_t i = 0; i < got; i++)
                assert_int_equal(bytes[i], byte_at(expected + i));
            expected += got;
        }
        assert_true(expected == written && place == written);
    }
    scrollback_free(&scrollback);
}

static void a_quiet_terminal_costs_little(void **state) {
    (void)state;
    struct scrollback scrollback = {0};
    assert_int_equal(scrollback_write(&scrollback, "$ ", 2), 0);
    assert_true(scrollback.capacity <= 4096);
    scrollback_free(&scrollback);
}

static void a_new_reader_begins_behind_a_newline_once_bytes_were_dropped(void **state) {
    (void)state;
    struct scrollback scrollback = {0};
    assert_int_equal(scrollback_write(&scrollback, "ab", 2), 0);
    assert_true(scrollback_entry(&scrollback) == 0);
    for (int line = 0; line < 40000; line++)
        assert_int_equal(scrollback_write(&scrollback, "0123456\xc3\xa9\n", 10), 0);
    uint64_t place = scrollback_entry(&scrollback);
    char text[10];
    assert_true(place > scrollback_start(&scrollback));
    assert_int_equal(scrollback_read(&scrollback, &place, text, sizeof(text)), 10);
    assert_memory_equal(text, "0123456\xc3\xa9\n", 10);
    scrollback_free(&scrollback);
}

static void frames_come_out_as_they_went_in_and_only_whole(void **state) {
    (void)state;
    uint8_t bytes[FRAME_HEADER + 300];
    struct frame frame;
    frame_header(bytes, FRAME_DATA, 300);
    memset(bytes + FRAME_HEADER, 'x', 300);
    for (size_t length = 0; length < sizeof(bytes); length++)
        assert_int_equal(frame_next(bytes, length, &frame), 0);
    assert_int_equal(frame_next(bytes, sizeof(bytes), &frame), (int)sizeof(bytes));
    assert_int_equal(frame.type, FRAME_DATA);
    assert_int_equal(frame.length, 300);
    assert_ptr_equal(frame.payload, bytes + FRAME_HEADER);
}

static void a_header_that_lies_is_refused_before_its_payload_comes(void **state) {
    (void)state;
    static const struct {
        uint8_t type;
        size_t length;
    } liars[] = {{FRAME_DATA, FRAME_PAYLOAD_MAX + 1}, {FRAME_DATA, 0xffffffff}, {FRAME_RESIZE, 3},  {FRAME_RESIZE, 5}, {FRAME_SIGNAL, 0},
                 {FRAME_SIGNAL, 2},                   {FRAME_EXIT, 2},          {FRAME_STDERR, 10}, {FRAME_EOF, 1},    {6, 0},
                 {255, 0}};
    for (size_t i = 0; i < sizeof(liars) / sizeof(liars[0]); i++) {
        uint8_t header[FRAME_HEADER];
        struct frame frame;
        frame_header(header, liars[i].type, liars[i].length);
        assert_int_equal(frame_next(header, sizeof(header), &frame), -EBADMSG);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_last_bytes_are_there_whatever_the_sizes_of_the_pieces),
        cmocka_unit_test(a_quiet_terminal_costs_little),
        cmocka_unit_test(a_new_reader_begins_behind_a_newline_once_bytes_were_dropped),
        cmocka_unit_test(frames_come_out_as_they_went_in_and_only_whole),
        cmocka_unit_test(a_header_that_lies_is_refused_before_its_payload_comes),
    };
    return cmocka_run_group_tests_name("scrollback", tests, NULL, NULL);
}
