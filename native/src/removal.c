#define _GNU_SOURCE
#include "removal.h"

#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* The thread's few calls need little; sanitizers want more than PTHREAD_STACK_MIN. */
enum { STACK_SIZE = 256 * 1024 };

struct removal {
    atomic_uint holders; /* threads, and the caller: the last one frees it */
    atomic_uint unanswered;
    int answered; /* eventfd(2) */
};

struct request {
    struct removal *removal;
    struct netlink_parcel parcel;
};

/* Free ones of REMOVALS. */
static sem_t threads;

int removal_new(struct removal **ret_removal) {
    static bool ready;
    if (!ready && sem_init(&threads, 0, REMOVALS) < 0)
        return -errno;
    ready = true;
    struct removal *removal = calloc(1, sizeof(*removal));
    if (removal == NULL)
        return -ENOMEM;
    removal->holders = 1;
    removal->answered = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (removal->answered < 0) {
        int result = -errno;
        free(removal);
        return result;
    }
    *ret_removal = removal;
    return 0;
}

void removal_leave(struct removal *removal) {
    if (removal == NULL || atomic_fetch_sub(&removal->holders, 1) > 1)
        return;
    close(removal->answered);
    free(removal);
}

static void *work(void *context) {
    struct request *request = context;
    struct removal *removal = request->removal;
    netlink_parcel_send(&request->parcel);
    free(request);
    atomic_fetch_sub(&removal->unanswered, 1);
    (void)eventfd_write(removal->answered, 1);
    removal_leave(removal);
    (void)sem_post(&threads);
    return NULL;
}

/* Signals are the loop's: the thread inherits them blocked, but for those of faults of its own, which nobody can block. */
static int start(struct request *request) {
    pthread_attr_t attributes;
    pthread_t thread;
    int result = pthread_attr_init(&attributes);
    if (result != 0)
        return -result;
    (void)pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    (void)pthread_attr_setstacksize(&attributes, STACK_SIZE);
    result = pthread_create(&thread, &attributes, work, request);
    (void)pthread_attr_destroy(&attributes);
    return -result;
}

int removal_send(struct removal *removal, struct netlink *netlink) {
    struct request *request = malloc(sizeof(*request));
    if (request == NULL)
        return -ENOMEM;
    *request = (struct request){.removal = removal};
    int result = netlink_pack(netlink, &request->parcel);
    if (result < 0) {
        free(request);
        return result;
    }
    atomic_fetch_add(&removal->holders, 1);
    atomic_fetch_add(&removal->unanswered, 1);
    while (sem_wait(&threads) < 0)
        continue; /* EINTR */
    result = start(request);
    if (result < 0) {
        (void)sem_post(&threads);
        atomic_fetch_sub(&removal->unanswered, 1);
        atomic_fetch_sub(&removal->holders, 1);
        netlink_parcel_free(&request->parcel);
        free(request);
        return result;
    }
    netlink_discard(netlink);
    return 0;
}

int removal_descriptor(const struct removal *removal) {
    return removal->answered;
}

bool removal_over(struct removal *removal) {
    eventfd_t count;
    (void)eventfd_read(removal->answered, &count);
    return atomic_load(&removal->unanswered) == 0;
}
