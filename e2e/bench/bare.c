/*
 * The yardstick: the same kernel objects as a lab, made by one small program with batched netlink and nothing else. No supervision, no
 * events, no terminals, no undo, no names kept.
 *
 *     bare star|chain|wires N
 *
 * star   N nodes, each a veth pair to a port of one bridge in a node of its own (N + 1 nodes)
 * chain  N nodes in a row, a veth pair between neighbours
 * wires  the same row with the cables that Nestwork uses between two layer-3 ends: two veth pairs, joined by ingress redirects
 *
 * Everything is inside one outer set of six namespaces; a node is one clone3 with six of its own and one id mapped; `lo` is up, every end is
 * up and has an IPv4 and an IPv6 address. Prints one line of JSON: milliseconds of `up` (first clone to last acknowledgement) and of `down`
 * (SIGKILL of the outer first process until the last process has gone).
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <libmnl/libmnl.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/pkt_cls.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>
#include <linux/sched.h>
#include <linux/tc_act/tc_mirred.h>
#include <linux/veth.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { BATCH_BYTES = 64 * 1024, BATCH_MESSAGES = 256, LO = 1, FIRST = 2 };
enum { SIX = CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS };

static void die(const char *what) {
    (void)fprintf(stderr, "bare: %s: %s\n", what, strerror(errno));
    exit(1);
}

static double now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1000 + (double)now.tv_nsec / 1e6;
}

/* --- netlink: messages collect in a batch; a batch is sent and all its answers are read --- */

static char batch[BATCH_BYTES + 4096];
static size_t batch_bytes;
static int batch_messages;

static int open_netlink(void) {
    int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE), size = 4 << 20;
    struct sockaddr_nl address = {.nl_family = AF_NETLINK};
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof(address)) < 0)
        die("netlink");
    (void)setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
    return fd;
}

static void flush(int fd) {
    if (batch_messages == 0)
        return;
    if (send(fd, batch, batch_bytes, 0) < 0)
        die("send");
    static char answers[1 << 16];
    while (batch_messages > 0) {
        ssize_t got = recv(fd, answers, sizeof(answers), 0);
        if (got < 0)
            die("recv");
        int left = (int)got;
        for (struct nlmsghdr *message = (struct nlmsghdr *)answers; mnl_nlmsg_ok(message, left); message = mnl_nlmsg_next(message, &left)) {
            const struct nlmsgerr *error = mnl_nlmsg_get_payload(message);
            if (message->nlmsg_type != NLMSG_ERROR)
                continue;
            batch_messages--;
            if (error->error != 0) {
                errno = -error->error;
                (void)fprintf(stderr, "message type %d: ", error->msg.nlmsg_type);
                die("refused");
            }
        }
    }
    batch_bytes = 0;
}

static struct nlmsghdr *begin(uint16_t type, uint16_t flags) {
    struct nlmsghdr *message = mnl_nlmsg_put_header(batch + batch_bytes);
    message->nlmsg_type = type;
    message->nlmsg_flags = (uint16_t)(NLM_F_REQUEST | NLM_F_ACK | flags);
    return message;
}

static void end(int fd, const struct nlmsghdr *message) {
    batch_bytes += MNL_ALIGN(message->nlmsg_len);
    if (++batch_messages == BATCH_MESSAGES || batch_bytes > BATCH_BYTES)
        flush(fd);
}

/* --- objects --- */

/* One end of a veth pair. */
struct side {
    int netns;
    const char *name;
    int index, master; /* 0: no bridge */
};

static void put_side(struct nlmsghdr *message, const struct side *side) {
    mnl_attr_put_strz(message, IFLA_IFNAME, side->name);
    mnl_attr_put_u32(message, IFLA_NET_NS_FD, (uint32_t)side->netns);
    if (side->master > 0)
        mnl_attr_put_u32(message, IFLA_MASTER, (uint32_t)side->master);
}

/* The kernel takes IFF_UP of the first end only: the second is not connected yet when it is configured (drivers/net/veth.c). */
static void add_veth(int fd, const struct side *a, const struct side *b) {
    struct nlmsghdr *message = begin(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL);
    struct ifinfomsg *info = mnl_nlmsg_put_extra_header(message, sizeof(*info));
    info->ifi_flags = info->ifi_change = IFF_UP;
    info->ifi_index = a->index;
    put_side(message, a);
    struct nlattr *link = mnl_attr_nest_start(message, IFLA_LINKINFO);
    mnl_attr_put_strz(message, IFLA_INFO_KIND, "veth");
    struct nlattr *data = mnl_attr_nest_start(message, IFLA_INFO_DATA), *peer = mnl_attr_nest_start(message, VETH_INFO_PEER);
    struct ifinfomsg *other = mnl_nlmsg_put_extra_header(message, sizeof(*other));
    other->ifi_index = b->index;
    put_side(message, b);
    mnl_attr_nest_end(message, peer);
    mnl_attr_nest_end(message, data);
    mnl_attr_nest_end(message, link);
    end(fd, message);
}

static void add_bridge(int fd, int netns, int index) {
    struct nlmsghdr *message = begin(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL);
    struct ifinfomsg *info = mnl_nlmsg_put_extra_header(message, sizeof(*info));
    info->ifi_flags = info->ifi_change = IFF_UP;
    info->ifi_index = index;
    mnl_attr_put_strz(message, IFLA_IFNAME, "br0");
    mnl_attr_put_u32(message, IFLA_NET_NS_FD, (uint32_t)netns);
    mnl_attr_put(message, IFLA_ADDRESS, 6, "\x02\0\0\0\0\x01");
    struct nlattr *link = mnl_attr_nest_start(message, IFLA_LINKINFO);
    mnl_attr_put_strz(message, IFLA_INFO_KIND, "bridge");
    mnl_attr_nest_end(message, link);
    end(fd, message);
}

static void set_up(int fd, int index) {
    struct nlmsghdr *message = begin(RTM_NEWLINK, 0);
    struct ifinfomsg *info = mnl_nlmsg_put_extra_header(message, sizeof(*info));
    info->ifi_index = index;
    info->ifi_flags = info->ifi_change = IFF_UP;
    end(fd, message);
}

static void add_address(int fd, int index, int family, const void *address, uint8_t prefix) {
    struct nlmsghdr *message = begin(RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL);
    struct ifaddrmsg *info = mnl_nlmsg_put_extra_header(message, sizeof(*info));
    info->ifa_family = (uint8_t)family;
    info->ifa_prefixlen = prefix;
    info->ifa_index = (uint32_t)index;
    size_t size = family == AF_INET ? 4 : 16;
    mnl_attr_put(message, IFA_LOCAL, size, address);
    mnl_attr_put(message, IFA_ADDRESS, size, address);
    end(fd, message);
}

/* Up, with address `host` of network `network`: 10.NN.NN.HH/prefix and fd00:NNNN::HHHH/64. */
static void add_addresses(int fd, int index, unsigned int network, unsigned int host, uint8_t prefix) {
    set_up(fd, index);
    uint32_t four = htonl(10u << 24 | network << 8 | host);
    uint8_t six[16] = {0xfd, 0, (uint8_t)(network >> 8), (uint8_t)network};
    six[14] = (uint8_t)(host >> 8);
    six[15] = (uint8_t)host;
    add_address(fd, index, AF_INET, &four, prefix);
    add_address(fd, index, AF_INET6, six, 64);
}

/* What comes in at `from` goes out at `to`. */
static void redirect(int fd, int from, int to) {
    struct nlmsghdr *message = begin(RTM_NEWQDISC, NLM_F_CREATE | NLM_F_EXCL);
    struct tcmsg *tc = mnl_nlmsg_put_extra_header(message, sizeof(*tc));
    tc->tcm_ifindex = from;
    tc->tcm_handle = TC_H_MAKE(TC_H_INGRESS, 0);
    tc->tcm_parent = TC_H_INGRESS;
    mnl_attr_put_strz(message, TCA_KIND, "ingress");
    end(fd, message);
    message = begin(RTM_NEWTFILTER, NLM_F_CREATE | NLM_F_EXCL);
    tc = mnl_nlmsg_put_extra_header(message, sizeof(*tc));
    tc->tcm_ifindex = from;
    tc->tcm_parent = TC_H_MAKE(TC_H_INGRESS, 0);
    tc->tcm_info = TC_H_MAKE(1u << 16, htons(0x0003 /* ETH_P_ALL */));
    mnl_attr_put_strz(message, TCA_KIND, "u32");
    struct nlattr *options = mnl_attr_nest_start(message, TCA_OPTIONS);
    struct {
        struct tc_u32_sel selector;
        struct tc_u32_key key;
    } match = {.selector = {.flags = TC_U32_TERMINAL, .nkeys = 1}};
    mnl_attr_put(message, TCA_U32_SEL, sizeof(match), &match);
    struct nlattr *actions = mnl_attr_nest_start(message, TCA_U32_ACT), *action = mnl_attr_nest_start(message, 1);
    mnl_attr_put_strz(message, TCA_ACT_KIND, "mirred");
    struct nlattr *of = mnl_attr_nest_start(message, TCA_ACT_OPTIONS);
    struct tc_mirred mirred = {.eaction = TCA_EGRESS_REDIR, .action = TC_ACT_STOLEN, .ifindex = (uint32_t)to};
    mnl_attr_put(message, TCA_MIRRED_PARMS, sizeof(mirred), &mirred);
    mnl_attr_nest_end(message, of);
    mnl_attr_nest_end(message, action);
    mnl_attr_nest_end(message, actions);
    mnl_attr_nest_end(message, options);
    end(fd, message);
}

/* --- namespaces --- */

static pid_t clone_six(void) {
    struct clone_args arguments = {.flags = SIX, .exit_signal = SIGCHLD};
    return (pid_t)syscall(SYS_clone3, &arguments, sizeof(arguments));
}

static void write_file(const char *path, const char *text) {
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text))
        die(path);
    close(fd);
}

static void map_one(const char *who, unsigned int uid, unsigned int gid) {
    char path[64], text[64];
    (void)snprintf(path, sizeof(path), "/proc/%s/setgroups", who);
    write_file(path, "deny");
    (void)snprintf(path, sizeof(path), "/proc/%s/uid_map", who);
    (void)snprintf(text, sizeof(text), "0 %u 1", uid);
    write_file(path, text);
    (void)snprintf(path, sizeof(path), "/proc/%s/gid_map", who);
    (void)snprintf(text, sizeof(text), "0 %u 1", gid);
    write_file(path, text);
}

struct node {
    pid_t pid;
    int netns, netlink;
};

static struct node *nodes;
static int own_netns;

/* The outer /proc is still the one that is mounted, and in it the children have other numbers than here: they are told by the child itself. */
static void make_node(struct node *node, const int report[2]) {
    node->pid = clone_six();
    if (node->pid < 0)
        die("clone3");
    if (node->pid == 0) {
        char self[16];
        ssize_t length = readlink("/proc/self", self, sizeof(self) - 1);
        if (length <= 0 || write(report[1], self, (size_t)length) != length)
            _exit(1);
        for (;;)
            pause();
    }
    char pid[16] = "", path[64];
    if (read(report[0], pid, sizeof(pid) - 1) <= 0)
        die("a node did not start");
    map_one(pid, 0, 0);
    (void)snprintf(path, sizeof(path), "/proc/%s/ns/net", pid);
    node->netns = open(path, O_RDONLY | O_CLOEXEC);
    if (node->netns < 0 || setns(node->netns, CLONE_NEWNET) < 0)
        die("setns");
    node->netlink = open_netlink();
    set_up(node->netlink, LO);
    flush(node->netlink);
}

/* Interfaces of the current network namespace get no IPv6 addresses of their own: 1,000 bridge ports that each solicit routers would be the benchmark. */
static void without_link_local(void) {
    write_file("/proc/sys/net/ipv6/conf/default/addr_gen_mode", "1");
}

static void build(const char *shape, int count) {
    int report[2];
    int star = strcmp(shape, "star") == 0, wires = strcmp(shape, "wires") == 0;
    int total = star ? count + 1 : count;
    if (pipe2(report, O_CLOEXEC) < 0 || (nodes = calloc((size_t)total, sizeof(*nodes))) == NULL)
        die("memory");
    for (int i = 0; i < total; i++)
        make_node(&nodes[i], report);
    if (star)
        without_link_local(); /* still in the last one, the switch */
    if (setns(own_netns, CLONE_NEWNET) < 0)
        die("setns back");
    if (wires)
        without_link_local();
    int lab = open_netlink();
    if (star) {
        add_bridge(lab, nodes[count].netns, FIRST);
        for (int i = 0; i < count; i++) {
            char port[16];
            (void)snprintf(port, sizeof(port), "eth%d", i);
            add_veth(lab, &(struct side){nodes[count].netns, port, FIRST + 1 + i, FIRST},
                     &(struct side){nodes[i].netns, "eth0", FIRST, 0});
        }
    } else if (wires) {
        for (int i = 0; i + 1 < count; i++) {
            char left[16], right[16];
            (void)snprintf(left, sizeof(left), "a%d", i);
            (void)snprintf(right, sizeof(right), "b%d", i);
            int a = 10 + 2 * i, b = a + 1;
            add_veth(lab, &(struct side){own_netns, left, a, 0}, &(struct side){nodes[i].netns, "eth1", FIRST + 1, 0});
            add_veth(lab, &(struct side){own_netns, right, b, 0}, &(struct side){nodes[i + 1].netns, "eth0", FIRST, 0});
            redirect(lab, a, b);
            redirect(lab, b, a);
        }
    } else {
        for (int i = 0; i + 1 < count; i++)
            add_veth(lab, &(struct side){nodes[i].netns, "eth1", FIRST + 1, 0}, &(struct side){nodes[i + 1].netns, "eth0", FIRST, 0});
    }
    flush(lab);
    for (int i = 0; i < count; i++) {
        if (star) {
            add_addresses(nodes[i].netlink, FIRST, (unsigned int)(i + 1) >> 8, (unsigned int)(i + 1) & 255, 16);
        } else {
            if (i > 0)
                add_addresses(nodes[i].netlink, FIRST, (unsigned int)i, 2, 24);
            if (i + 1 < count)
                add_addresses(nodes[i].netlink, FIRST + 1, (unsigned int)i + 1, 1, 24);
        }
        flush(nodes[i].netlink);
    }
}

int main(int argc, char **argv) {
    int count = argc == 3 ? atoi(argv[2]) : 0;
    if (count < 2 || count > 20000 || (strcmp(argv[1], "star") != 0 && strcmp(argv[1], "chain") != 0 && strcmp(argv[1], "wires") != 0)) {
        (void)fprintf(stderr, "usage: bare star|chain|wires N\n");
        return 2;
    }
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        (void)setrlimit(RLIMIT_NOFILE, &files);
    }
    unsigned int uid = getuid(), gid = getgid();
    int go[2], done[2];
    if (pipe2(go, O_CLOEXEC) < 0 || pipe2(done, O_CLOEXEC) < 0)
        die("pipe");
    pid_t outer = clone_six();
    if (outer < 0)
        die("clone3");
    if (outer == 0) {
        char byte;
        if (read(go[0], &byte, 1) != 1 || (own_netns = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC)) < 0)
            _exit(1);
        double start = now_ms();
        build(argv[1], count);
        double spent = now_ms() - start;
        if (write(done[1], &spent, sizeof(spent)) != sizeof(spent))
            _exit(1);
        for (;;)
            pause();
    }
    close(done[1]);
    char who[16];
    (void)snprintf(who, sizeof(who), "%d", outer);
    map_one(who, uid, gid);
    double up, start;
    if (write(go[1], "x", 1) != 1 || read(done[0], &up, sizeof(up)) != sizeof(up))
        die("the outer process did not come up");
    start = now_ms();
    (void)kill(outer, SIGKILL);
    (void)waitpid(outer, NULL, 0);
    printf("{\"shape\":\"%s\",\"n\":%d,\"up\":%.3f,\"down\":%.3f}\n", argv[1], count, up, now_ms() - start);
    return 0;
}
