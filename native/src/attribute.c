#define _GNU_SOURCE
#include "attribute.h"

#include <string.h>

static void collect(const char *from, const char *end, const struct nlattr **table, size_t size) {
    for (size_t i = 0; i < size; i++)
        table[i] = NULL;
    while (end - from >= (ptrdiff_t)sizeof(struct nlattr)) {
        const struct nlattr *attribute = (const struct nlattr *)(const void *)from;
        if (attribute->nla_len < sizeof(*attribute) || attribute->nla_len > end - from)
            return;
        if (mnl_attr_get_type(attribute) < size)
            table[mnl_attr_get_type(attribute)] = attribute;
        from += (attribute->nla_len + 3U) & ~3U;
    }
}

void attribute_table(const struct nlmsghdr *message, size_t header, const struct nlattr **table, size_t size) {
    const char *end = (const char *)message + message->nlmsg_len;
    collect((const char *)message + sizeof(*message) + ((header + 3) & ~(size_t)3), end, table, size);
}

void attribute_nested(const struct nlattr *outer, const struct nlattr **table, size_t size) {
    const char *from = mnl_attr_get_payload(outer);
    collect(from, from + mnl_attr_get_payload_len(outer), table, size);
}

void attribute_u32(const struct nlattr *attribute, uint32_t *target) {
    (void)attribute_bytes(attribute, target, sizeof(*target));
}

void attribute_text(const struct nlattr *attribute, char *target, size_t size) {
    if (attribute == NULL)
        return;
    size_t length = strnlen(mnl_attr_get_payload(attribute), mnl_attr_get_payload_len(attribute));
    if (length >= size)
        length = size - 1;
    memcpy(target, mnl_attr_get_payload(attribute), length);
    target[length] = '\0';
}

bool attribute_bytes(const struct nlattr *attribute, void *target, size_t size) {
    if (attribute == NULL || mnl_attr_get_payload_len(attribute) != size)
        return false;
    memcpy(target, mnl_attr_get_payload(attribute), size);
    return true;
}
