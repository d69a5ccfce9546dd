/*
 * What nestwork-root does to this computer, written down under /run/nestwork before it is done: one file for each thing that is joined, created exclusively,
 * readable by root alone. Whoever takes away re-checks all of it against the kernel. A file of another boot is void.
 */
#ifndef NESTWORK_JOURNAL_H
#define NESTWORK_JOURNAL_H

#include "care.h"
#include "edge.h"
#include "interface.h"
#include "privileged.h"
#include "util.h"

#define JOURNAL_FOLDER "/run/nestwork"
enum { JOURNAL_NAME = 128 };

struct journal {
    char magic[16];
    char boot[40];     /* /proc/sys/kernel/random/boot_id */
    char instance[40]; /* of nestwork-root */
    uint64_t host;     /* inode of the network namespace of this computer */
    struct uplink_wish wish;
    struct interface nic;      /* as it was */
    struct edge bridge, port;  /* made here; with macvlan and whole, `port` is in the node's network */
    char mark[INTERFACE_MARK]; /* alternative name of what is made here */
    uint64_t deadline;         /* ms of CLOCK_BOOTTIME; 0: it stays */
    uint64_t read_at;          /* s of CLOCK_BOOTTIME at which the holdings were read */
    struct care care;
    uint32_t holdings_length, settings_length;
};

/* A journal with what follows it in its file. */
struct record {
    struct journal journal;
    struct buffer holdings, settings;
    int fd; /* -1: none */
};

/* Opens (and makes) the folder: root's own, closed to others' writing. A descriptor or a negative errno. */
int journal_folder(void);
/* Milliseconds since boot, sleep included. */
uint64_t journal_now(void);
/* The file's name: `HOST-INTERFACE.journal` or `HOST-netns-NAME.journal`. */
void journal_name(const struct journal *journal, char name[JOURNAL_NAME]);
/* 0; -EEXIST if the interface or name is taken by another one; or another negative errno with nothing left. */
int journal_begin(int folder, struct record *record);
/* Writes the structure again (in one piece, so that it is whole whenever it is read). 0 or a negative errno. */
int journal_write(struct record *record);
/* 0, -EBADMSG if it is none of ours, -ESTALE if it is of another boot, or another negative errno. */
int journal_read(int folder, const char *name, struct record *ret_record);
void journal_end(int folder, struct record *record);
void record_free(struct record *record);
/* Calls `each` with the name of every journal in the folder. */
void journal_all(int folder, void (*each)(void *context, const char *name), void *context);

#endif
