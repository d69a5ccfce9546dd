/* The front of nestwork-root: nobody without any capability, between a client and the worker. What it gets wrong, the worker refuses. */
#define _GNU_SOURCE
#include "root_server.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

enum { LINE = 64 * 1024 };

static bool hand_on(int client, int worker, const char *line, size_t length) {
    struct privileged_request request;
    struct privileged_answer answer = {.kind = ANSWER_FAILED};
    if (privileged_parse(line, length, &request, &answer.error) == 0)
        return send(worker, &request, sizeof(request), MSG_NOSIGNAL) == (ssize_t)sizeof(request);
    answer.id = request.id;
    /* Behind a line that is no JSON nothing can be trusted. */
    return privileged_say(client, privileged_answer_json(&answer)) && strcmp(answer.error.code, "malformed-line") != 0;
}

/* Takes whole lines out of `line`. false: the client is to be let go. */
static bool read_client(int client, int worker, char line[LINE], size_t *length) {
    ssize_t got = recv(client, line + *length, LINE - *length, 0);
    if (got <= 0)
        return got < 0 && errno == EINTR;
    *length += (size_t)got;
    char *end;
    while ((end = memchr(line, '\n', *length)) != NULL) {
        size_t taken = (size_t)(end - line) + 1;
        if (!hand_on(client, worker, line, taken - 1))
            return false;
        memmove(line, end + 1, *length - taken);
        *length -= taken;
    }
    return *length < LINE;
}

void front(int client, int worker, enum privileged_caller caller) {
    static char line[LINE];
    size_t length = 0;
    struct pollfd ready[2] = {{.fd = client, .events = POLLIN}, {.fd = worker, .events = POLLIN}};
    if (!privileged_say(client, privileged_hello(caller)))
        return;
    for (;;) {
        if (poll(ready, 2, -1) < 0 && errno != EINTR)
            return;
        struct privileged_answer answer;
        if ((ready[1].revents & (POLLIN | POLLHUP)) != 0) {
            ssize_t got = recv(worker, &answer, sizeof(answer), 0);
            if (got != (ssize_t)sizeof(answer) || !privileged_say(client, privileged_answer_json(&answer)))
                return;
        }
        if ((ready[0].revents & (POLLIN | POLLHUP)) != 0 && !read_client(client, worker, line, &length))
            return;
    }
}
