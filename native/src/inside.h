/* What a node has inside beside its interfaces, as operations ask for it: electron/shared/topology/schema-v1/inside.ts in C. */
#ifndef NESTWORK_INSIDE_H
#define NESTWORK_INSIDE_H

#include "ip.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* A setting of the network, by its place below /proc/sys: "net/ipv4/ip_forward". */
enum { SETTING_PATH = 208, SETTING_VALUE = 1032 };
struct setting_wanted {
    char path[SETTING_PATH];
    char value[SETTING_VALUE];
    bool back; /* to what it was before it was set the first time */
};

/* Files that only the node sees, all of them. */
struct private_file {
    char *path;
    char *content;
    size_t length;
    mode_t mode; /* permission bits */
};
struct files {
    size_t count;
    struct private_file list[];
};
enum { FILES_MAX = 256 };

/* Limits whose being met the kernel counts: a process killed for memory, a fork that was refused. */
enum limit_kind { LIMIT_MEMORY, LIMIT_PIDS, LIMIT_KINDS };

/* Control group limits; 0: none. */
struct limits {
    double cpu; /* CPUs */
    uint64_t memory; /* bytes */
    uint32_t pids;
};

/* Files that all nodes see and that none can write: what is written through these descriptors is there for all. -1: could not be put in place. */
struct lab_files {
    int hosts, resolver; /* /etc/hosts, /etc/resolv.conf */
};

enum { RESOLVER_SERVERS = 3 };
struct resolver {
    struct ip servers[RESOLVER_SERVERS];
    size_t count;
    char search[256]; /* empty: none */
};

/* What must be so before the next start-up command begins. */
enum until { UNTIL_EXIT, UNTIL_START, UNTIL_LISTEN, UNTIL_FILE };
enum restart_policy { RESTART_NEVER, RESTART_ON_FAILURE, RESTART_ALWAYS, RESTART_POLICIES };
/* "never", "on-failure", "always" */
extern const char *const restart_policy_names[RESTART_POLICIES];

struct startup {
    char *name, *command;
    enum until until;
    uint16_t port; /* UNTIL_LISTEN */
    char *file;    /* UNTIL_FILE; else NULL */
    unsigned int timeout; /* s */
    enum restart_policy restart;
};

/* All accept NULL. */
void files_free(struct files *files);
void startup_free(struct startup *startup);

#endif
