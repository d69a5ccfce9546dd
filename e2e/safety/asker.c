/*
 * Asks the kernel for what nothing in a lab may ask (native/src/system_calls.c), each with arguments that it would refuse for another reason, and for what
 * programs of nodes do need. One line a call: "NAME ERRNO", or "NAME done".
 */
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void tell(const char *name, long result) {
    printf("%s %s\n", name, result < 0 ? strerrorname_np(errno) : "done");
}
#define ASK(name, ...) tell(#name, syscall(SYS_##name, __VA_ARGS__))

/* A child does it, so that nothing of this process changes; its exit code is the errno. */
static void apart(const char *name, long (*act)(void)) {
    int status;
    pid_t child = fork();
    if (child == 0)
        _exit(act() < 0 ? errno : 0);
    waitpid(child, &status, 0);
    errno = WIFEXITED(status) ? WEXITSTATUS(status) : EINTR;
    tell(name, errno == 0 ? 0 : -1);
}

static long make_namespaces(void) {
    return unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWPID | CLONE_NEWUTS | CLONE_NEWIPC);
}
static long mount_in_memory(void) {
    return unshare(CLONE_NEWUSER | CLONE_NEWNS) < 0 ? -1 : mount("none", "/mnt", "tmpfs", 0, NULL);
}
static long trace_child(void) {
    pid_t child = fork();
    if (child == 0)
        for (;;)
            pause();
    long result = ptrace(PTRACE_SEIZE, child, NULL, NULL);
    int number = errno;
    kill(child, 9);
    errno = number;
    return result;
}
static long raw_socket(void) {
    return socket(AF_INET, SOCK_RAW, 1);
}
static long packet_socket(void) {
    return socket(AF_PACKET, SOCK_RAW, 0);
}
static long change_user(void) {
    return setresuid(0, 0, 0);
}

int main(int argc, char **argv) {
    const long wrong = 9999;
    if (argc == 2 && strcmp(argv[1], "needed") == 0) {
        apart("namespaces", make_namespaces);
        apart("mount", mount_in_memory);
        apart("ptrace", trace_child);
        apart("raw socket", raw_socket);
        apart("packet socket", packet_socket);
        apart("setresuid", change_user);
        return 0;
    }
    ASK(acct, "/nonexistent/file");
    ASK(add_key, NULL, NULL, NULL, 0, 0);
    ASK(bpf, wrong, NULL, 0);
    ASK(clock_settime, wrong, NULL);
    ASK(delete_module, NULL, 0);
    ASK(finit_module, -1, "", 0);
    ASK(init_module, NULL, 0, "");
    ASK(kexec_file_load, -1, -1, 0, "", wrong);
    ASK(kexec_load, 0, 0, NULL, wrong);
    ASK(keyctl, wrong);
    ASK(open_by_handle_at, -1, NULL, 0);
    ASK(perf_event_open, NULL, 0, -1, -1, wrong);
    ASK(quotactl, wrong, NULL, 0, NULL);
    ASK(reboot, 0, 0, 0, NULL);
    ASK(request_key, NULL, NULL, NULL, 0);
    ASK(settimeofday, (void *)1, NULL);
    ASK(swapoff, "/nonexistent/file");
    ASK(swapon, "/nonexistent/file", 0);
    ASK(userfaultfd, wrong);
#ifdef SYS_ioperm
    ASK(ioperm, wrong, wrong, 1);
    ASK(iopl, wrong);
#endif
    return 0;
}
