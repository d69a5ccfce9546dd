/* What a lone reader that lags is promised: nothing is lost, however the output falls into pieces. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "attachment.h"
#include "session.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Output whose every byte tells its place, so that a gap is seen. */
static uint8_t byte_at(size_t place) {
    return (uint8_t)((place * 2654435761U) >> 16);
}

static void stop(void *context) {
    loop_stop(context);
}

static void changed(void *context, struct session *session) {
    (void)context;
    (void)session;
}

static size_t written;

static void write_one(struct session *session) {
    uint8_t byte = byte_at(written++);
    assert_int_equal(scrollback_write(&session->scrollback, &byte, 1), 0);
}

/* Reads what is there without waiting; returns how many bytes of output came, after having looked at each. */
static size_t take(int fd, size_t place) {
    static uint8_t bytes[FRAME_HEADER + CHANNEL_CHUNK];
    static size_t length;
    size_t taken = 0;
    for (;;) {
        size_t whole = length >= FRAME_HEADER ? FRAME_HEADER + ((size_t)bytes[3] << 8 | bytes[4]) : FRAME_HEADER;
        if (length < whole || length < FRAME_HEADER) {
            ssize_t got = recv(fd, bytes + length, whole - length, MSG_DONTWAIT);
            if (got <= 0)
                return taken;
            length += (size_t)got;
            continue;
        }
        assert_int_equal(bytes[0], FRAME_DATA);
        for (size_t i = FRAME_HEADER; i < whole; i++)
            assert_int_equal(bytes[i], byte_at(place + taken + i - FRAME_HEADER));
        taken += whole - FRAME_HEADER;
        length = 0;
    }
}

/* The pty gives pieces of odd sizes, as N_TTY does, just when the reader lags by one byte less than what makes reading wait. */
static void nothing_is_lost_when_pieces_do_not_fit_the_turn(void **state) {
    (void)state;
    enum { PIECE = 4095, PIECES = 30 };
    struct session *session = calloc(1, sizeof(*session));
    int pair[2], pty[2];
    assert_int_equal(loop_new(&session->loop), 0);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, pair), 0);
    assert_int_equal(pipe2(pty, O_CLOEXEC | O_NONBLOCK | O_DIRECT), 0); /* each read is one write's, at most */
    assert_true(fcntl(pty[1], F_SETPIPE_SZ, PIECES * 4096 * 2) > 0);
    session->changed = changed;
    session->master = pty[0];
    session->waiting = -1;
    session->started = true;
    attachment_new(session, pair[0], NULL, 0);

    do {
        write_one(session);
        attachments_pump(session);
    } while (!attachments_lag(session));
    session->scrollback.end--;
    written--;
    for (size_t piece = 0, place = written; piece < PIECES; piece++) {
        uint8_t bytes[PIECE];
        for (size_t i = 0; i < PIECE; i++)
            bytes[i] = byte_at(place++);
        assert_int_equal(write(pty[1], bytes, PIECE), PIECE);
    }
    uint64_t before = session->scrollback.end;
    session_read(session);
    size_t whole = (size_t)session->scrollback.end, read_so_far = 0;
    assert_true(whole > before && session->paused);
    static uint8_t rest[PIECE];
    while (read(pty[0], rest, sizeof(rest)) > 0) /* what came is all that this is about */
        continue;
    for (int turn = 0; turn < 10000 && read_so_far < whole; turn++) {
        read_so_far += take(pair[1], read_so_far);
        assert_int_equal(loop_timer(session->loop, 1, stop, session->loop, NULL), 0);
        assert_int_equal(loop_run(session->loop), 0);
    }
    assert_int_equal(read_so_far, whole);
    struct loop *loop = session->loop;
    session->ended = true;
    session_free(session);
    loop_free(loop);
    close(pair[1]);
    close(pty[1]);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(nothing_is_lost_when_pieces_do_not_fit_the_turn)};
    return cmocka_run_group_tests_name("sessions", tests, NULL, NULL);
}
