/*
 * Who takes care of an interface of this computer: a DHCP client, NetworkManager (nmcli(1)), systemd-networkd. While it belongs to a lab they are asked to let go
 * of it; nothing of theirs is ended or forgotten.
 */
#ifndef NESTWORK_CARE_H
#define NESTWORK_CARE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct care_process {
    pid_t pid;      /* 0: none */
    uint64_t since; /* its start, clock ticks since boot (proc_pid_stat(5)): a PID alone may be another process by now */
};
struct care {
    bool network_manager, networkd;     /* they have it */
    struct care_process theirs, client; /* DHCP: theirs, stopped meanwhile; ours, on the bridge */
};

/* Who of those that run has the interface. `proc`: a descriptor of /proc; `net`: inode of the network namespace. */
void care_find(int proc, uint64_t net, const char *interface, uint32_t index, struct care *ret_care);
/* Asks them to let go. NetworkManager takes the addresses away when it does. */
void care_release(int proc, const char *interface, const struct care *care);
/*
 * Prepares a DHCP client for `bridge`: it begins when care_begin gets `*ret_gate`, so that care->client can be noted before. 0, -ENOENT if none is installed,
 * or another negative errno.
 */
int care_renew(int proc, const char *bridge, struct care *care, int *ret_gate);
int care_begin(int gate);
/* Ours (on `bridge`) ends, theirs go on with `interface`. */
void care_return(int proc, const char *interface, const char *bridge, const struct care *care);

#endif
