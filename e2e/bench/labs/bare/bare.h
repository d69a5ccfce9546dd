/* The yardstick's parts: objects of a lab, the netlink messages that make them, and what is done in a node that stands. */
#ifndef BARE_H
#define BARE_H

#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum { SIX = CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS };

/* One end of a cable. */
struct end {
    int node, index;
    bool port; /* of the node's bridge */
    char name[16];
    unsigned char mac[6];
};
struct cable {
    bool wire; /* two veth pairs, joined by redirects in the lab's own network */
    struct end ends[2];
};
struct address {
    int node, index, family;
    unsigned char bytes[16];
    uint8_t prefix;
};
struct route {
    int node, index, family; /* index: 0 if the gateway says through which */
    unsigned char to[16], via[16];
    bool has_via;
    uint8_t prefix;
};
struct node {
    pid_t pid;
    int pidfd, netns, netlink, bridge;
    bool forwarding;
    unsigned char mac[6]; /* of the bridge */
};
struct lab {
    struct node *nodes;
    struct cable *cables;
    struct address *addresses;
    struct route *routes;
    size_t node_count, cable_count, address_count, route_count;
    int own_netns, netlink;
};

_Noreturn void die(const char *what);
double now_ms(void);
void write_file(const char *path, const char *text);

/* Reads the objects from standard input up to a line ".". */
void lab_read(struct lab *lab);
/* Makes all of them. */
void lab_build(struct lab *lab);
/* One cable, which stands or not: its links and its ends' addresses. */
void cable_create(struct lab *lab, const struct cable *cable);
void cable_delete(struct lab *lab, const struct cable *cable);
void cable_cut(struct lab *lab, const struct cable *cable, bool cut);
void addresses_of(struct lab *lab, const struct cable *cable);

/* Netlink: messages collect; `flush` sends them and reads all answers. */
int netlink_open(void);
void netlink_flush(int fd);
void put_veth(int fd, const struct lab *lab, const struct end *a, int a_netns, const struct end *b, int b_netns);
void put_bridge(int fd, int index, const unsigned char *mac);
void put_delete(int fd, int index);
void put_up(int fd, int index, bool up, int master);
void put_address(int fd, const struct address *address);
void put_route(int fd, const struct route *route);
void put_redirect(int fd, int from, int to);

/* A program in every node, one after the other: fork, setns into all six, fork, exec, wait. ms. */
double run_in_all(const struct lab *lab, char *const *argv);
/* A shell in a node on a pty, until it shows a prompt. ms. */
double prompt_in(const struct lab *lab, int node, char *const *argv);

#endif
