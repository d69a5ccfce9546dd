/*
 * rtnetlink: a socket that lives in one network namespace, requests in batches with their acknowledgements, dumps. Knows nothing of
 * what the messages mean. A request carries a tag of the caller's, by which its answer is told.
 */
#ifndef NESTWORK_NETLINK_H
#define NESTWORK_NETLINK_H

#include <libmnl/libmnl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct netlink;

/* `number`: 0 or a positive errno. `kernel`: the extended ack's text, or strerror; valid during the call. */
typedef void (*netlink_acked)(void *context, uint64_t tag, int number, const char *kernel);

/*
 * One datagram, without waiting: its length; 0 if it is not the kernel's (root of a node may send to any socket in its network namespace, and what it
 * says is not to be believed); or a negative errno: EAGAIN, ENOBUFS (messages were lost), EMSGSIZE (it was cut).
 */
ssize_t netlink_receive(int fd, void *buffer, size_t size);

/* Opens a socket in the network namespace that the calling thread is in. */
int netlink_open(struct netlink **ret_netlink);
void netlink_close(struct netlink *netlink);

/* A request of at most NETLINK_MESSAGE_SIZE bytes: begin, attributes by mnl_attr_put..., end. Begin returns NULL when memory ends. */
enum { NETLINK_MESSAGE_SIZE = 4096 };
struct nlmsghdr *netlink_begin(struct netlink *netlink, uint16_t type, uint16_t flags, const void *family_header, size_t family_header_size);
void netlink_end(struct netlink *netlink, struct nlmsghdr *message, uint64_t tag);
/* A request that was made (or received) before: copied, with type and flags as given. */
int netlink_add(struct netlink *netlink, const struct nlmsghdr *message, uint16_t type, uint16_t flags, uint64_t tag);
bool netlink_waiting(const struct netlink *netlink);
/* Forgets what was not sent yet. */
void netlink_discard(struct netlink *netlink);
/* Sends what waits, at most NETLINK_BATCH requests at a time, and calls `acked` for each in order. 0, or a negative errno of the socket itself. */
enum { NETLINK_BATCH = 128 };
int netlink_flush(struct netlink *netlink, netlink_acked acked, void *context);
/* Sends what waits and returns the first error of the kernel as a negative errno; its text is in `kernel` (may be NULL). */
int netlink_flush_simple(struct netlink *netlink, char *kernel, size_t kernel_size);

/*
 * A copy of what waits, to be sent by somebody else, who does not learn what the kernel makes of it: no acknowledgement is asked for, and what the kernel says
 * against it is dropped like all that nobody waits for.
 */
struct netlink_parcel {
    int fd; /* its own, of the same socket */
    char *data;
    size_t length;
};
/* At most as much as one send may hold: -EMSGSIZE. 0 or a negative errno. */
int netlink_pack(struct netlink *netlink, struct netlink_parcel *ret_parcel);
/* Returns when the kernel has carried all of it out. Frees it. May be called from any thread. */
void netlink_parcel_send(struct netlink_parcel *parcel);
void netlink_parcel_free(struct netlink_parcel *parcel);

/* RTM_GET... with NLM_F_DUMP for a family; `each` sees every message of the answer. Repeats a dump that was interrupted by a change. */
int netlink_dump(struct netlink *netlink, uint16_t type, uint8_t family, void (*again)(void *context), int (*each)(const struct nlmsghdr *, void *context),
                 void *context);
/* The same with a family header of the caller's, at most 16 bytes. */
int netlink_dump_with(struct netlink *netlink, uint16_t type, const void *header, size_t size, void (*again)(void *context),
                      int (*each)(const struct nlmsghdr *, void *context), void *context);

#endif
