/* Forks of this program, and constant programs that it runs. Nothing of what they are given comes from a person but checked names. */
#ifndef NESTWORK_PROCESS_H
#define NESTWORK_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * At the beginning of a program that runs as root for somebody else, whose surroundings it must not trust: 0 to 2 are open, everything else but `keep` (-1:
 * nothing) is closed; no environment; signals, umask and working directory as they should be; a session of its own. 0 or a negative errno.
 */
int process_begin(int keep);
/* A descriptor that is readable when SIGTERM, SIGINT or SIGHUP came. Or a negative errno. */
int process_signals(void);
/* Whether the program that runs, and every folder above it, is root's and can be written by nobody else; or it is a copy that process_copy made. */
bool process_is_roots(void);
/* A descriptor (O_PATH) of the folder that the program is in, or a negative errno. */
int process_folder(void);
/*
 * Becomes a copy of the program that runs, which nobody can change any more: root's own, sealed, in memory (memfd_create(2)). Descriptor 3 is then the folder
 * that the program was in. Returns only if that failed, with a negative errno.
 */
int process_copy(const char *const *argv, const char *const *environment);

/* Forks. In the child only `keep` (a list that ends with -1) and 0 to 2 stay open, and signals that ask to end are ignored. */
pid_t process_fork(const int *keep);
/*
 * Runs a program, argv[0] being its path, and waits for its end (10 s at most, then it is killed). `output`: what it printed, or NULL. Its exit code, or a
 * negative errno.
 */
int process_run(const char *const *argv, char *output, size_t size);
/*
 * Prepares one that is left running: it begins when a byte comes through `*ret_gate`, and ends unborn when that is closed without one. Its PID, or a negative
 * errno.
 */
pid_t process_prepare(const char *const *argv, int *ret_gate);
/* Starts one and leaves it running. `ret_errors`: what it writes on its standard error, non-blocking. Its PID, or a negative errno. */
pid_t process_watched(const char *const *argv, int *ret_errors);
/* When a process began, clock ticks since boot; 0: there is none. */
uint64_t process_since(int proc, pid_t pid);
/* Signals the process that had this PID at that time, and no other. Whether it was there. */
bool process_signal(int proc, pid_t pid, uint64_t since, int number);
/* Ends one that process_prepare started, when what it has started in its turn has ended (three seconds at most), and waits until it has gone (one). Whether it was there. */
bool process_kill(int proc, pid_t pid, uint64_t since);
/* A descriptor of the network namespace of a process, if it has this inode; a negative errno otherwise: the number is of another process by now. */
int process_network(int proc, pid_t pid, uint64_t inode);
bool process_is_network(int net, uint64_t inode);
/* Becomes this program, from a descriptor, with all signals as by default. Returns only if that failed. */
int process_become(int program, const char *const *argv, const char *const *environment);
_Noreturn void process_end(int code);

#endif
