/* The description of a program on its way to a process that does not come from the supervisor: see program.h. */
#define _GNU_SOURCE
#include "program.h"

#include "passing.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static json_t *text_or_null(const char *text) {
    return text != NULL ? json_string(text) : json_null();
}

static json_t *describe(const struct program *program) {
    return json_pack("{s:s,s:O,s:O,s:o,s:o,s:I,s:b,s:i,s:i}", "name", program->node_name, "argv", program->argv != NULL ? program->argv : json_null(),
                     "environment", program->environment != NULL ? program->environment : json_null(), "as", text_or_null(program->as), "directory",
                     text_or_null(program->directory), "caller", (json_int_t)program->caller, "terminal", program->terminal, "columns", program->columns,
                     "rows", program->rows);
}

int program_send(const struct program *program, int socket) {
    int fds[PASSING_MAX] = {memfd_create("program", MFD_CLOEXEC), program->pipes[0], program->pipes[1], program->pipes[2]};
    json_t *object = describe(program);
    int result = fds[0] < 0 ? -errno : object == NULL || json_dumpfd(object, fds[0], JSON_COMPACT) < 0 || lseek(fds[0], 0, SEEK_SET) < 0 ? -ENOMEM : 0;
    if (result == 0)
        result = passing_send(socket, "", 1, fds, program->terminal ? 1 : PASSING_MAX);
    json_decref(object);
    if (fds[0] >= 0)
        close(fds[0]);
    return result;
}

int program_receive(int socket, struct program *ret_program) {
    int fds[PASSING_MAX];
    char byte;
    ssize_t got = passing_receive(socket, 0, &byte, 1, fds);
    if (got != 1 || fds[0] < 0)
        return got < 0 ? (int)got : -EPIPE;
    /* Never freed: what is read here belongs to a process that becomes something else. */
    json_t *object = json_loadfd(fds[0], 0, NULL);
    close(fds[0]);
    if (object == NULL)
        return -ENOMEM;
    *ret_program = (struct program){
        .node_name = json_string_value(json_object_get(object, "name")),
        .argv = json_object_get(object, "argv"),
        .environment = json_object_get(object, "environment"),
        .as = json_string_value(json_object_get(object, "as")),
        .directory = json_string_value(json_object_get(object, "directory")),
        .caller = (uid_t)json_integer_value(json_object_get(object, "caller")),
        .terminal = json_is_true(json_object_get(object, "terminal")),
        .columns = (uint16_t)json_integer_value(json_object_get(object, "columns")),
        .rows = (uint16_t)json_integer_value(json_object_get(object, "rows")),
        .pipes = {fds[1], fds[2], fds[3]},
    };
    if (json_is_null(ret_program->argv))
        ret_program->argv = NULL;
    if (json_is_null(ret_program->environment))
        ret_program->environment = NULL;
    return 0;
}
