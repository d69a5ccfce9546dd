/*
 * What hostile code in a node would try (safety.md, S8). Outside, `intruder give SOCKET PID` hands descriptors of the host to whoever connects; inside,
 * `intruder try SOCKET PID` takes them and tries each way out. One line an attempt: "denied NAME ERRNO" or "ALLOWED NAME". Every attempt is harmless if it
 * succeeds: it sets what is set already, or asks for nothing but permission.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/if_packet.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/klog.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/swap.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

enum { INET, NETLINK, PACKET, PIDFD, NS_NET, NS_MNT, NS_PID, NS_UTS, NS_IPC, NS_USER, GIVEN };

static struct sockaddr_un address_of(const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strncpy(address.sun_path, path, sizeof(address.sun_path) - 1);
    return address;
}

static int give(const char *path, pid_t pid) {
    static const char *const namespaces[] = {"net", "mnt", "pid", "uts", "ipc", "user"};
    int fds[GIVEN];
    fds[INET] = socket(AF_INET, SOCK_DGRAM, 0);
    fds[NETLINK] = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
    fds[PACKET] = socket(AF_PACKET, SOCK_RAW, 0);
    if (fds[PACKET] < 0) /* an ordinary user of the host has none to give */
        fds[PACKET] = socket(AF_INET6, SOCK_DGRAM, 0);
    fds[PIDFD] = (int)syscall(SYS_pidfd_open, pid, 0);
    for (int i = 0; i < 6; i++) {
        char name[64];
        snprintf(name, sizeof(name), "/proc/self/ns/%s", namespaces[i]);
        fds[NS_NET + i] = open(name, O_RDONLY);
    }
    for (int i = 0; i < GIVEN; i++) {
        if (fds[i] < 0) {
            perror("give");
            return 1;
        }
    }
    struct sockaddr_un address = address_of(path);
    int listening = socket(AF_UNIX, SOCK_STREAM, 0);
    if (bind(listening, (struct sockaddr *)&address, sizeof(address)) < 0 || chmod(path, 0666) < 0 || listen(listening, 1) < 0) {
        perror("listen");
        return 1;
    }
    puts("ready");
    fflush(stdout);
    int taker = accept(listening, NULL, NULL);
    char byte = 'x', control[CMSG_SPACE(sizeof(fds))] = {0};
    struct iovec part = {&byte, 1};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof(control)};
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(fds));
    memcpy(CMSG_DATA(header), fds, sizeof(fds));
    if (sendmsg(taker, &message, 0) < 0) {
        perror("sendmsg");
        return 1;
    }
    return read(taker, &byte, 1) < 0; /* until it has tried */
}

static int take(const char *path, int *fds) {
    struct sockaddr_un address = address_of(path);
    int giver = socket(AF_UNIX, SOCK_STREAM, 0);
    char byte, control[CMSG_SPACE(sizeof(int) * GIVEN)] = {0};
    struct iovec part = {&byte, 1};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof(control)};
    if (connect(giver, (struct sockaddr *)&address, sizeof(address)) < 0 || recvmsg(giver, &message, 0) < 0)
        return -1;
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    if (header == NULL || header->cmsg_len != CMSG_LEN(sizeof(int) * GIVEN))
        return -1;
    memcpy(fds, CMSG_DATA(header), sizeof(int) * GIVEN);
    return 0;
}

/* result < 0: refused, errno says why. */
static void tell(const char *name, long result) {
    if (result < 0)
        printf("denied %s %s\n", name, strerrorname_np(errno));
    else
        printf("ALLOWED %s\n", name);
}

/* Sends one request about `lo` and gives the kernel's answer as a result with errno. */
static long ask_netlink(int fd, uint16_t type) {
    struct {
        struct nlmsghdr header;
        union {
            struct ifinfomsg link;
            struct rtmsg route;
        } body;
        struct rtattr attribute;
        uint32_t value;
    } request = {0};
    request.header = (struct nlmsghdr){.nlmsg_len = sizeof(request), .nlmsg_type = type, .nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK};
    request.body.link = (struct ifinfomsg){.ifi_index = 1};
    request.attribute = (struct rtattr){.rta_len = RTA_LENGTH(4), .rta_type = IFLA_MTU};
    request.value = 65536; /* what lo has */
    if (type == RTM_DELROUTE) {
        request.body.route = (struct rtmsg){.rtm_family = AF_INET, .rtm_dst_len = 32, .rtm_table = 250};
        request.attribute.rta_type = RTA_DST;
        request.value = htonl(0xcb007101); /* 203.0.113.1 in a table that nobody has */
    }
    struct {
        struct nlmsghdr header;
        struct nlmsgerr error;
        char rest[512];
    } answer;
    if (send(fd, &request, sizeof(request), 0) < 0 || recv(fd, &answer, sizeof(answer), 0) < 0)
        return -1;
    errno = -answer.error.error;
    return answer.error.error == 0 || answer.error.error == -ESRCH ? 0 : -1;
}

static long write_to(const char *path, const char *text) {
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    long result = fd < 0 ? -1 : write(fd, text, strlen(text));
    int number = errno;
    if (fd >= 0)
        close(fd);
    errno = number;
    return result;
}

static long same_setting(const char *path) {
    char text[64];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t length = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
    if (length <= 0)
        return -1;
    text[length] = '\0';
    return write_to(path, text);
}

static void try_sockets(const int *fds) {
    static const struct {
        const char *name;
        unsigned long get, set;
    } requests[] = {{"SIOCSIFFLAGS", SIOCGIFFLAGS, SIOCSIFFLAGS}, {"SIOCSIFMTU", SIOCGIFMTU, SIOCSIFMTU}, {"SIOCSIFTXQLEN", SIOCGIFTXQLEN, SIOCSIFTXQLEN}};
    static const int sockets[] = {INET, PACKET, NETLINK};
    static const char *const names[] = {"inet", "packet", "netlink"};
    for (size_t s = 0; s < 3; s++) {
        for (size_t r = 0; r < 3; r++) {
            struct ifreq request = {.ifr_name = "lo"};
            char name[64];
            snprintf(name, sizeof(name), "%s:%s", names[s], requests[r].name);
            if (ioctl(fds[sockets[s]], requests[r].get, &request) < 0 && errno != ENOTTY && errno != EOPNOTSUPP && errno != EINVAL) {
                printf("ALLOWED %s: the positive control failed: %s\n", name, strerror(errno));
                continue;
            }
            tell(name, ioctl(fds[sockets[s]], requests[r].set, &request));
        }
    }
    tell("netlink:RTM_NEWLINK", ask_netlink(fds[NETLINK], RTM_NEWLINK));
    tell("netlink:RTM_DELROUTE", ask_netlink(fds[NETLINK], RTM_DELROUTE));
}

/* Root may open the folder as its own file; what lies behind an entry is guarded as ptrace is (proc_fd_access_allowed). */
static long reach_descriptor_of_first(void) {
    DIR *folder = opendir("/proc/1/fd");
    if (folder == NULL)
        return -1;
    long result = -1;
    int number = ENOENT;
    for (const struct dirent *entry; result < 0 && (entry = readdir(folder)) != NULL;) {
        char path[300], target[16];
        snprintf(path, sizeof(path), "/proc/1/fd/%s", entry->d_name);
        if (entry->d_name[0] == '.')
            continue;
        if (readlink(path, target, sizeof(target)) >= 0 || open(path, O_PATH) >= 0)
            result = 0;
        else
            number = errno;
    }
    closedir(folder);
    errno = number;
    return result;
}

static void try_processes(const int *fds, pid_t pid) {
    char byte;
    struct iovec here = {&byte, 1}, there = {(void *)0x400000, 1};
    tell("kill of a host process", kill(pid, 0));
    tell("ptrace of a host process", ptrace(PTRACE_SEIZE, pid, NULL, NULL));
    tell("process_vm_readv of a host process", process_vm_readv(pid, &here, 1, &there, 1, 0));
    tell("pidfd_send_signal", syscall(SYS_pidfd_send_signal, fds[PIDFD], 0, NULL, 0));
    tell("pidfd_getfd", syscall(SYS_pidfd_getfd, fds[PIDFD], 0, 0));
    tell("ptrace of the node's first process", ptrace(PTRACE_SEIZE, 1, NULL, NULL));
    tell("/proc/1/mem", open("/proc/1/mem", O_RDONLY));
    tell("a descriptor of process 1", reach_descriptor_of_first());
    tell("/proc/1/exe for writing", open("/proc/1/exe", O_WRONLY));
}

/*
 * `intruder watch SECONDS`: looks at every process that appears, for one that holds what only a supervisor has. Says "ready", then at the end how many
 * processes it saw and how many of them it caught with an event loop or a netlink socket open.
 */
static int watch(int seconds) {
    long seen = 0, caught = 0;
    struct timeval start, now;
    pid_t newest = getpid();
    puts("ready");
    fflush(stdout);
    gettimeofday(&start, NULL);
    do {
        for (pid_t pid = newest + 1, end = newest + 100; pid < end; pid++) {
            char path[64], target[128];
            snprintf(path, sizeof(path), "/proc/%d", pid);
            if (access(path, F_OK) < 0)
                continue;
            seen++;
            newest = pid;
            for (int fd = 3; fd < 24; fd++) {
                snprintf(path, sizeof(path), "/proc/%d/fd/%d", pid, fd);
                ssize_t length = readlink(path, target, sizeof(target) - 1);
                if (length > 0 && (target[length] = '\0', strstr(target, "eventpoll") != NULL || strstr(target, "signalfd") != NULL)) {
                    caught++;
                    break;
                }
            }
        }
        gettimeofday(&now, NULL);
    } while (now.tv_sec - start.tv_sec < seconds);
    printf("seen %ld caught %ld\n", seen, caught);
    return 0;
}

static void try_system(void) {
    union bpf_attr attributes = {.start_id = 0};
    struct timeval time;
    gettimeofday(&time, NULL);
    struct {
        struct file_handle handle;
        unsigned char bytes[16];
    } handle = {.handle = {.handle_bytes = 8, .handle_type = 1}};
    tell("mknod of a disk", mknod("/tmp/nestwork-intruder", S_IFBLK | 0600, 0x800));
    (void)unlink("/tmp/nestwork-intruder");
    tell("mount of a disk file system", mount("/dev/root", "/mnt", "ext4", 0, NULL));
    tell("bpf", syscall(SYS_bpf, BPF_PROG_GET_NEXT_ID, &attributes, sizeof(attributes)));
    tell("init_module", syscall(SYS_init_module, NULL, 0, ""));
    tell("settimeofday", settimeofday(&time, NULL));
    tell("swapoff", swapoff("/nonexistent"));
    tell("acct", acct(NULL));
    tell("syslog", klogctl(10 /* SYSLOG_ACTION_SIZE_BUFFER */ - 5 /* SYSLOG_ACTION_CLEAR */, NULL, 0));
    tell("open_by_handle_at", syscall(SYS_open_by_handle_at, AT_FDCWD, &handle, O_RDONLY));
    tell("kernel.panic", same_setting("/proc/sys/kernel/panic"));
    tell("kernel.core_pattern", same_setting("/proc/sys/kernel/core_pattern"));
    tell("vm.swappiness", same_setting("/proc/sys/vm/swappiness"));
    tell("net.core.rmem_max", same_setting("/proc/sys/net/core/rmem_max"));
    tell("gc_thresh3", same_setting("/proc/sys/net/ipv4/neigh/default/gc_thresh3"));
    tell("sysrq", write_to("/proc/sysrq-trigger", "h"));
    tell("iopl", syscall(SYS_iopl, 3));
}

int main(int argc, char **argv) {
    if (argc == 3 && strcmp(argv[1], "watch") == 0)
        return watch(atoi(argv[2]));
    if (argc != 4)
        return 2;
    pid_t pid = (pid_t)strtol(argv[3], NULL, 10);
    if (strcmp(argv[1], "give") == 0)
        return give(argv[2], pid);
    int fds[GIVEN];
    if (take(argv[2], fds) < 0) {
        perror("take");
        return 1;
    }
    static const char *const namespaces[] = {"net", "mnt", "pid", "uts", "ipc", "user"};
    try_sockets(fds);
    try_processes(fds, pid);
    try_system();
    for (int i = 0; i < 6; i++) {
        char name[32];
        snprintf(name, sizeof(name), "setns %s", namespaces[i]);
        tell(name, setns(fds[NS_NET + i], 0));
    }
    return 0;
}
