#define _GNU_SOURCE
#include "privilege.h"

#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <seccomp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/fsuid.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { NOBODY = 65534, LAST_CAPABILITY = 63 };

/*
 * NET_ADMIN: interfaces, addresses, routes. SYS_ADMIN: entering a node's network, mounts under /run/netns. SYS_PTRACE: opening /proc/PID/ns of the person's
 * processes. SETUID, SETGID: the front becomes nobody. KILL, NET_RAW, NET_BIND_SERVICE: DHCP clients that are stopped and started.
 */
static const uint8_t worker_capabilities[] = {CAP_NET_ADMIN, CAP_SYS_ADMIN, CAP_SYS_PTRACE, CAP_SETUID, CAP_SETGID, CAP_KILL, CAP_NET_RAW, CAP_NET_BIND_SERVICE};
/* SYS_ADMIN: namespaces where the person may not make any. SETUID, SETGID, DAC_OVERRIDE: mapping the person's ids. */
static const uint8_t starter_capabilities[] = {CAP_SYS_ADMIN, CAP_SETUID, CAP_SETGID, CAP_DAC_OVERRIDE};

/* Of what root has; a process in a container may have been left without some. */
static int set_capabilities(uint64_t wanted) {
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct data[2];
    if (syscall(SYS_capget, &header, data) < 0)
        return -errno;
    for (int half = 0; half < 2; half++) {
        data[half].permitted &= (uint32_t)(wanted >> (32 * half));
        data[half].effective = data[half].permitted;
        data[half].inheritable = 0;
    }
    return syscall(SYS_capset, &header, data) < 0 ? -errno : 0;
}

static int keep_only(const uint8_t *capabilities, size_t count) {
    uint64_t kept = 0;
    for (size_t i = 0; i < count; i++)
        kept |= UINT64_C(1) << capabilities[i];
    for (int i = 0; i <= LAST_CAPABILITY; i++) {
        if ((kept & (UINT64_C(1) << i)) == 0 && prctl(PR_CAPBSET_DROP, i) < 0 && errno != EINVAL)
            return -errno;
    }
    return set_capabilities(kept);
}

static int filter(uint32_t otherwise, uint32_t action, const int *calls, size_t count) {
    scmp_filter_ctx context = seccomp_init(otherwise);
    int result = context == NULL ? -ENOMEM : 0;
    for (size_t i = 0; i < count && result == 0; i++) {
        result = seccomp_rule_add(context, action, calls[i], 0);
        /* A call that this architecture does not have cannot be made either. */
        if (result == -EDOM || calls[i] < 0)
            result = 0;
    }
    if (result == 0)
        result = seccomp_load(context);
    seccomp_release(context);
    return result;
}

int privilege_worker(void) {
    static const int refused[] = {
        SCMP_SYS(acct), SCMP_SYS(add_key), SCMP_SYS(adjtimex), SCMP_SYS(bpf), SCMP_SYS(chroot), SCMP_SYS(clock_adjtime), SCMP_SYS(clock_settime),
        SCMP_SYS(create_module), SCMP_SYS(delete_module), SCMP_SYS(fanotify_init), SCMP_SYS(finit_module), SCMP_SYS(init_module), SCMP_SYS(io_uring_enter),
        SCMP_SYS(io_uring_register), SCMP_SYS(io_uring_setup), SCMP_SYS(ioperm), SCMP_SYS(iopl), SCMP_SYS(kcmp), SCMP_SYS(kexec_file_load),
        SCMP_SYS(kexec_load), SCMP_SYS(keyctl), SCMP_SYS(lookup_dcookie), SCMP_SYS(mknod), SCMP_SYS(mknodat), SCMP_SYS(move_pages),
        SCMP_SYS(nfsservctl), SCMP_SYS(open_by_handle_at), SCMP_SYS(perf_event_open), SCMP_SYS(pivot_root), SCMP_SYS(process_vm_readv),
        SCMP_SYS(process_vm_writev), SCMP_SYS(ptrace), SCMP_SYS(quotactl), SCMP_SYS(reboot), SCMP_SYS(request_key), SCMP_SYS(setdomainname),
        SCMP_SYS(sethostname), SCMP_SYS(settimeofday), SCMP_SYS(stime), SCMP_SYS(swapoff), SCMP_SYS(swapon), SCMP_SYS(sysfs), SCMP_SYS(syslog),
        SCMP_SYS(_sysctl), SCMP_SYS(uselib), SCMP_SYS(userfaultfd), SCMP_SYS(vhangup), SCMP_SYS(vmsplice),
    };
    int result = keep_only(worker_capabilities, sizeof(worker_capabilities));
    if (result == 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
        result = -errno;
    return result < 0 ? result : filter(SCMP_ACT_ALLOW, SCMP_ACT_ERRNO(EPERM), refused, sizeof(refused) / sizeof(refused[0]));
}

int privilege_front(void) {
    static const int allowed[] = {
        SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(recvfrom), SCMP_SYS(sendto), SCMP_SYS(recvmsg), SCMP_SYS(sendmsg), SCMP_SYS(poll), SCMP_SYS(ppoll),
        SCMP_SYS(close), SCMP_SYS(brk), SCMP_SYS(mmap), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(futex), SCMP_SYS(getrandom),
        SCMP_SYS(clock_gettime), SCMP_SYS(restart_syscall), SCMP_SYS(rt_sigreturn), SCMP_SYS(exit), SCMP_SYS(exit_group),
    };
    if (setgroups(0, NULL) < 0 || setresgid(NOBODY, NOBODY, NOBODY) < 0 || setresuid(NOBODY, NOBODY, NOBODY) < 0)
        return -errno;
    int result = set_capabilities(0);
    if (result == 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
        result = -errno;
    return result < 0 ? result : filter(SCMP_ACT_KILL_PROCESS, SCMP_ACT_ALLOW, allowed, sizeof(allowed) / sizeof(allowed[0]));
}

int privilege_starter(void) {
    return keep_only(starter_capabilities, sizeof(starter_capabilities));
}

void privilege_files_as(uid_t uid, gid_t gid) {
    (void)setfsgid(gid);
    (void)setfsuid(uid);
}

int privilege_clone_as(uid_t uid) {
    if (seteuid(uid) < 0)
        return -errno;
    return set_capabilities(~UINT64_C(0));
}
