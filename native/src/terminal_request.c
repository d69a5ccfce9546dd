#define _GNU_SOURCE
#include "terminal_request.h"

#include "namespace.h"
#include "terminal.h"

#include <errno.h>
#include <string.h>

enum { ARGUMENTS_MAX = 1024, ARGUMENT_BYTES_MAX = 128 * 1024, VARIABLES_MAX = 64, TITLE_MAX = 200 };

static int refuse(struct nw_error *error, const char *what) {
    return error_set(error, "invalid-request", EINVAL, "A terminal cannot be opened: %s.", what);
}

static bool known_keys(const json_t *request, const char *const *known) {
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)request, key, value) {
        bool found = false;
        for (size_t i = 0; known[i] != NULL && !found; i++)
            found = strcmp(known[i], key) == 0;
        if (!found)
            return false;
    }
    return true;
}

/* A string of at most `size` bytes or nothing; false if it is something else. */
static bool optional_text(const json_t *request, const char *key, size_t size, const char **ret_text) {
    const json_t *value = json_object_get(request, key);
    *ret_text = json_string_value(value);
    return value == NULL || (*ret_text != NULL && json_string_length(value) <= size && strlen(*ret_text) == json_string_length(value));
}

static bool read_size(const json_t *request, uint16_t *ret_columns, uint16_t *ret_rows) {
    json_int_t columns = json_integer_value(json_object_get(request, "cols")), rows = json_integer_value(json_object_get(request, "rows"));
    *ret_columns = (uint16_t)columns;
    *ret_rows = (uint16_t)rows;
    return columns >= 1 && columns <= UINT16_MAX && rows >= 1 && rows <= UINT16_MAX;
}

static bool argv_valid(const json_t *argv) {
    size_t bytes = 0, index;
    json_t *argument;
    if (!json_is_array(argv) || json_array_size(argv) == 0 || json_array_size(argv) > ARGUMENTS_MAX)
        return false;
    json_array_foreach(argv, index, argument) {
        if (!json_is_string(argument) || strlen(json_string_value(argument)) != json_string_length(argument))
            return false;
        bytes += json_string_length(argument) + 1;
    }
    return bytes <= ARGUMENT_BYTES_MAX && json_string_length(json_array_get(argv, 0)) > 0;
}

static bool environment_valid(const json_t *environment) {
    const char *name;
    json_t *value;
    if (!json_is_object(environment) || json_object_size(environment) > VARIABLES_MAX)
        return false;
    json_object_foreach((json_t *)(uintptr_t)environment, name, value) {
        if (!json_is_string(value))
            return false;
    }
    return true;
}

/* Names of namespaces, none of them twice. */
static bool read_fresh(const json_t *list, uint64_t *ret_flags) {
    size_t index;
    json_t *item;
    *ret_flags = 0;
    if (list == NULL)
        return true;
    if (!json_is_array(list) || json_array_size(list) > NAMESPACE_KINDS)
        return false;
    json_array_foreach(list, index, item) {
        uint64_t flag = json_is_string(item) && strlen(json_string_value(item)) == json_string_length(item) ? namespace_flag_named(json_string_value(item)) : 0;
        if (flag == 0 || (*ret_flags & flag) != 0)
            return false;
        *ret_flags |= flag;
    }
    return true;
}

int terminal_request_program(const json_t *request, bool terminal, struct program *ret_program, const char **ret_node, const char **ret_title,
                             struct nw_error *error) {
    static const char *const terminal_keys[] = {"open", "node", "cols", "rows", "argv", "env", "as", "fresh", "title", NULL};
    static const char *const command_keys[] = {"open", "node", "argv", "env", "as", "fresh", "cwd", NULL};
    *ret_program = (struct program){.terminal = terminal, .pipes = {-1, -1, -1}};
    *ret_node = *ret_title = NULL;
    if (!known_keys(request, terminal ? terminal_keys : command_keys))
        return refuse(error, "the request has a key that is not known");
    if (!optional_text(request, "node", sizeof(((struct terminal_place *)0)->node) - 1, ret_node) || *ret_node == NULL)
        return refuse(error, "\"node\" is not the id of a node");
    if (terminal && !read_size(request, &ret_program->columns, &ret_program->rows))
        return refuse(error, "\"cols\" and \"rows\" are not numbers from 1 to 65535");
    ret_program->argv = json_object_get(request, "argv");
    if (ret_program->argv == NULL ? !terminal : !argv_valid(ret_program->argv))
        return refuse(error, "\"argv\" is not a list of 1 to 1,024 strings of 128 KiB in all");
    ret_program->environment = json_object_get(request, "env");
    if (ret_program->environment != NULL && !environment_valid(ret_program->environment))
        return refuse(error, "\"env\" is not an object of at most 64 strings");
    if (!optional_text(request, "as", 64, &ret_program->as))
        return refuse(error, "\"as\" is not a user name or numeric id");
    if (!read_fresh(json_object_get(request, "fresh"), &ret_program->fresh))
        return refuse(error, "\"fresh\" is not a list of namespaces: user, net, pid, mnt, ipc, uts");
    if (!optional_text(request, "cwd", 4095, &ret_program->directory))
        return refuse(error, "\"cwd\" is not a path");
    if (!optional_text(request, "title", TITLE_MAX, ret_title))
        return refuse(error, "\"title\" is not a text of at most 200 bytes");
    return 0;
}

int terminal_request_attach(const json_t *request, json_int_t *ret_terminal, uint16_t *ret_columns, uint16_t *ret_rows, struct nw_error *error) {
    static const char *const keys[] = {"open", "terminal", "cols", "rows", NULL};
    const json_t *number = json_object_get(request, "terminal");
    if (!known_keys(request, keys))
        return refuse(error, "the request has a key that is not known");
    if (!json_is_integer(number))
        return refuse(error, "\"terminal\" is not the number of a terminal");
    *ret_columns = *ret_rows = 0;
    bool sized = json_object_get(request, "cols") != NULL || json_object_get(request, "rows") != NULL;
    if (sized && !read_size(request, ret_columns, ret_rows))
        return refuse(error, "\"cols\" and \"rows\" are not numbers from 1 to 65535");
    *ret_terminal = json_integer_value(number);
    return 0;
}

int terminal_request_kind(const json_t *request, enum terminal_request *ret_kind, struct nw_error *error) {
    const char *open = json_string_value(json_object_get(request, "open"));
    if (open != NULL && strcmp(open, "exec") == 0)
        *ret_kind = REQUEST_COMMAND;
    else if (open != NULL && strcmp(open, "terminal") == 0)
        *ret_kind = json_object_get(request, "terminal") != NULL ? REQUEST_ATTACH : REQUEST_TERMINAL;
    else
        return refuse(error, "\"open\" is neither \"terminal\" nor \"exec\"");
    return 0;
}
