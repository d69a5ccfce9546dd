/* node.sysctl, node.files, node.limits, lab.resolver, command.run: what a node has inside. */
#define _GNU_SOURCE
#include "validate_operation.h"

#include "name.h"
#include "util.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* As the TypeScript side counts: characters (code points). */
enum { COMMAND_MAX = 4096, NAME_MAX_CHARACTERS = 64, PATH_MAX_CHARACTERS = 1024, VALUE_MAX = 256, CONTENT_MAX = 256 * 1024, TIMEOUT_MAX = 3600 };
static const uint64_t memory_least = 4ULL << 20, memory_most = 1ULL << 50;

static size_t characters(const char *text) {
    size_t count = 0;
    for (const unsigned char *at = (const unsigned char *)text; *at != '\0'; at++)
        count += (*at & 0xc0) != 0x80;
    return count;
}

static int no_memory(struct fields *fields) {
    return error_set(fields->error, "out-of-memory", ENOMEM, "There is no memory for an operation.");
}

static bool valid_path(const char *path) {
    return characters(path) <= PATH_MAX_CHARACTERS && valid_file_path(path);
}

/* A whole number within bounds; else refused. */
static json_int_t take_whole(struct fields *fields, const char *key, bool needed, json_int_t least, json_int_t most, const char *why, int *result) {
    const json_t *value = field_take(fields, key, needed, result);
    if (value == NULL)
        return 0;
    json_int_t number = json_is_integer(value) ? json_integer_value(value) : least - 1;
    if (number < least || number > most)
        *result = field_refuse(fields, key, why);
    return number;
}

/* --- node.sysctl --- */

int validate_setting(struct fields *fields, struct operation *operation) {
    int result = 0;
    field_id(fields, "node", operation->node, &result);
    const char *name = field_text(fields, "name", true, &result);
    const json_t *value = field_take(fields, "value", true, &result);
    if (result < 0)
        return result;
    struct setting_wanted *setting = calloc(1, sizeof(*setting));
    if (setting == NULL)
        return no_memory(fields);
    operation->setting = setting;
    if (!setting_path(name, setting->path, sizeof(setting->path)))
        return field_refuse(fields, "name", "must be a setting of the network such as net.ipv4.ip_forward");
    setting->back = json_is_null(value);
    const char *text = setting->back ? "" : json_string_value(value);
    if (text == NULL || (!setting->back && (characters(text) < 1 || characters(text) > VALUE_MAX)) || strpbrk(text, "\r\n") != NULL ||
        json_string_length(value) != strlen(text))
        return field_refuse(fields, "value", "must be one line of 1 to 256 characters, or null");
    text_copy(setting->value, sizeof(setting->value), text);
    return 0;
}

/* --- node.files --- */

static int take_file(struct fields *outer, const json_t *json, struct private_file *file) {
    struct fields fields = {.object = json, .error = outer->error, .where = "files[]."};
    if (!json_is_object(json))
        return field_refuse(outer, "files", "must list objects");
    int result = 0;
    const char *path = field_text(&fields, "path", true, &result);
    const json_t *content = field_take(&fields, "content", true, &result);
    file->mode = (mode_t)take_whole(&fields, "mode", true, 0, 0777, "must be permission bits, from 0 to 511", &result);
    if (result == 0 && !valid_path(path))
        result = field_refuse(&fields, "path", "must be an absolute path without \".\" and \"..\", not below /proc, /sys or /dev");
    if (result == 0 && (!json_is_string(content) || json_string_length(content) > (size_t)CONTENT_MAX * 4))
        result = field_refuse(&fields, "content", "must be a text of at most 262,144 characters");
    if (result < 0)
        return result;
    file->length = json_string_length(content);
    file->path = strdup(path);
    file->content = malloc(file->length + 1);
    if (file->path == NULL || file->content == NULL)
        return no_memory(outer);
    memcpy(file->content, json_string_value(content), file->length + 1);
    if (characters(file->content) > CONTENT_MAX)
        return field_refuse(&fields, "content", "must be a text of at most 262,144 characters");
    return fields_finish(&fields, 0);
}

/* Sorts "/a", "/a/b", "/a-b" so that what lies below a path follows it at once. */
static int by_path(const void *one, const void *other) {
    const unsigned char *a = (const unsigned char *)((const struct private_file *)one)->path;
    const unsigned char *b = (const unsigned char *)((const struct private_file *)other)->path;
    while (*a != '\0' && *a == *b) {
        a++;
        b++;
    }
    int left = *a == '/' ? 1 : *a == '\0' ? 0 : *a + 1, right = *b == '/' ? 1 : *b == '\0' ? 0 : *b + 1;
    return left - right;
}

static int take_files(struct fields *fields, const json_t *list, struct files *files) {
    for (size_t i = 0; i < json_array_size(list); i++) {
        int result = take_file(fields, json_array_get(list, i), &files->list[files->count++]);
        if (result < 0)
            return result;
    }
    qsort(files->list, files->count, sizeof(files->list[0]), by_path);
    for (size_t i = 1; i < files->count; i++) {
        const char *before = files->list[i - 1].path, *path = files->list[i].path;
        size_t length = strlen(before);
        if (strncmp(before, path, length) != 0)
            continue;
        if (path[length] == '\0')
            return field_refuse(fields, "files", "names a path twice");
        if (path[length] == '/')
            return field_refuse(fields, "files", "has a file that is the folder of another");
    }
    return 0;
}

int validate_files(struct fields *fields, struct operation *operation) {
    int result = 0;
    field_id(fields, "node", operation->node, &result);
    const json_t *list = field_take(fields, "files", true, &result);
    if (list == NULL)
        return result;
    if (!json_is_array(list) || json_array_size(list) > FILES_MAX)
        return field_refuse(fields, "files", "must list at most 256 files");
    operation->files = calloc(1, sizeof(struct files) + json_array_size(list) * sizeof(struct private_file));
    return operation->files == NULL ? no_memory(fields) : take_files(fields, list, operation->files);
}

/* --- node.limits --- */

int validate_limits(struct fields *fields, struct operation *operation) {
    struct limits *limits = &operation->limits;
    int result = 0;
    field_id(fields, "node", operation->node, &result);
    const json_t *cpu = field_take(fields, "cpu", false, &result);
    limits->memory = (uint64_t)take_whole(fields, "memory", false, (json_int_t)memory_least, (json_int_t)memory_most,
                                          "must be bytes, from 4194304 on", &result);
    limits->pids = (uint32_t)take_whole(fields, "pids", false, 2, 4194304, "must be a number from 2 to 4194304", &result);
    limits->cpu = cpu != NULL ? json_number_value(cpu) : 0;
    if (result == 0 && cpu != NULL && !(json_is_number(cpu) && limits->cpu >= 0.01 && limits->cpu <= 1024))
        return field_refuse(fields, "cpu", "must be a number of CPUs from 0.01 to 1024");
    return result;
}

/* --- lab.resolver --- */

int validate_resolver(struct fields *fields, struct operation *operation) {
    int result = 0;
    const json_t *servers = field_take(fields, "servers", true, &result);
    const char *search = field_text(fields, "search", false, &result);
    if (result < 0)
        return result;
    if (!json_is_array(servers) || json_array_size(servers) > RESOLVER_SERVERS)
        return field_refuse(fields, "servers", "must list at most three addresses");
    struct resolver *resolver = operation->resolver = calloc(1, sizeof(*resolver));
    if (resolver == NULL)
        return no_memory(fields);
    for (; resolver->count < json_array_size(servers); resolver->count++) {
        const char *text = field_plain(json_array_get(servers, resolver->count));
        struct ip *ip = &resolver->servers[resolver->count];
        if (text == NULL || !ip_parse(text, ip) || !ip_is_host(ip))
            return field_refuse(fields, "servers", "must list addresses of name servers");
    }
    if (search != NULL && !valid_domain(search))
        return field_refuse(fields, "search", "must be a domain in small letters");
    text_copy(resolver->search, sizeof(resolver->search), search != NULL ? search : "");
    return 0;
}

/* --- command.run --- */

static int take_until(struct fields *fields, struct startup *startup) {
    static const char why[] = "must be \"exit\", \"start\", a port to listen on or a file";
    int result = 0;
    const json_t *until = field_take(fields, "until", true, &result);
    if (result < 0)
        return result;
    const char *word = field_plain(until);
    if (word != NULL) {
        bool started = strcmp(word, "start") == 0;
        startup->until = started ? UNTIL_START : UNTIL_EXIT;
        return started || strcmp(word, "exit") == 0 ? 0 : field_refuse(fields, "until", why);
    }
    if (!json_is_object(until))
        return field_refuse(fields, "until", why);
    struct fields inner = {.object = until, .error = fields->error, .where = "until."};
    startup->until = json_object_get(until, "listen") != NULL ? UNTIL_LISTEN : UNTIL_FILE;
    if (startup->until == UNTIL_LISTEN) {
        startup->port = (uint16_t)take_whole(&inner, "listen", true, 1, 65535, "must be a port from 1 to 65535", &result);
    } else {
        const char *file = field_text(&inner, "file", true, &result);
        if (file != NULL && !valid_path(file))
            result = field_refuse(&inner, "file", "must be an absolute path without \".\" and \"..\", not below /proc, /sys or /dev");
        if (result == 0 && file != NULL && (startup->file = strdup(file)) == NULL)
            return no_memory(fields);
    }
    return fields_finish(&inner, result);
}

int validate_command(struct fields *fields, struct operation *operation) {
    int result = 0;
    field_id(fields, "node", operation->node, &result);
    const char *command = field_text(fields, "command", true, &result), *name = field_text(fields, "name", true, &result);
    json_int_t timeout = take_whole(fields, "timeout", true, 1, TIMEOUT_MAX, "must be seconds, from 1 to 3600", &result);
    int restart = field_choice(fields, "restart", restart_policy_names, RESTART_POLICIES, &result);
    if (result < 0)
        return result;
    if (command[0] == '\0' || characters(command) > COMMAND_MAX)
        return field_refuse(fields, "command", "must have 1 to 4,096 characters");
    if (name[0] == '\0' || characters(name) > NAME_MAX_CHARACTERS)
        return field_refuse(fields, "name", "must have 1 to 64 characters");
    struct startup *startup = operation->startup = calloc(1, sizeof(*startup));
    if (startup == NULL || (startup->command = strdup(command)) == NULL || (startup->name = strdup(name)) == NULL)
        return no_memory(fields);
    startup->timeout = (unsigned int)timeout;
    startup->restart = (enum restart_policy)restart;
    return take_until(fields, startup);
}
