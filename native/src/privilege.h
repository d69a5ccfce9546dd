/*
 * What the processes of nestwork-root may do, from stage to stage. It starts with all of root's power, reads nothing that others wrote until it has found
 * who asked for it, and then gives up for good what its part does not need:
 *
 *   worker and guard   the capabilities of `worker_capabilities` (privilege.c), no_new_privs, and a filter that takes away system calls by which the
 *                      computer itself could be changed (modules, kexec, bpf, ptrace, clocks, swap, ...). Programs that they start inherit all three.
 *   front              user nobody, no capability, no_new_privs, and a filter that lets reading, writing and waiting through, and nothing else.
 *   starter            capabilities to give away ids. No filter and no no_new_privs, because a lab inherits them and shall run exactly as otherwise.
 */
#ifndef NESTWORK_PRIVILEGE_H
#define NESTWORK_PRIVILEGE_H

#include <sys/types.h>

/* All of these return 0 or a negative errno, and are for good. */
int privilege_worker(void);
int privilege_front(void);
int privilege_starter(void);

/* Files are looked for with the rights of `uid` and `gid`, and of root again with 0, 0 (setfsuid(2)). */
void privilege_files_as(uid_t uid, gid_t gid);
/* What is cloned next belongs to `uid` (the owner of a user namespace), with all capabilities kept; 0: root again. 0 or a negative errno. */
int privilege_clone_as(uid_t uid);

#endif
