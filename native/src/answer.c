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

void answer_success(int fd, json_int_t terminal, pid_t pid) {
    json_t *value = json_pack("{s:i}", "pid", (int)pid);
    if (terminal >= 0)
        (void)json_object_set_new(value, "terminal", json_integer(terminal));
    send_line(fd, json_pack("{s:b, s:o}", "ok", 1, "value", value));
}

void answer_failure(int fd, const struct nw_error *error) {
    send_line(fd, json_pack("{s:b, s:o}", "ok", 0, "error", error_json(error)));
    close(fd);
}
