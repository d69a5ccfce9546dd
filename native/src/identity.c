/* Who a program in a node runs as: see identity.h. Runs in the child only, between fork and exec. */
#define _GNU_SOURCE
#include "identity.h"

#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int identity_parse_id(const char *text, uint32_t *ret_id) {
    size_t length = strlen(text);
    if (length == 0 || length > 10 || strspn(text, "0123456789") != length || (length > 1 && text[0] == '0'))
        return -EINVAL;
    unsigned long long id = strtoull(text, NULL, 10);
    if (id >= UINT32_MAX)
        return -EINVAL;
    *ret_id = (uint32_t)id;
    return 0;
}

/* shadow's rule for names (chkname.c), so that whatever useradd accepts is accepted. */
static bool name_valid(const char *name) {
    size_t length = strlen(name);
    if (length == 0 || length > 32 || !((name[0] >= 'a' && name[0] <= 'z') || (name[0] >= 'A' && name[0] <= 'Z') || name[0] == '_'))
        return false;
    size_t good = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-");
    return good == length || (good == length - 1 && name[good] == '$');
}

/* Only a regular file: a node may have put a fifo there, and an open that waits would be a shell that never comes. */
static FILE *open_database(const char *path) {
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    struct stat status;
    if (fd < 0)
        return NULL;
    FILE *file = fstat(fd, &status) == 0 && S_ISREG(status.st_mode) ? fdopen(fd, "re") : NULL;
    if (file == NULL)
        close(fd);
    return file;
}

static void copy(char *out, size_t size, const char *text) {
    (void)snprintf(out, size, "%s", text != NULL ? text : "");
}

/* The entry named `name`, or, when `name` is NULL, the first of `uid`. */
static int find_user(const char *name, uid_t uid, struct identity *identity) {
    FILE *file = open_database("/etc/passwd");
    if (file == NULL)
        return -ENOENT;
    int result = -ENOENT;
    for (struct passwd *entry; result < 0 && (entry = fgetpwent(file)) != NULL;) {
        if (name != NULL ? strcmp(entry->pw_name, name) != 0 : entry->pw_uid != uid)
            continue;
        identity->uid = entry->pw_uid;
        identity->gid = entry->pw_gid;
        copy(identity->user, sizeof(identity->user), entry->pw_name);
        copy(identity->home, sizeof(identity->home), entry->pw_dir);
        copy(identity->shell, sizeof(identity->shell), entry->pw_shell);
        result = 0;
    }
    (void)fclose(file);
    return result;
}

int identity_home(uid_t uid, struct identity *identity) {
    struct identity found = {0};
    int result = find_user(NULL, uid, &found);
    if (result < 0)
        return result;
    copy(identity->home, sizeof(identity->home), found.home);
    copy(identity->shell, sizeof(identity->shell), found.shell);
    return 0;
}

static void find_groups(struct identity *identity) {
    identity->groups[0] = identity->gid;
    identity->group_count = 1;
    FILE *file = open_database("/etc/group");
    if (file == NULL)
        return;
    for (struct group *entry; identity->group_count < IDENTITY_GROUPS_MAX && (entry = fgetgrent(file)) != NULL;) {
        if (entry->gr_gid == identity->gid)
            continue;
        for (char **member = entry->gr_mem; *member != NULL; member++) {
            if (strcmp(*member, identity->user) == 0) {
                identity->groups[identity->group_count++] = entry->gr_gid;
                break;
            }
        }
    }
    (void)fclose(file);
}

int identity_find(const char *as, const char *node_name, struct identity *ret_identity, struct nw_error *error) {
    *ret_identity = (struct identity){.user = "root", .groups = {0}, .group_count = 1};
    if (as == NULL || strcmp(as, "root") == 0 || strcmp(as, "0") == 0) {
        /* Only its own group: the supplementary groups of root on this computer were given for this computer. */
        (void)identity_home(0, ret_identity);
        return 0;
    }
    uint32_t id;
    if (identity_parse_id(as, &id) == 0) {
        if (find_user(NULL, id, ret_identity) < 0) {
            ret_identity->uid = ret_identity->gid = id;
            (void)snprintf(ret_identity->user, sizeof(ret_identity->user), "%u", id);
        }
    } else if (!name_valid(as)) {
        return error_set(error, "invalid-request", EINVAL, "\"%.40s\" is neither a user name nor a numeric id below 4294967295.", as);
    } else if (find_user(as, 0, ret_identity) < 0) {
        int result = error_set(error, "not-found", ENOENT, "There is no user \"%.40s\" in %s.", as, node_name);
        (void)snprintf(error->hint, sizeof(error->hint), "Choose a user that `cut -d: -f1 /etc/passwd` lists, or a numeric id.");
        return result;
    }
    find_groups(ret_identity);
    return 0;
}

/* Drops groups that are not mapped in the node: setgroups refuses a list with one of them as a whole. */
static bool gid_mapped(gid_t gid) {
    FILE *file = open_database("/proc/self/gid_map");
    if (file == NULL)
        return true;
    bool mapped = false;
    unsigned long inside, outside, count;
    while (!mapped && fscanf(file, "%lu %lu %lu", &inside, &outside, &count) == 3)
        mapped = gid >= inside && gid - inside < count;
    (void)fclose(file);
    return mapped;
}

static bool setgroups_denied(void) {
    char word[8] = "";
    FILE *file = open_database("/proc/self/setgroups");
    if (file == NULL)
        return false;
    bool denied = fscanf(file, "%7s", word) == 1 && strcmp(word, "deny") == 0;
    (void)fclose(file);
    return denied;
}

int identity_assume(const struct identity *identity, const char *node_name, struct nw_error *error) {
    gid_t groups[IDENTITY_GROUPS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < identity->group_count; i++) {
        if (gid_mapped(identity->groups[i]))
            groups[count++] = identity->groups[i];
    }
    bool root = identity->uid == 0 && identity->gid == 0;
    int number = -sandbox_become(identity->uid, identity->gid, groups, count, root && setgroups_denied());
    if (number == 0)
        return 0;
    int result = error_set(error, "kernel-refused", number, "Cannot become user %s (uid %u) in %s: %s.", identity->user, identity->uid, node_name,
                           strerror(number));
    (void)snprintf(error->kernel, sizeof(error->kernel), "%s", strerror(number));
    if (setgroups_denied())
        (void)snprintf(error->hint, sizeof(error->hint),
                       "This lab has a single user id. Install the package uidmap, give your account a range in /etc/subuid and /etc/subgid, and run "
                       "the lab again.");
    return result;
}
