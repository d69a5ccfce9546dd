/* Start-up commands as the clients see them. */
#define _GNU_SOURCE
#include "startup.h"

#include "node.h"
#include "startup_command.h"
#include "text.h"

#include <errno.h>
#include <sys/wait.h>

enum { PART = 64 * 1024 };

static const char *state_of(const struct start_command *command) {
    if (!command->begun)
        return "waiting";
    if (command->late)
        return "late";
    if (command->pid > 0)
        return "running";
    if (command->restart != NULL || command->due)
        return "restarting";
    return command->stopped ? "stopped" : "ended";
}

json_t *startup_json(const struct node *node) {
    json_t *list = json_array();
    for (const struct start_command *command = node->commands; command != NULL; command = command->next) {
        bool exited = command->has_ended && WIFEXITED(command->status), killed = command->has_ended && WIFSIGNALED(command->status);
        json_t *code = exited ? json_integer(WEXITSTATUS(command->status)) : json_null();
        json_t *signal = killed ? json_integer(WTERMSIG(command->status)) : json_null();
        json_t *since = command->since > 0 ? json_integer((json_int_t)command->since) : json_null();
        json_t *object = json_pack("{s:I,s:s,s:s,s:s,s:o,s:o,s:i,s:o,s:s,s:I}", "index", (json_int_t)command->index, "name", command->startup->name, "command",
                                   command->startup->command, "state", state_of(command), "code", code, "signal", signal, "starts", (int)command->starts, "since",
                                   since, "restart", restart_policy_names[command->startup->restart], "output", (json_int_t)command->kept.end);
        if (object != NULL && command->pid > 0)
            (void)json_object_set_new(object, "pid", json_integer(command->pid));
        (void)json_array_append_new(list, object);
    }
    return list;
}

/* Bytes at the end that begin a character without ending it. */
static size_t unfinished(const char *text, size_t length) {
    for (size_t back = 1; back <= 3 && back <= length; back++) {
        unsigned char byte = (unsigned char)text[length - back];
        if ((byte & 0xc0) == 0x80)
            continue;
        size_t whole = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
        return whole > back ? back : 0;
    }
    return 0;
}

/* Bytes at `place` that end a character whose beginning was dropped. */
static size_t rest_of_character(const struct scrollback *kept, uint64_t place) {
    unsigned char bytes[3];
    size_t length = scrollback_read(kept, &place, bytes, sizeof(bytes)), count = 0;
    while (count < length && (bytes[count] & 0xc0) == 0x80)
        count++;
    return count;
}

json_t *startup_output(const struct node *node, json_int_t index, json_int_t offset, struct nw_error *error) {
    const struct start_command *command = node->commands;
    while (command != NULL && (json_int_t)command->index != index)
        command = command->next;
    if (command == NULL) {
        (void)error_set(error, "not-found", ENOENT, "%s has no start-up command %lld.", node->name, (long long)index);
        return NULL;
    }
    static char text[PART];
    const struct scrollback *kept = &command->kept;
    uint64_t wanted = (uint64_t)offset > kept->end ? kept->end : (uint64_t)offset;
    bool dropped = wanted < scrollback_start(kept);
    if (dropped)
        wanted = scrollback_entry(kept);
    wanted += dropped ? rest_of_character(kept, wanted) : 0;
    uint64_t place = wanted;
    size_t length = scrollback_read(kept, &place, text, sizeof(text));
    /* What is cut in the middle of a character comes with the next part; at the end of all there is none. */
    bool more = place < kept->end || command->output >= 0;
    length -= more ? unfinished(text, length) : 0;
    return json_pack("{s:o,s:I,s:I,s:I}", "text", text_json(text, length), "offset", (json_int_t)wanted, "next", (json_int_t)wanted + (json_int_t)length, "total",
                     (json_int_t)kept->end);
}
