/* Routes that the kernel flushes with an address: kept when the address goes, put back at the end of the apply if they still can be. */
#define _GNU_SOURCE
#include "transaction.h"

#include "attribute.h"
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
    const struct nlattr *table[RTA_DST + 1];
    attribute_table(message, sizeof(*header), table, RTA_DST + 1);
    (void)attribute_bytes(table[RTA_DST], to.bytes, ip_size(to.family));
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
