/*
 * Types into terminals for somebody else (safety.md, S11). `typist own` tries every terminal that it can open; outside, `typist hold SOCKET` hands its own
 * terminal to whoever connects and says at the end how much was typed into it; `typist take SOCKET` tries that one. One line an attempt: "denied NAME ERRNO"
 * or "ALLOWED NAME".
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#ifndef TIOCLINUX
#define TIOCLINUX 0x541C
#endif
static const unsigned long above = UINT64_C(0x100000000);

static void tell(const char *name, const char *how, long result) {
    if (result < 0)
        printf("denied %s:%s %s\n", name, how, strerrorname_np(errno));
    else
        printf("ALLOWED %s:%s\n", name, how);
}

static long request(int fd, unsigned long number, void *argument) {
    return syscall(SYS_ioctl, fd, number, argument);
}

/* As a program of 32 bits asks; where the kernel runs none, the process is ended by a signal. */
static long request_by_32_bits(int fd, unsigned int number, void *argument) {
#ifdef __x86_64__
    int status;
    pid_t child = fork();
    if (child == 0) {
        long result = 54; /* ioctl */
        __asm__ volatile("int $0x80" : "+a"(result) : "b"(fd), "c"(number), "d"((uint32_t)(uintptr_t)argument) : "memory");
        _exit(result == 0 ? 0 : (int)-(int32_t)result & 127);
    }
    waitpid(child, &status, 0);
    errno = WIFEXITED(status) ? WEXITSTATUS(status) : ENOSYS;
    return errno == 0 ? 0 : -1;
#else
    errno = ENOSYS;
    return -1;
#endif
}

static void attempt(const char *name, int fd) {
    char *byte = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
    *byte = 'x';
    tell(name, "TIOCSTI", request(fd, TIOCSTI, byte));
    tell(name, "TIOCSTI with more bits", request(fd, above | TIOCSTI, byte));
    tell(name, "TIOCSTI by 32 bits", request_by_32_bits(fd, TIOCSTI, byte));
    *byte = 3; /* paste the selection */
    tell(name, "TIOCLINUX", request(fd, TIOCLINUX, byte));
    tell(name, "TIOCLINUX with more bits", request(fd, above | TIOCLINUX, byte));
    munmap(byte, 4096);
}

static void attempt_path(const char *path) {
    struct stat status;
    if (stat(path, &status) < 0 || !S_ISCHR(status.st_mode))
        return;
    int fd = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK);
    if (fd < 0)
        tell(path, "open", -1);
    else
        attempt(path, fd);
    close(fd);
}

static void own(void) {
    static const char *const paths[] = {"/dev/tty", "/dev/console", "/dev/tty0", "/dev/tty1", "/dev/vcs", "/dev/vcs1"};
    attempt("stdin", 0);
    for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
        attempt_path(paths[i]);
    DIR *folder = opendir("/dev/pts");
    for (const struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;) {
        char path[300];
        snprintf(path, sizeof(path), "/dev/pts/%s", entry->d_name);
        if (entry->d_name[0] >= '0' && entry->d_name[0] <= '9')
            attempt_path(path);
    }
}

static struct sockaddr_un address_of(const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strncpy(address.sun_path, path, sizeof(address.sun_path) - 1);
    return address;
}

static int hold(const char *path) {
    struct sockaddr_un address = address_of(path);
    struct termios settings;
    tcgetattr(0, &settings);
    cfmakeraw(&settings);
    tcsetattr(0, TCSANOW, &settings);
    int listening = socket(AF_UNIX, SOCK_STREAM, 0), fd = 0;
    if (bind(listening, (struct sockaddr *)&address, sizeof(address)) < 0 || chmod(path, 0666) < 0 || listen(listening, 1) < 0)
        return 1;
    puts("ready");
    fflush(stdout);
    int taker = accept(listening, NULL, NULL);
    char byte = 'x', control[CMSG_SPACE(sizeof(fd))] = {0}, typed[4096];
    struct iovec part = {&byte, 1};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof(control)};
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(fd));
    memcpy(CMSG_DATA(header), &fd, sizeof(fd));
    if (sendmsg(taker, &message, 0) < 0)
        return 1;
    (void)!read(taker, &byte, 1); /* until it has tried */
    struct pollfd there = {.fd = 0, .events = POLLIN};
    printf("received %zd\n", poll(&there, 1, 100) > 0 ? read(0, typed, sizeof(typed)) : 0);
    return 0;
}

static int take(const char *path) {
    struct sockaddr_un address = address_of(path);
    int giver = socket(AF_UNIX, SOCK_STREAM, 0), fd = -1;
    char byte, control[CMSG_SPACE(sizeof(fd))] = {0};
    struct iovec part = {&byte, 1};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof(control)};
    if (connect(giver, (struct sockaddr *)&address, sizeof(address)) < 0 || recvmsg(giver, &message, 0) < 0 || CMSG_FIRSTHDR(&message) == NULL)
        return 1;
    memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof(fd));
    attempt("terminal of the host", fd);
    return 0;
}

int main(int argc, char **argv) {
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (argc == 2 && strcmp(argv[1], "own") == 0)
        return own(), 0;
    if (argc == 3 && strcmp(argv[1], "hold") == 0)
        return hold(argv[2]);
    return argc == 3 && strcmp(argv[1], "take") == 0 ? take(argv[2]) : 2;
}
