#define _GNU_SOURCE
#include "answer.h"

#include "error_json.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void send_line(int fd, json_t *answer) {
    char *text = json_dumps(answer, JSON_COMPACT);
    json_decref(answer);
    if (text == NULL)
        return;
    size_t length = strlen(text);
    text[length] = '\n'; /* in place of the end mark: the line is sent by its length */
    /* The connection is fresh, so its buffer is empty; a peer that has gone is noticed at the next read. */
    (void)send(fd, text, length + 1, MSG_NOSIGNAL | MSG_DONTWAIT);
    free(text);
}

void answer_command(int fd, pid_t pid) {
    send_line(fd, json_pack("{s:b, s:{s:i}}", "ok", 1, "value", "pid", (int)pid));
}

void answer_terminal(int fd, json_int_t terminal, pid_t pid, const struct scrollback *scrollback) {
    json_int_t from = (json_int_t)scrollback_entry(scrollback), end = (json_int_t)scrollback->end;
    send_line(fd, json_pack("{s:b, s:{s:i, s:I, s:I, s:I}}", "ok", 1, "value", "pid", (int)pid, "terminal", terminal, "from", from, "end", end));
}

void answer_failure(int fd, const struct nw_error *error) {
    send_line(fd, json_pack("{s:b, s:o}", "ok", 0, "error", error_json(error)));
    close(fd);
}
