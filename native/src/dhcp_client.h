/* DHCP clients of this computer: that of an interface is found, so that it can be stopped meanwhile; one of our own is started for a bridge. */
#ifndef NESTWORK_DHCP_CLIENT_H
#define NESTWORK_DHCP_CLIENT_H

#include <stdint.h>
#include <sys/types.h>

struct dhcp_client {
    pid_t pid;      /* 0: none */
    uint64_t since; /* its start, clock ticks since boot (proc_pid_stat(5)): a PID alone may be another process by now */
};

/* One that root runs for `interface` in the network namespace with this inode. `proc`: a descriptor of /proc. */
void dhcp_client_find(int proc, uint64_t net, const char *interface, struct dhcp_client *ret_client);
/*
 * Prepares one for `bridge`: it begins when a byte comes through `*ret_gate`. It asks for an address and routes alone: names are resolved as before, so that
 * resolv.conf(5) stays what it is. 0, -ENOENT if none is installed, or another negative errno.
 */
int dhcp_client_prepare(int proc, const char *bridge, struct dhcp_client *ret_client, int *ret_gate);
/* Ends it; it neither gives the lease back nor touches an address. */
void dhcp_client_end(int proc, const char *bridge, const struct dhcp_client *client);

#endif
