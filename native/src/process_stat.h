/* Processes as /proc of the lab shows them (proc_pid_stat(5)). */
#ifndef NESTWORK_PROCESS_STAT_H
#define NESTWORK_PROCESS_STAT_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct process_stat {
    pid_t pid, parent, group, session; /* as the supervisor sees them */
    char name[64];
    char state;
    uint64_t cpu;     /* ms, of user and system time */
    uint64_t started; /* clock ticks since the lab's boot time */
    uint64_t memory;  /* resident, bytes */
};

/* One line of /proc/PID/stat. false: it is none. */
bool process_stat_parse(const char *line, struct process_stat *ret_stat);
/* false: there is no such process. */
bool process_stat_read(pid_t pid, struct process_stat *ret_stat);
/* Calls `each` with every process, but the supervisor itself, until it returns false. */
void process_each(bool (*each)(void *context, pid_t pid), void *context);
/* Inode of a namespace of a process ("net", "pid"); 0: it cannot be read. */
uint64_t process_namespace(pid_t pid, const char *kind);
/* Signals all processes of a session. Returns how many there were. */
unsigned int process_signal_session(pid_t session, int number);

#endif
