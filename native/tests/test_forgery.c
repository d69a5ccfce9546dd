/*
 * Root of a node may send to every netlink socket in its network namespace, the supervisor's too (netlink_allowed of net/netlink/af_netlink.c). What it
 * says is not believed, and it cannot keep the supervisor waiting.
 */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "own_network.h"

#include "link.h"
#include "loop.h"
#include "monitor.h"
#include "netlink.h"

#include <errno.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* The ports of the sockets that are bound in this network namespace, read as anybody can. */
static size_t ports(uint32_t *list, size_t room) {
    size_t count = 0;
    char line[256];
    FILE *file = fopen("/proc/self/net/netlink", "re");
    assert_non_null(file);
    while (count < room && fgets(line, sizeof(line), file) != NULL) {
        char *at = line;
        (void)strtoul(at, &at, 16);
        unsigned long protocol = strtoul(at, &at, 10), port = strtoul(at, &at, 10);
        if (at != line && protocol == NETLINK_ROUTE && port != 0)
            list[count++] = (uint32_t)port;
    }
    (void)fclose(file);
    return count;
}

struct forged {
    struct nlmsghdr header;
    union {
        struct nlmsgerr error;
        struct ifinfomsg link;
        char bytes[4096];
    };
};

/* Sends to all of them but itself; returns how many times the kernel took it. */
static size_t forge(int fd, const struct forged *message) {
    uint32_t list[16];
    size_t sent = 0, count = ports(list, 16);
    struct sockaddr_nl self;
    socklen_t length = sizeof(self);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&self, &length), 0);
    for (size_t i = 0; i < count; i++) {
        struct sockaddr_nl to = {.nl_family = AF_NETLINK, .nl_pid = list[i]};
        if (list[i] != self.nl_pid && sendto(fd, message, message->header.nlmsg_len, MSG_DONTWAIT, (struct sockaddr *)&to, sizeof(to)) > 0)
            sent++;
    }
    return sent;
}

static int attacker(void) {
    struct sockaddr_nl any = {.nl_family = AF_NETLINK};
    int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
    assert_true(fd >= 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&any, sizeof(any)), 0);
    return fd;
}

static int answers, last;

static void note(void *context, uint64_t tag, int number, const char *kernel) {
    (void)context;
    (void)tag;
    (void)kernel;
    answers++;
    last = number;
}

static void forged_answers_are_not_believed(void **state) {
    (void)state;
    struct netlink *netlink;
    struct link_change up = {.has_up = true, .up = true};
    assert_int_equal(netlink_open(&netlink), 0);
    int fd = attacker();
    for (uint32_t sequence = 1; sequence < 4; sequence++) {
        struct forged no = {.header = {.nlmsg_len = NLMSG_LENGTH(sizeof(struct nlmsgerr)), .nlmsg_type = NLMSG_ERROR, .nlmsg_seq = sequence}, .error = {.error = -EPERM}};
        assert_true(forge(fd, &no) > 0); /* without this the rest would prove nothing */
    }
    for (int i = 0; i < 3; i++)
        assert_int_equal(link_change(netlink, 1, &up, 0), 0);
    answers = last = 0;
    assert_int_equal(netlink_flush(netlink, note, NULL), 0);
    assert_int_equal(answers, 3);
    assert_int_equal(last, 0);
    close(fd);
    netlink_close(netlink);
}

static void a_full_socket_never_makes_it_wait(void **state) {
    (void)state;
    struct netlink *netlink;
    struct link_change up = {.has_up = true, .up = true};
    assert_int_equal(netlink_open(&netlink), 0);
    int fd = attacker();
    (void)alarm(20); /* waiting for ever is what this is about */
    struct forged junk = {.header = {.nlmsg_len = sizeof(junk), .nlmsg_type = NLMSG_NOOP}};
    for (int round = 0; round < 3; round++) {
        size_t sent = 0;
        while (forge(fd, &junk) > 0)
            sent++;
        assert_true(sent > 10 || round > 0);
        answers = 0;
        for (int i = 0; i < 64; i++)
            assert_int_equal(link_change(netlink, 1, &up, 0), 0);
        int result = netlink_flush(netlink, note, NULL);
        assert_true(result == 0 ? answers == 64 : result == -ENOBUFS);
    }
    assert_int_equal(link_change(netlink, 1, &up, 0), 0);
    answers = 0;
    assert_int_equal(netlink_flush(netlink, note, NULL), 0);
    assert_int_equal(answers, 1);
    (void)alarm(0);
    close(fd);
    netlink_close(netlink);
}

/* The kernel's answer finds no room because the attacker was quicker: the request is refused, not waited for. */
static void an_answer_that_was_lost_is_an_error(void **state) {
    (void)state;
    struct netlink *netlink;
    assert_int_equal(netlink_open(&netlink), 0);
    (void)alarm(20);
    uint32_t list[4];
    assert_true(ports(list, 4) > 0);
    struct link_change up = {.has_up = true, .up = true};
    assert_int_equal(link_change(netlink, 1, &up, 0), 0);
    /* The smallest receive buffer that there is, with no room for 64 answers with the requests in them. */
    for (int fd = 3; fd < 64; fd++) {
        int size = 0, domain = 0;
        socklen_t length = sizeof(domain);
        if (getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &length) == 0 && domain == AF_NETLINK)
            assert_int_equal(setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size)), 0);
    }
    for (int i = 0; i < 100; i++)
        assert_int_equal(link_change(netlink, 4711, &up, 0), 0);
    assert_int_equal(netlink_flush(netlink, note, NULL), -ENOBUFS);
    answers = 0;
    assert_int_equal(link_change(netlink, 1, &up, 0), 0);
    assert_int_equal(netlink_flush(netlink, note, NULL), 0);
    assert_int_equal(answers, 1);
    (void)alarm(0);
    netlink_close(netlink);
}

static void changed(void *context) {
    (*(int *)context)++;
}

static void forged_notifications_are_not_believed(void **state) {
    (void)state;
    struct netlink *netlink;
    struct monitor *monitor;
    struct loop *loop;
    int times = 0;
    assert_int_equal(loop_new(&loop), 0);
    assert_int_equal(netlink_open(&netlink), 0);
    assert_int_equal(monitor_open(loop, changed, &times, &monitor), 0);
    assert_int_equal(monitor_refresh(monitor, netlink), 1);
    int fd = attacker();
    struct forged link = {.header = {.nlmsg_len = NLMSG_LENGTH(sizeof(struct ifinfomsg)), .nlmsg_type = RTM_NEWLINK}, .link = {.ifi_index = 4711}};
    assert_true(forge(fd, &link) > 0);
    (void)monitor_refresh(monitor, netlink);
    assert_null(observed_interface(monitor_observed(monitor), 4711));
    assert_non_null(observed_interface(monitor_observed(monitor), 1));
    close(fd);
    monitor_close(monitor);
    netlink_close(netlink);
    loop_free(loop);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forged_answers_are_not_believed),
        cmocka_unit_test(a_full_socket_never_makes_it_wait),
        cmocka_unit_test(an_answer_that_was_lost_is_an_error),
        cmocka_unit_test(forged_notifications_are_not_believed),
    };
    return cmocka_run_group_tests_name("forged netlink", tests, own_network, NULL);
}
