#define _GNU_SOURCE
#include "settings.h"

#include "inside.h"
#include "lab.h"
#include "node.h"
#include "setting.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static struct setting **place_of(struct node *node, const char *path) {
    struct setting **at = &node->settings;
    while (*at != NULL && strcmp((*at)->path, path) != 0)
        at = &(*at)->next;
    return at;
}

struct setting *settings_find(struct node *node, const char *path) {
    return *place_of(node, path);
}

static void free_one(struct setting *setting) {
    free(setting->path);
    free(setting->original);
    free(setting->value);
    free(setting);
}

void settings_free(struct setting *settings) {
    while (settings != NULL) {
        struct setting *next = settings->next;
        free_one(settings);
        settings = next;
    }
}

int settings_note(struct node *node, const char *path, const char *original, const char *value) {
    struct setting **at = place_of(node, path);
    char *copy = strdup(value);
    if (copy == NULL)
        return -ENOMEM;
    if (*at != NULL) {
        free((*at)->value);
        (*at)->value = copy;
        return 0;
    }
    struct setting *setting = calloc(1, sizeof(*setting));
    if (setting == NULL || (setting->path = strdup(path)) == NULL || (original != NULL && (setting->original = strdup(original)) == NULL)) {
        if (setting != NULL)
            free_one(setting);
        free(copy);
        return -ENOMEM;
    }
    setting->value = copy;
    *at = setting;
    return 0;
}

void settings_drop(struct node *node, const char *path) {
    struct setting **at = place_of(node, path), *setting = *at;
    if (setting == NULL)
        return;
    *at = setting->next;
    free_one(setting);
}

/* net/ipv4/conf/INTERFACE/…, net/ipv6/neigh/INTERFACE/… */
static bool is_of(const char *path, const char *interface) {
    const char *at = path;
    for (int part = 0; part < 3; part++) {
        at = strchr(at, '/');
        if (at == NULL)
            return false;
        at++;
        if (part == 1 && strncmp(at, "conf/", 5) != 0 && strncmp(at, "neigh/", 6) != 0)
            return false;
    }
    size_t length = strlen(interface);
    return strncmp(at, interface, length) == 0 && at[length] == '/';
}

struct setting *settings_take(struct node *node, const char *interface) {
    struct setting *taken = NULL, **end = &taken;
    for (struct setting **at = &node->settings; *at != NULL;) {
        struct setting *setting = *at;
        if (!is_of(setting->path, interface)) {
            at = &setting->next;
            continue;
        }
        *at = setting->next;
        setting->next = NULL;
        *end = setting;
        end = &setting->next;
    }
    return taken;
}

int settings_put_back(struct lab *lab, struct node *node, struct setting *settings) {
    int result = 0;
    for (struct setting *next; settings != NULL; settings = next) {
        next = settings->next;
        int written = settings_write(lab, node, settings->path, settings->value);
        result = result < 0 ? result : written;
        settings->next = node->settings;
        node->settings = settings;
    }
    return result;
}

int settings_read(struct lab *lab, struct node *node, const char *path, char **ret_value) {
    char value[SETTING_VALUE];
    *ret_value = NULL;
    int result = namespace_enter(node->net, NAMESPACE_NET);
    if (result < 0)
        return result;
    int there = setting_read(lab->outer_proc, path, value, sizeof(value));
    namespace_return(lab->own_net, NAMESPACE_NET);
    if (there == -EACCES)
        return 0;
    if (there < 0)
        return there;
    *ret_value = strdup(value);
    return *ret_value == NULL ? -ENOMEM : 0;
}

int settings_write(struct lab *lab, struct node *node, const char *path, const char *value) {
    int result = namespace_enter(node->net, NAMESPACE_NET);
    if (result < 0)
        return result;
    result = setting_write(lab->outer_proc, path, value);
    namespace_return(lab->own_net, NAMESPACE_NET);
    return result;
}
