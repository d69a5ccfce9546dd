#define _GNU_SOURCE
#include "mount.h"

#include "mount_place.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

int mount_proc_apart(void) {
    int context = fsopen("proc", FSOPEN_CLOEXEC);
    if (context < 0)
        return -errno;
    int tree = -1;
    if (fsconfig(context, FSCONFIG_CMD_CREATE, NULL, NULL, 0) == 0)
        tree = fsmount(context, FSMOUNT_CLOEXEC, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC);
    int result = tree < 0 ? -errno : tree;
    close(context);
    return result;
}

/* --- the lab --- */

/* A new file of `store`, at `path` for all nodes; nobody can write it there. Returns a descriptor to write it by, or -1. */
static int share_file(int store, const char *name, const char *path) {
    int fd = openat(store, name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    int tree = fd < 0 ? -1 : open_tree(store, name, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
    struct mount_attr attributes = {.attr_set = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC};
    int result = tree < 0 ? -1 : mount_setattr(tree, "", AT_EMPTY_PATH, &attributes, sizeof(attributes));
    if (result == 0)
        result = place_file(&store, tree, path, false);
    if (tree >= 0)
        close(tree);
    if (result == 0)
        return fd;
    if (fd >= 0)
        close(fd);
    return -1;
}

/* The file system that they lie on is seen at /tmp for a moment only, before there is any node. */
static void share_files(struct lab_files *files) {
    *files = (struct lab_files){-1, -1};
    if (mount("nestwork", "/tmp", "tmpfs", MS_NOSUID | MS_NODEV, "mode=0755,size=64m") < 0)
        return;
    int store = open("/tmp", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (store >= 0) {
        files->hosts = share_file(store, "hosts", "/etc/hosts");
        files->resolver = share_file(store, "resolv.conf", "/etc/resolv.conf");
        close(store);
    }
    (void)umount2("/tmp", MNT_DETACH);
}

void mount_lab(struct lab_files *ret_files) {
    (void)mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL);
    (void)mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL);
    (void)mount("sysfs", "/sys", "sysfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL);
    (void)mount("devpts", "/dev/pts", "devpts", MS_NOSUID | MS_NOEXEC, "newinstance,ptmxmode=0666,mode=0620");
    (void)mount("/dev/pts/ptmx", "/dev/ptmx", NULL, MS_BIND, NULL);
    share_files(ret_files);
}

void mount_hide(const char *folder) {
    (void)mount("tmpfs", folder, "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_RDONLY, "mode=0555,size=4k");
}

/* --- a node --- */

void mount_hostname(int store, const char *hostname) {
    int fd = store < 0 ? -1 : openat(store, "hostname", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (fd < 0)
        return;
    char line[80];
    int length = snprintf(line, sizeof(line), "%s\n", hostname);
    if (write(fd, line, (size_t)length) < 0) {
        /* the hostname itself is right */
    }
    close(fd);
}

/* One file system for all that is the node's own. Its root lies below the node's /run, which covers it. */
int mount_own(const char *hostname) {
    if (mount("tmpfs", "/run", "tmpfs", MS_NOSUID | MS_NODEV, "mode=0755") < 0)
        return -1;
    int store = open("/run", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (store < 0)
        return -1;
    mode_t before = umask(0);
    (void)mkdirat(store, "run", 0755);
    (void)mkdirat(store, "run/lock", 01777);
    (void)mkdirat(store, "tmp", 01777);
    (void)mkdirat(store, "shm", 01777);
    (void)umask(before);
    mount_hostname(store, hostname);
    (void)mount("/run/tmp", "/tmp", NULL, MS_BIND, NULL);
    (void)mount("/run/shm", "/dev/shm", NULL, MS_BIND, NULL);
    if (access("/etc/hostname", F_OK) == 0)
        (void)mount("/run/hostname", "/etc/hostname", NULL, MS_BIND, NULL);
    (void)mount("/run/run", "/run", NULL, MS_BIND, NULL);
    return store;
}

/* What the lab has there may have been a link to below /run, which is another one now. */
static void keep_resolver(int *store, int tree, const struct stat *before) {
    struct stat now;
    if (stat("/etc/resolv.conf", &now) < 0 || now.st_dev != before->st_dev || now.st_ino != before->st_ino)
        (void)place_file(store, tree, "/etc/resolv.conf", false);
}

int mount_node(uint64_t flags, const char *hostname) {
    if ((flags & CLONE_NEWNS) == 0)
        return -1;
    (void)mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL);
    (void)mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL);
    (void)mount("sysfs", "/sys", "sysfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL);
    /* gid=5 (tty) may not be mapped here, and the kernel refuses what is not. */
    if (mount("devpts", "/dev/pts", "devpts", MS_NOSUID | MS_NOEXEC, "newinstance,ptmxmode=0666,mode=0620") == 0)
        (void)mount("/dev/pts/ptmx", "/dev/ptmx", NULL, MS_BIND, NULL);
    struct stat before;
    int resolver = open_tree(AT_FDCWD, "/etc/resolv.conf", OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
    int known = resolver < 0 ? -1 : fstat(resolver, &before);
    int store = mount_own(hostname);
    if (store >= 0 && known == 0)
        keep_resolver(&store, resolver, &before);
    if (resolver >= 0)
        close(resolver);
    return store;
}

void mount_fresh(uint64_t fresh) {
    if ((fresh & CLONE_NEWNS) == 0)
        return;
    (void)mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL);
    if ((fresh & CLONE_NEWPID) != 0)
        (void)mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL);
    if ((fresh & CLONE_NEWNET) != 0)
        (void)mount("sysfs", "/sys", "sysfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL);
}
