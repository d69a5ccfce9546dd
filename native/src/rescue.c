/* Routes that the kernel flushes with an address: kept when the address goes, put back at the end of the apply if they still can be. */
#define _GNU_SOURCE
#include "transaction.h"

#include "cable.h"
#include "restore.h"

#include <linux/rtnetlink.h>
#include <stdlib.h>
#include <string.h>

struct rescue *rescue_new(struct apply *apply, struct node *node) {
    struct rescue *rescue = calloc(1, sizeof(*rescue));
    if (rescue == NULL)
        return NULL;
    rescue->node = node;
    rescue->next = apply->rescues;
    apply->rescues = rescue;
    return rescue;
}

void rescue_free(struct apply *apply) {
    while (apply->rescues != NULL) {
        struct rescue *rescue = apply->rescues;
        apply->rescues = rescue->next;
        buffer_free(&rescue->messages);
        free(rescue);
    }
}

static struct ip destination_of(const struct nlmsghdr *message) {
    const struct rtmsg *header = mnl_nlmsg_get_payload(message);
    struct ip to = {.family = header->rtm_family, .prefix = header->rtm_dst_len};
    const struct nlattr *attribute;
    for (attribute = mnl_nlmsg_get_payload_offset(message, sizeof(*header));
         mnl_attr_ok(attribute, (int)((const char *)mnl_nlmsg_get_payload_tail(message) - (const char *)attribute)); attribute = mnl_attr_next(attribute)) {
        if (mnl_attr_get_type(attribute) == RTA_DST && mnl_attr_get_payload_len(attribute) <= sizeof(to.bytes))
            memcpy(to.bytes, mnl_attr_get_payload(attribute), mnl_attr_get_payload_len(attribute));
    }
    return to;
}

/* An operation of this apply deleted that route. */
static bool deleted(const struct apply *apply, const struct node *node, const struct ip *to) {
    for (const struct rescue *rescue = apply->rescues; rescue != NULL; rescue = rescue->next) {
        if (rescue->deleted && rescue->node == node && memcmp(&rescue->to, to, sizeof(*to)) == 0)
            return true;
    }
    return false;
}

void rescue_put(struct apply *apply) {
    for (struct rescue *rescue = apply->rescues; rescue != NULL; rescue = rescue->next) {
        struct buffer kept = {0};
        if (rescue->deleted || rescue->node->retired)
            continue;
        for (size_t at = 0; at + sizeof(struct nlmsghdr) <= rescue->messages.length;) {
            const struct nlmsghdr *message = (const struct nlmsghdr *)(const void *)(rescue->messages.data + at);
            size_t length = (message->nlmsg_len + 3U) & ~3U;
            struct ip to = destination_of(message);
            if (!deleted(apply, rescue->node, &to))
                (void)buffer_append(&kept, message, length);
            at += length;
        }
        (void)restore_put(rescue->node, &kept, 0);
        (void)netlink_flush(rescue->node->netlink, NULL, NULL);
        buffer_free(&kept);
    }
}
