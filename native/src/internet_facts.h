/* What the way to the Internet must know: whether this computer has IPv6, and what stands in the way. */
#ifndef NESTWORK_INTERNET_FACTS_H
#define NESTWORK_INTERNET_FACTS_H

#include <stdbool.h>

/* Whether this computer has a default route of IPv6. `proc`: a descriptor of /proc. */
bool internet_has_ipv6(int proc);
/* Whether this process can have a port of the computer's IPv4 loopback. `type`: SOCK_STREAM or SOCK_DGRAM; `port`: digits. 0 or a negative errno. */
int internet_try_port(int type, const char *port);
/* The first line of `text` that says something, without its end; "" if none does. `text` is changed. */
char *internet_first_words(char *text);

#endif
