/* S15: what a terminal connection says: its first line, and the frames behind it. */
#include "frame.h"
#include "protocol.h"
#include "terminal_request.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void take_request(const json_t *json) {
    struct nw_error error = {0};
    struct program program;
    enum terminal_request kind;
    const char *node, *title;
    json_int_t terminal;
    uint16_t columns, rows;
    if (terminal_request_kind(json, &kind, &error) < 0)
        return;
    if (kind == REQUEST_ATTACH)
        (void)terminal_request_attach(json, &terminal, &columns, &rows, &error);
    else
        (void)terminal_request_program(json, kind == REQUEST_TERMINAL, &program, &node, &title, &error);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const uint8_t *end = size > 0 ? memchr(data, '\n', size) : NULL;
    size_t line = end != NULL ? (size_t)(end - data) : size;
    struct nw_error error;
    json_t *json = protocol_parse((const char *)data, line, &error);
    if (json != NULL)
        take_request(json);
    json_decref(json);
    struct frame frame;
    for (size_t at = end != NULL ? line + 1 : 0; at < size;) {
        int used = frame_next(data + at, size - at, &frame);
        if (used <= 0)
            break;
        if ((size_t)used > size - at || frame.length > (size_t)used)
            abort(); /* more than there is */
        at += (size_t)used;
    }
    return 0;
}
