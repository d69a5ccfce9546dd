/*
 * All nodes see the same two files, so a change is one small write however many nodes there are; none of them can write it. What a node has by name and
 * address is one piece of the text, made anew only when it may be different.
 */
#define _GNU_SOURCE
#include "hosts.h"

#include "lab.h"
#include "node.h"

#include <arpa/inet.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { LATER_MS = 10 };

static const char heading[] = "# Made by Nestwork from the running lab, for all of its nodes. To have another one in a node, give it a private file /etc/hosts.\n"
                              "127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\nff02::1 ip6-allnodes\nff02::2 ip6-allrouters\n";

/* Others than those that every computer has, or that mean nothing without an interface. */
static bool is_known_by(const struct ip *ip) {
    bool link_local = ip->family == AF_INET6 && ip->bytes[0] == 0xfe && (ip->bytes[1] & 0xc0) == 0x80;
    return !link_local && !ip_is_loopback(ip);
}

static void add_line(struct node *node, const struct ip *ip) {
    char text[64], line[140];
    if (!is_known_by(ip))
        return;
    ip_format(ip, false, text, sizeof(text));
    int length = snprintf(line, sizeof(line), "%s %s\n", text, node->name);
    (void)buffer_append(&node->hosts, line, (size_t)length); /* without memory it cannot be found by its name for now */
}

static void make_lines(struct lab *lab, struct node *node) {
    if (node->monitor != NULL && node_hear(lab, node) < 0)
        return;
    node->hosts_stale = false;
    node->hosts.length = 0;
    if (node->monitor == NULL) {
        for (size_t at = 0; at + sizeof(struct ip) <= node->addresses.length; at += sizeof(struct ip))
            add_line(node, (const struct ip *)(const void *)(node->addresses.data + at));
        return;
    }
    buffer_free(&node->addresses);
    const struct observed *observed = monitor_observed(node->monitor);
    for (size_t i = 0; i < observed->address_count; i++) {
        if (observed->addresses[i].scope < RT_SCOPE_LINK)
            add_line(node, &observed->addresses[i].ip);
    }
}

/* Only from where it is different, so that who reads it meanwhile finds the rest as it was. */
static void put(int fd, const struct buffer *before, const struct buffer *now) {
    size_t same = 0, shorter = before->length < now->length ? before->length : now->length;
    while (same < shorter && before->data[same] == now->data[same])
        same++;
    if (same == before->length && same == now->length)
        return;
    if (pwrite(fd, now->data + same, now->length - same, (off_t)same) < 0 || ftruncate(fd, (off_t)now->length) < 0) {
        /* no memory: names stay as they were */
    }
}

void hosts_write(struct lab *lab) {
    if (!lab->hosts_stale || lab->files.hosts < 0 || lab->applying)
        return;
    lab->hosts_stale = false;
    struct buffer now = {0};
    (void)buffer_append(&now, heading, sizeof(heading) - 1);
    for (struct node *node = lab->first; node != NULL; node = node->next) {
        if (node->hosts_stale && !node->ended)
            make_lines(lab, node);
        (void)buffer_append(&now, node->hosts.data, node->hosts.length);
    }
    put(lab->files.hosts, &lab->hosts, &now);
    buffer_free(&lab->hosts);
    lab->hosts = now;
}

static void later(void *context) {
    struct lab *lab = context;
    lab->hosts_timer = NULL;
    hosts_write(lab);
}

void hosts_recount(struct lab *lab) {
    lab->hosts_stale = true;
    if (lab->hosts_timer == NULL && !lab->applying)
        (void)loop_timer(lab->loop, LATER_MS, later, lab, &lab->hosts_timer);
}

void hosts_touch(struct lab *lab, struct node *node) {
    node->hosts_stale = true;
    hosts_recount(lab);
}

void hosts_note_address(struct node *node, const struct ip *ip, bool there) {
    hosts_touch(node->lab, node);
    if (node->monitor != NULL)
        return;
    if (there) {
        (void)buffer_append(&node->addresses, ip, sizeof(*ip));
        return;
    }
    for (size_t at = node->addresses.length; at >= sizeof(*ip); at -= sizeof(*ip)) {
        char *one = node->addresses.data + at - sizeof(*ip);
        if (!ip_same((const struct ip *)(const void *)one, ip))
            continue;
        memmove(one, one + sizeof(*ip), node->addresses.length - at);
        node->addresses.length -= sizeof(*ip);
        return;
    }
}

void hosts_resolver(struct lab *lab, const struct resolver *resolver) {
    lab->resolver = *resolver;
    struct buffer now = {0};
    char line[320];
    int length = snprintf(line, sizeof(line), "# Made by Nestwork from the running lab, for all of its nodes.%s\n", resolver->count == 0 ? " It has no name server." : "");
    (void)buffer_append(&now, line, (size_t)length);
    for (size_t i = 0; i < resolver->count; i++) {
        char text[64];
        ip_format(&resolver->servers[i], false, text, sizeof(text));
        length = snprintf(line, sizeof(line), "nameserver %s\n", text);
        (void)buffer_append(&now, line, (size_t)length);
    }
    if (resolver->search[0] != '\0') {
        length = snprintf(line, sizeof(line), "search %s\n", resolver->search);
        (void)buffer_append(&now, line, (size_t)length);
    }
    static const struct buffer nothing;
    if (lab->files.resolver >= 0)
        put(lab->files.resolver, &nothing, &now);
    buffer_free(&now);
}

void hosts_start(struct lab *lab) {
    static const struct resolver nobody;
    hosts_resolver(lab, &nobody);
    lab->hosts_stale = true;
    hosts_write(lab);
}

void hosts_stop(struct lab *lab) {
    loop_timer_cancel(lab->hosts_timer);
    lab->hosts_timer = NULL;
    buffer_free(&lab->hosts);
}
