#pragma once
/* Frames of one interface handed to another by the kernel: tc-u32(8) with tc-mirred(8). Needs a kernel with cls_u32 and act_mirred. */
#include <stdint.h>

#include <linux/pkt_cls.h>
#include <linux/tc_act/tc_mirred.h>

#include "netlink.h"

struct redirect {
    /* Interface whose incoming frames are meant, and the one that gets them; both by index, in the namespace of the socket. */
    uint32_t from, to;
    /* TCA_EGRESS_REDIR: they leave by `to`. TCA_INGRESS_REDIR: they come in by it. */
    int way;
    /* Which frames: all zero is all of them. */
    struct tc_u32_key match;
};

/* Adds the messages that make it to the batch. -ENOMEM if there is no room. `tag`: told with the kernel's answer to each. */
int redirect_make(struct netlink *netlink, const struct redirect *redirect, uint64_t tag);
