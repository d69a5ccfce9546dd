#define _GNU_SOURCE
#include "netlink.h"

#include "trace.h"
#include "util.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* The kernel's own limit for what one send may hold is the socket's send buffer; this stays well below its default. */
enum { SEND_SIZE = 64 * 1024, RECEIVE_SIZE = 64 * 1024 };
/* How large a buffer may be that is kept for the next batch. */
enum { WAITING_KEPT = 16 * 1024 };
/* More than fit into a receive buffer: messages that are not the kernel's, in front of one that is. */
enum { FOREIGN_MAX = 4096 };

struct netlink {
    int fd;
    uint32_t sequence; /* of the next request */
    struct buffer waiting;
    struct buffer tags; /* uint64_t per waiting request */
};

/* MNL_ALIGN mixes signs. */
static size_t aligned(size_t length) {
    return (length + 3) & ~(size_t)3;
}

/* One buffer for all sockets: nothing is kept in it between calls. */
static char received[RECEIVE_SIZE] __attribute__((aligned(8)));

int netlink_open(struct netlink **ret_netlink) {
    struct netlink *netlink = calloc(1, sizeof(*netlink));
    if (netlink == NULL)
        return -ENOMEM;
    netlink->fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
    struct sockaddr_nl address = {.nl_family = AF_NETLINK};
    if (netlink->fd < 0 || bind(netlink->fd, (struct sockaddr *)&address, sizeof(address)) < 0) {
        int result = -errno;
        netlink_close(netlink);
        return result;
    }
    int yes = 1;
    (void)setsockopt(netlink->fd, SOL_NETLINK, NETLINK_EXT_ACK, &yes, sizeof(yes));
    (void)setsockopt(netlink->fd, SOL_NETLINK, NETLINK_CAP_ACK, &yes, sizeof(yes));
    netlink->sequence = 1;
    *ret_netlink = netlink;
    return 0;
}

void netlink_close(struct netlink *netlink) {
    if (netlink == NULL)
        return;
    if (netlink->fd >= 0)
        close(netlink->fd);
    buffer_free(&netlink->waiting);
    buffer_free(&netlink->tags);
    free(netlink);
}

struct nlmsghdr *netlink_begin(struct netlink *netlink, uint16_t type, uint16_t flags, const void *family_header, size_t family_header_size) {
    if (buffer_reserve(&netlink->waiting, NETLINK_MESSAGE_SIZE) < 0 || buffer_reserve(&netlink->tags, sizeof(uint64_t)) < 0)
        return NULL;
    struct nlmsghdr *message = mnl_nlmsg_put_header(netlink->waiting.data + netlink->waiting.length);
    message->nlmsg_type = type;
    message->nlmsg_flags = (uint16_t)(NLM_F_REQUEST | NLM_F_ACK | flags);
    memcpy(mnl_nlmsg_put_extra_header(message, family_header_size), family_header, family_header_size);
    return message;
}

void netlink_end(struct netlink *netlink, struct nlmsghdr *message, uint64_t tag) {
    netlink->waiting.length += aligned(message->nlmsg_len);
    (void)buffer_append(&netlink->tags, &tag, sizeof(tag)); /* reserved by begin */
}

int netlink_add(struct netlink *netlink, const struct nlmsghdr *message, uint16_t type, uint16_t flags, uint64_t tag) {
    if (message->nlmsg_len > NETLINK_MESSAGE_SIZE)
        return -EMSGSIZE;
    if (buffer_reserve(&netlink->waiting, NETLINK_MESSAGE_SIZE) < 0 || buffer_reserve(&netlink->tags, sizeof(uint64_t)) < 0)
        return -ENOMEM;
    struct nlmsghdr *copy = (struct nlmsghdr *)(void *)(netlink->waiting.data + netlink->waiting.length);
    memcpy(copy, message, message->nlmsg_len);
    copy->nlmsg_type = type;
    copy->nlmsg_flags = (uint16_t)(NLM_F_REQUEST | NLM_F_ACK | flags);
    copy->nlmsg_pid = 0;
    netlink_end(netlink, copy, tag);
    return 0;
}

bool netlink_waiting(const struct netlink *netlink) {
    return netlink->waiting.length > 0;
}

void netlink_discard(struct netlink *netlink) {
    netlink->waiting.length = 0;
    netlink->tags.length = 0;
}

ssize_t netlink_receive(int fd, void *buffer, size_t size) {
    struct sockaddr_nl sender = {0};
    struct iovec part = {.iov_base = buffer, .iov_len = size};
    struct msghdr message = {.msg_name = &sender, .msg_namelen = sizeof(sender), .msg_iov = &part, .msg_iovlen = 1};
    ssize_t length;
    do
        length = recvmsg(fd, &message, MSG_DONTWAIT);
    while (length < 0 && errno == EINTR);
    if (length < 0)
        return -errno;
    if (sender.nl_pid != 0)
        return 0;
    return (message.msg_flags & MSG_TRUNC) != 0 ? -EMSGSIZE : length;
}

/*
 * The next answer. The kernel puts answers on the socket before sending returns, and each part of a dump when the one before is taken: what is not there
 * was lost, and waiting for it would be for ever.
 */
static ssize_t receive(int fd) {
    for (int i = 0; i < FOREIGN_MAX; i++) {
        ssize_t length = netlink_receive(fd, received, sizeof(received));
        if (length != 0)
            return length == -EAGAIN ? -ENOBUFS : length;
    }
    return -ENOBUFS;
}

/* Takes off what nobody waits for any more, so that there is room for answers. */
static void drain(int fd) {
    for (int i = 0; i < FOREIGN_MAX; i++) {
        if (netlink_receive(fd, received, sizeof(received)) == -EAGAIN)
            return;
    }
}

/* The text of an extended ack (NLMSGERR_ATTR_MSG), or NULL. */
static const char *ack_text(const struct nlmsghdr *message) {
    if ((message->nlmsg_flags & NLM_F_ACK_TLVS) == 0)
        return NULL;
    size_t offset = sizeof(struct nlmsgerr);
    const struct nlmsgerr *error = mnl_nlmsg_get_payload(message);
    if ((message->nlmsg_flags & NLM_F_CAPPED) == 0)
        offset += error->msg.nlmsg_len - sizeof(struct nlmsghdr);
    offset = aligned(offset);
    size_t length = mnl_nlmsg_get_payload_len(message);
    while (offset + sizeof(struct nlattr) <= length) {
        const struct nlattr *attribute = mnl_nlmsg_get_payload_offset(message, offset);
        if (!mnl_attr_ok(attribute, (int)(length - offset)))
            return NULL;
        if (mnl_attr_get_type(attribute) == NLMSGERR_ATTR_MSG && mnl_attr_validate(attribute, MNL_TYPE_NUL_STRING) >= 0)
            return mnl_attr_get_str(attribute);
        offset += aligned(attribute->nla_len);
    }
    return NULL;
}

/* Tells the answer of one request. Returns whether `message` was one. */
static bool tell(const struct nlmsghdr *message, uint32_t first, size_t count, const uint64_t *tags, netlink_acked acked, void *context) {
    if (message->nlmsg_type != NLMSG_ERROR || message->nlmsg_seq - first >= count || mnl_nlmsg_get_payload_len(message) < sizeof(struct nlmsgerr))
        return false;
    const struct nlmsgerr *error = mnl_nlmsg_get_payload(message);
    int number = -error->error;
    const char *text = ack_text(message);
    trace_answer(&error->msg, number, text != NULL ? text : strerror(number));
    if (acked != NULL)
        acked(context, tags[message->nlmsg_seq - first], number, text != NULL ? text : strerror(number));
    return true;
}

static int send_batch(struct netlink *netlink, char *data, size_t length, size_t count, const uint64_t *tags, netlink_acked acked, void *context) {
    uint32_t first = netlink->sequence;
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        struct nlmsghdr *message = (struct nlmsghdr *)(void *)(data + at);
        message->nlmsg_seq = netlink->sequence++;
        at += aligned(message->nlmsg_len);
    }
    struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
    ssize_t sent;
    drain(netlink->fd);
    do
        sent = sendto(netlink->fd, data, length, 0, (struct sockaddr *)&kernel, sizeof(kernel));
    while (sent < 0 && errno == EINTR);
    if (sent < 0)
        return -errno;
    for (size_t answered = 0; answered < count;) {
        ssize_t got = receive(netlink->fd);
        if (got < 0)
            return (int)got;
        int rest = (int)got;
        for (const struct nlmsghdr *message = (const struct nlmsghdr *)(const void *)received; mnl_nlmsg_ok(message, rest);
             message = mnl_nlmsg_next(message, &rest))
            answered += tell(message, first, count, tags, acked, context) ? 1 : 0;
    }
    return 0;
}

int netlink_flush(struct netlink *netlink, netlink_acked acked, void *context) {
    /* Taken off the socket first: `acked` may put new requests there. */
    struct buffer waiting = netlink->waiting, tags = netlink->tags;
    netlink->waiting = netlink->tags = (struct buffer){0};
    size_t total = tags.length / sizeof(uint64_t), done = 0, at = 0;
    int result = 0;
    while (done < total && result == 0) {
        size_t length = 0, count = 0;
        while (done + count < total && count < NETLINK_BATCH) {
            const struct nlmsghdr *message = (const struct nlmsghdr *)(const void *)(waiting.data + at + length);
            size_t size = aligned(message->nlmsg_len);
            if (count > 0 && length + size > SEND_SIZE)
                break;
            length += size;
            count++;
        }
        result = send_batch(netlink, waiting.data + at, length, count, (const uint64_t *)(const void *)tags.data + done, acked, context);
        at += length;
        done += count;
    }
    /* The buffers are kept for the next batch unless they have grown large or were replaced meanwhile. */
    if (netlink->waiting.data == NULL && waiting.capacity <= WAITING_KEPT) {
        waiting.length = tags.length = 0;
        netlink->waiting = waiting;
        buffer_free(&netlink->tags);
        netlink->tags = tags;
        return result;
    }
    buffer_free(&waiting);
    buffer_free(&tags);
    return result;
}

/* --- sent by somebody else --- */

int netlink_pack(struct netlink *netlink, struct netlink_parcel *ret_parcel) {
    size_t length = netlink->waiting.length;
    if (length > SEND_SIZE)
        return -EMSGSIZE;
    char *data = malloc(length > 0 ? length : 1);
    if (data == NULL)
        return -ENOMEM;
    memcpy(data, netlink->waiting.data, length);
    for (size_t at = 0; at < length;) {
        struct nlmsghdr *message = (struct nlmsghdr *)(void *)(data + at);
        message->nlmsg_flags &= (uint16_t)~NLM_F_ACK;
        message->nlmsg_seq = netlink->sequence++;
        at += aligned(message->nlmsg_len);
    }
    int fd = fcntl(netlink->fd, F_DUPFD_CLOEXEC, 0);
    if (fd < 0) {
        int result = -errno;
        free(data);
        return result;
    }
    *ret_parcel = (struct netlink_parcel){.fd = fd, .data = data, .length = length};
    return 0;
}

void netlink_parcel_free(struct netlink_parcel *parcel) {
    close(parcel->fd);
    free(parcel->data);
}

void netlink_parcel_send(struct netlink_parcel *parcel) {
    struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
    while (sendto(parcel->fd, parcel->data, parcel->length, 0, (struct sockaddr *)&kernel, sizeof(kernel)) < 0 && errno == EINTR)
        continue;
    netlink_parcel_free(parcel);
}

struct first_error {
    int number;
    char *kernel;
    size_t size;
};

static void note_error(void *context, uint64_t tag, int number, const char *kernel) {
    struct first_error *first = context;
    (void)tag;
    if (number == 0 || first->number != 0)
        return;
    first->number = number;
    if (first->kernel != NULL)
        text_copy(first->kernel, first->size, kernel);
}

int netlink_flush_simple(struct netlink *netlink, char *kernel, size_t kernel_size) {
    struct first_error first = {.kernel = kernel, .size = kernel_size};
    int result = netlink_flush(netlink, note_error, &first);
    if (result < 0 && kernel != NULL)
        text_copy(kernel, kernel_size, strerror(-result));
    return result < 0 ? result : -first.number;
}

/* 1: end of the dump; 0: more comes; a negative errno. */
static int dump_part(const struct nlmsghdr *message, int length, uint32_t sequence, bool *interrupted,
                     int (*each)(const struct nlmsghdr *, void *), void *context) {
    for (; mnl_nlmsg_ok(message, length); message = mnl_nlmsg_next(message, &length)) {
        if (message->nlmsg_seq != sequence)
            continue;
        if ((message->nlmsg_flags & NLM_F_DUMP_INTR) != 0)
            *interrupted = true;
        if (message->nlmsg_type == NLMSG_DONE)
            return 1;
        if (message->nlmsg_type == NLMSG_ERROR) {
            const struct nlmsgerr *error = mnl_nlmsg_get_payload(message);
            if (mnl_nlmsg_get_payload_len(message) < sizeof(error->error))
                return -EBADMSG;
            return error->error < 0 ? error->error : 1;
        }
        int result = each(message, context);
        if (result < 0)
            return result;
    }
    return 0;
}

int netlink_dump(struct netlink *netlink, uint16_t type, uint8_t family, void (*again)(void *context), int (*each)(const struct nlmsghdr *, void *context),
                 void *context) {
    /* As long as an ifinfomsg; the family is the first byte of all of them. */
    struct ifinfomsg header = {.ifi_family = family};
    size_t size = type == RTM_GETLINK ? sizeof(struct ifinfomsg) : type == RTM_GETROUTE ? sizeof(struct rtmsg) : 8;
    return netlink_dump_with(netlink, type, &header, size, again, each, context);
}

int netlink_dump_with(struct netlink *netlink, uint16_t type, const void *header, size_t size, void (*again)(void *context),
                      int (*each)(const struct nlmsghdr *, void *context), void *context) {
    for (int attempt = 0; attempt < 8; attempt++) {
        struct {
            struct nlmsghdr header;
            char body[16];
        } request = {.header = {.nlmsg_type = type, .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP}};
        request.header.nlmsg_seq = netlink->sequence++;
        request.header.nlmsg_len = (uint32_t)NLMSG_LENGTH(size);
        memcpy(request.body, header, size);
        if (again != NULL)
            again(context);
        drain(netlink->fd);
        if (send(netlink->fd, &request, request.header.nlmsg_len, 0) < 0)
            return -errno;
        bool interrupted = false;
        int result;
        do {
            ssize_t got = receive(netlink->fd);
            if (got < 0)
                return (int)got;
            result = dump_part((const struct nlmsghdr *)(const void *)received, (int)got, request.header.nlmsg_seq, &interrupted, each, context);
        } while (result == 0);
        if (result < 0)
            return result;
        if (!interrupted)
            return 0;
    }
    return 0; /* changes all the time: the notifications bring what is still missing */
}
