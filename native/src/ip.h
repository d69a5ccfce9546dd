/* Addresses and prefixes of both families, as text and as bytes. Strict: what is accepted is canonical but for the case of letters. */
#ifndef NESTWORK_IP_H
#define NESTWORK_IP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ip {
    uint8_t family; /* AF_INET or AF_INET6; 0: none */
    uint8_t prefix; /* length, bits */
    uint8_t bytes[16];
};

/* Bytes of an address of this family. */
size_t ip_size(uint8_t family);
/* Family, prefix length and all bytes. */
bool ip_same(const struct ip *a, const struct ip *b);
/* `10.0.0.1`; the prefix becomes the full length. */
bool ip_parse(const char *text, struct ip *ret_ip);
/* `10.0.0.1/24` */
bool ip_parse_prefixed(const char *text, struct ip *ret_ip);
/* All bits behind the prefix are 0. */
bool ip_is_network(const struct ip *ip);
/* An address that an interface can have: neither all zero, nor multicast, nor broadcast. */
bool ip_is_host(const struct ip *ip);
/* 127.0.0.0/8 or ::1: every computer has it for itself. */
bool ip_is_loopback(const struct ip *ip);
/* `size` at least 64. With "/prefix" if `prefixed`. */
void ip_format(const struct ip *ip, bool prefixed, char *text, size_t size);

/* 17 characters; lower case; unicast, not all zero. */
bool mac_parse(const char *text, uint8_t ret_mac[6]);
/* 18 bytes. */
void mac_format(const uint8_t mac[6], char *text);

#endif
