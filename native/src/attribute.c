#define _GNU_SOURCE
#include "attribute.h"

void attribute_table(const struct nlmsghdr *message, size_t header, const struct nlattr **table, size_t size) {
    for (size_t i = 0; i < size; i++)
        table[i] = NULL;
    const struct nlattr *attribute;
    for (attribute = mnl_nlmsg_get_payload_offset(message, header);
         mnl_attr_ok(attribute, (int)((const char *)mnl_nlmsg_get_payload_tail(message) - (const char *)attribute));
         attribute = mnl_attr_next(attribute)) {
        if (mnl_attr_get_type(attribute) < size)
            table[mnl_attr_get_type(attribute)] = attribute;
    }
}
