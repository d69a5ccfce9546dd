/* Names that may be used: the patterns of electron/shared/topology. */
#ifndef NESTWORK_NAME_H
#define NESTWORK_NAME_H

#include <stdbool.h>
#include <stddef.h>

/* Of a lab, node or cable: 1 to 40 of a-z, 0-9 and "-", not beginning with "-". */
bool valid_id(const char *text);
/* A hostname: 1 to 63 letters, digits and "-", with a letter or digit at both ends. */
bool valid_node_name(const char *text);
/* 1 to 15 letters, digits, ".", "_" and "-", and none of the names that the kernel or the lab itself uses. */
bool valid_interface_name(const char *text);
/* Absolute, at most 4,095 bytes, parts of 1 to 255 bytes without "." and ".." and line ends, not below /proc, /sys and /dev. */
bool valid_file_path(const char *text);
/* A domain in small letters, digits, "." and "-", at most 253. */
bool valid_domain(const char *text);
/*
 * Where a setting of the network (sysctl(8): "net.ipv4.ip_forward", or with "/" where a name has dots) lies below /proc/sys: "net/ipv4/ip_forward".
 * false: it is none, or has more than 200 characters.
 */
bool setting_path(const char *name, char *ret_path, size_t size);

#endif
