/* Settings of one interface under /proc/sys/net (ip-sysctl.rst): read all at once, and written again where they are different. */
#ifndef NESTWORK_INTERFACE_SETTINGS_H
#define NESTWORK_INTERFACE_SETTINGS_H

#include "util.h"

#include <stdbool.h>

/* Appends lines `FOLDER/SETTING VALUE`, such as `ipv6/conf/accept_ra 1`, of those that can be read. `proc`: a descriptor of /proc. 0 or -ENOMEM. */
int interface_settings_read(int proc, const char *interface, struct buffer *lines);
/* Gives them to an interface; what the kernel refuses stays as it is. */
void interface_settings_write(int proc, const char *interface, const struct buffer *lines);
/* One setting; 0 or a negative errno. */
int interface_setting(int proc, const char *interface, const char *setting, const char *value);
/*
 * Whoever is at the other end is not believed: no IPv6 routes or addresses by router advertisement, no redirects. `ipv6`: whether there is IPv6 on it at all.
 */
void interface_settings_distrust(int proc, const char *interface, bool ipv6);
/*
 * What NetworkManager and systemd-networkd do of IPv6 by themselves, and have switched off in the kernel, the kernel does: a link-local address; `router`:
 * routes and addresses by router advertisement.
 */
void interface_settings_by_kernel(int proc, const char *interface, bool router);

#endif
