/*
 * What is refused is what no program of a node has a use for: the kernel's answer would be EPERM to root of a node as well, or something that belongs to the
 * computer and not to a network. So programs lose nothing, and most of them never notice; but code in a node that looks for a mistake in the kernel finds
 * these doors shut before the kernel's own checks. It is inherited by every process of the lab. Not refused, because programs of nodes do use them: mounts,
 * namespaces, ptrace, clone, raw sockets, io_uring, reading of the kernel's log.
 */
#define _GNU_SOURCE
#include "system_calls.h"

#include <errno.h>
#include <seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/ioctl.h>

#ifndef TIOCLINUX
#define TIOCLINUX 0x541C /* ioctl_console(2) */
#endif

static int refuse(scmp_filter_ctx context, const int *calls, size_t count, int number) {
    for (size_t i = 0; i < count; i++) {
        int result = seccomp_rule_add(context, SCMP_ACT_ERRNO((uint32_t)number), calls[i], 0);
        /* A call that this architecture does not have cannot be made either. */
        if (result < 0 && result != -EDOM && calls[i] >= 0)
            return result;
    }
    return 0;
}

/* The kernel looks at 32 bits of a request alone, so whatever is above them must not make it another one here. */
static int refuse_request(scmp_filter_ctx context, uint32_t request, int number) {
    return seccomp_rule_add(context, SCMP_ACT_ERRNO((uint32_t)number), SCMP_SYS(ioctl), 1, SCMP_A1(SCMP_CMP_MASKED_EQ, UINT32_MAX, request));
}

/* Programs for the older architecture of the same processor count their calls differently. */
static int add_architectures(scmp_filter_ctx context) {
    static const uint32_t older[] = {SCMP_ARCH_X86, SCMP_ARCH_X32, SCMP_ARCH_ARM};
    uint32_t own = seccomp_arch_native();
    size_t first = own == SCMP_ARCH_X86_64 ? 0 : 2, end = own == SCMP_ARCH_X86_64 ? 2 : own == SCMP_ARCH_AARCH64 ? 3 : 2;
    for (size_t i = first; i < end; i++) {
        int result = seccomp_arch_add(context, older[i]);
        if (result < 0 && result != -EEXIST)
            return result;
    }
    return 0;
}

static int set_up(scmp_filter_ctx context) {
    static const struct {
        enum scmp_filter_attr attribute;
        uint32_t value;
    } attributes[] = {
        {SCMP_FLTATR_CTL_NNP, 0},
        {SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_ERRNO(ENOSYS)},
        /* Before Linux 5.16 a filter made a process pay for a mitigation that has nothing to do with it (spec_store_bypass_disable). */
        {SCMP_FLTATR_CTL_SSB, 1},
        {SCMP_FLTATR_CTL_OPTIMIZE, 2}, /* found by halving: ioctl(2) is looked at each time */
        {SCMP_FLTATR_API_SYSRAWRC, 1},
    };
    for (size_t i = 0; i < sizeof(attributes) / sizeof(attributes[0]); i++) {
        int result = seccomp_attr_set(context, attributes[i].attribute, attributes[i].value);
        if (result < 0 && result != -EOPNOTSUPP)
            return result;
    }
    return add_architectures(context);
}

int system_calls_refuse(void) {
    static const int computer[] = {
        SCMP_SYS(acct), SCMP_SYS(bpf), SCMP_SYS(clock_settime), SCMP_SYS(create_module), SCMP_SYS(delete_module), SCMP_SYS(finit_module),
        SCMP_SYS(init_module), SCMP_SYS(ioperm), SCMP_SYS(iopl), SCMP_SYS(kexec_file_load), SCMP_SYS(kexec_load), SCMP_SYS(lookup_dcookie),
        SCMP_SYS(nfsservctl), SCMP_SYS(open_by_handle_at), SCMP_SYS(perf_event_open), SCMP_SYS(quotactl), SCMP_SYS(quotactl_fd), SCMP_SYS(reboot),
        SCMP_SYS(settimeofday), SCMP_SYS(stime), SCMP_SYS(swapoff), SCMP_SYS(swapon), SCMP_SYS(_sysctl), SCMP_SYS(uselib), SCMP_SYS(userfaultfd),
    };
    /* As on a kernel without keyrings, which programs are prepared for. The person's quota of keys is not the nodes' to fill. */
    static const int keys[] = {SCMP_SYS(add_key), SCMP_SYS(keyctl), SCMP_SYS(request_key)};
    scmp_filter_ctx context = seccomp_init(SCMP_ACT_ALLOW);
    if (context == NULL)
        return -ENOMEM;
    int result = set_up(context);
    if (result == 0)
        result = refuse(context, computer, sizeof(computer) / sizeof(computer[0]), EPERM);
    if (result == 0)
        result = refuse(context, keys, sizeof(keys) / sizeof(keys[0]), ENOSYS);
    /* Typing into a terminal for somebody else: EIO is what the kernel says since 6.2 where it is off. */
    if (result == 0)
        result = refuse_request(context, TIOCSTI, EIO);
    if (result == 0)
        result = refuse_request(context, TIOCLINUX, EPERM);
    if (result == 0) {
        result = seccomp_load(context);
        if (result == -ENOSYS || result == -EINVAL) /* a kernel without CONFIG_SECCOMP_FILTER */
            result = 0;
    }
    seccomp_release(context);
    return result;
}
