#define _GNU_SOURCE
#include "fields.h"

#include "name.h"
#include "util.h"

#include <errno.h>
#include <string.h>

int field_refuse(struct fields *fields, const char *key, const char *why) {
    return error_set(fields->error, "invalid-operation", EINVAL, "The field \"%s%s\" %s.", fields->where, key, why);
}

const json_t *field_take(struct fields *fields, const char *key, bool needed, int *result) {
    if (*result < 0)
        return NULL;
    const json_t *value = json_object_get(fields->object, key);
    if (value != NULL && fields->taken < FIELDS_MAX)
        fields->names[fields->taken++] = key;
    if (value == NULL && needed)
        *result = field_refuse(fields, key, "is missing");
    return value;
}

const char *field_plain(const json_t *value) {
    const char *text = json_string_value(value);
    return text != NULL && strlen(text) == json_string_length(value) ? text : NULL;
}

const char *field_text(struct fields *fields, const char *key, bool needed, int *result) {
    const json_t *value = field_take(fields, key, needed, result);
    if (value == NULL)
        return NULL;
    const char *text = field_plain(value);
    if (text == NULL)
        *result = field_refuse(fields, key, "must be a text without zero bytes");
    return text;
}

static void field_pattern(struct fields *fields, const char *key, bool (*valid)(const char *), const char *why, char *target, size_t size,
                         int *result) {
    const char *text = field_text(fields, key, true, result);
    if (text == NULL)
        return;
    if (!valid(text))
        *result = field_refuse(fields, key, why);
    else
        text_copy(target, size, text);
}

void field_id(struct fields *fields, const char *key, char target[48], int *result) {
    field_pattern(fields, key, valid_id, "must be 1 to 40 of a-z, 0-9 and \"-\"", target, 48, result);
}

void field_name(struct fields *fields, char target[64], int *result) {
    field_pattern(fields, "name", valid_node_name, "must be 1 to 63 letters, digits and \"-\", as a hostname", target, 64, result);
}

void field_interface(struct fields *fields, const char *key, char target[IF_NAMESIZE], int *result) {
    field_pattern(fields, key, valid_interface_name, "must be 1 to 15 letters, digits, \".\", \"_\" and \"-\"", target, IF_NAMESIZE, result);
}

bool field_flag(struct fields *fields, const char *key, bool needed, bool *target, int *result) {
    const json_t *value = field_take(fields, key, needed, result);
    if (value == NULL)
        return false;
    if (!json_is_boolean(value)) {
        *result = field_refuse(fields, key, "must be true or false");
        return false;
    }
    *target = json_is_true(value);
    return true;
}

bool field_mac(struct fields *fields, bool needed, uint8_t target[6], int *result) {
    const char *text = field_text(fields, "mac", needed, result);
    if (text == NULL)
        return false;
    if (mac_parse(text, target))
        return true;
    *result = field_refuse(fields, "mac", "must be a unicast MAC address such as 02:00:00:00:00:01");
    return false;
}

void field_mtu(struct fields *fields, bool needed, uint32_t *target, int *result) {
    const json_t *value = field_take(fields, "mtu", needed, result);
    if (value == NULL)
        return;
    json_int_t number = json_is_integer(value) ? json_integer_value(value) : 0;
    if (number < 68 || number > 65535)
        *result = field_refuse(fields, "mtu", "must be a number from 68 to 65535");
    else
        *target = (uint32_t)number;
}

int field_choice(struct fields *fields, const char *key, const char *const *names, int count, int *result) {
    const char *text = field_text(fields, key, true, result);
    for (int i = 0; text != NULL && i < count; i++) {
        if (strcmp(names[i], text) == 0)
            return i;
    }
    if (text != NULL)
        *result = field_refuse(fields, key, "has a value that there is not");
    return 0;
}

void field_prefixed(struct fields *fields, const char *key, struct ip *target, int *result) {
    const char *text = field_text(fields, key, true, result);
    if (text != NULL && !ip_parse_prefixed(text, target))
        *result = field_refuse(fields, key, "must be an address with its prefix length, such as 10.0.1.1/24 or fd00::1/64");
}

static bool known(const struct fields *fields, const char *key) {
    for (size_t i = 0; i < fields->taken; i++) {
        if (strcmp(fields->names[i], key) == 0)
            return true;
    }
    return false;
}

int fields_finish(struct fields *fields, int result) {
    if (result < 0 || json_object_size(fields->object) == fields->taken)
        return result;
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)fields->object, key, value) {
        char shown[48];
        text_copy(shown, sizeof(shown), key);
        if (!known(fields, key))
            return field_refuse(fields, shown, "is not one that this operation has");
    }
    return -EINVAL;
}
