#define _GNU_SOURCE
#include "ip.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

size_t ip_size(uint8_t family) {
    return family == AF_INET ? 4 : 16;
}

bool ip_same(const struct ip *a, const struct ip *b) {
    return a->family == b->family && a->prefix == b->prefix && memcmp(a->bytes, b->bytes, sizeof(a->bytes)) == 0;
}

bool ip_parse(const char *text, struct ip *ret_ip) {
    *ret_ip = (struct ip){0};
    /* inet_pton refuses leading zeros, missing parts and anything behind. */
    if (inet_pton(AF_INET, text, ret_ip->bytes) == 1)
        ret_ip->family = AF_INET;
    else if (inet_pton(AF_INET6, text, ret_ip->bytes) == 1)
        ret_ip->family = AF_INET6;
    else
        return false;
    ret_ip->prefix = (uint8_t)(ip_size(ret_ip->family) * 8);
    return true;
}

bool ip_parse_prefixed(const char *text, struct ip *ret_ip) {
    char address[50];
    const char *slash = strchr(text, '/');
    if (slash == NULL || (size_t)(slash - text) >= sizeof(address))
        return false;
    memcpy(address, text, (size_t)(slash - text));
    address[slash - text] = '\0';
    if (!ip_parse(address, ret_ip))
        return false;
    unsigned int prefix = 0;
    size_t digits = strlen(slash + 1);
    if (digits == 0 || digits > 3 || (slash[1] == '0' && digits > 1))
        return false;
    for (const char *at = slash + 1; *at != '\0'; at++) {
        if (*at < '0' || *at > '9')
            return false;
        prefix = prefix * 10 + (unsigned int)(*at - '0');
    }
    if (prefix > ret_ip->prefix)
        return false;
    ret_ip->prefix = (uint8_t)prefix;
    return true;
}

bool ip_is_network(const struct ip *ip) {
    for (unsigned int bit = ip->prefix; bit < ip_size(ip->family) * 8; bit++) {
        if ((ip->bytes[bit / 8] & (0x80 >> (bit % 8))) != 0)
            return false;
    }
    return true;
}

bool ip_is_host(const struct ip *ip) {
    static const uint8_t zero[16];
    if (memcmp(ip->bytes, zero, ip_size(ip->family)) == 0)
        return false;
    if (ip->family == AF_INET)
        return ip->bytes[0] < 224;
    return ip->bytes[0] != 0xff;
}

bool ip_is_loopback(const struct ip *ip) {
    static const uint8_t own[16] = {[15] = 1};
    return ip->family == AF_INET ? ip->bytes[0] == 127 : memcmp(ip->bytes, own, sizeof(own)) == 0;
}

void ip_format(const struct ip *ip, bool prefixed, char *text, size_t size) {
    char address[INET6_ADDRSTRLEN] = "";
    (void)inet_ntop(ip->family, ip->bytes, address, sizeof(address));
    if (prefixed)
        (void)snprintf(text, size, "%s/%u", address, ip->prefix);
    else
        (void)snprintf(text, size, "%s", address);
}

static int digit(char letter) {
    if (letter >= '0' && letter <= '9')
        return letter - '0';
    return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

bool mac_parse(const char *text, uint8_t ret_mac[6]) {
    if (strnlen(text, 18) != 17)
        return false;
    for (size_t i = 0; i < 6; i++) {
        int high = digit(text[3 * i]), low = digit(text[3 * i + 1]);
        if (high < 0 || low < 0 || (i < 5 && text[3 * i + 2] != ':'))
            return false;
        ret_mac[i] = (uint8_t)(high * 16 + low);
    }
    static const uint8_t zero[6];
    return (ret_mac[0] & 1) == 0 && memcmp(ret_mac, zero, 6) != 0;
}

void mac_format(const uint8_t mac[6], char *text) {
    (void)snprintf(text, 18, "%02x:%02x:%02x:%02x:%02x:%02x", mac[0], mac[1], mac[2], mac[3], mac[4], mac[5]);
}
