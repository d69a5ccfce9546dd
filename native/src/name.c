#define _GNU_SOURCE
#include "name.h"

#include <net/if.h>
#include <stddef.h>
#include <string.h>

static bool letter_or_digit(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9');
}

bool valid_id(const char *text) {
    size_t length = strnlen(text, 41);
    if (length < 1 || length > 40 || text[0] == '-')
        return false;
    for (size_t i = 0; i < length; i++) {
        if (!((text[i] >= 'a' && text[i] <= 'z') || (text[i] >= '0' && text[i] <= '9') || text[i] == '-'))
            return false;
    }
    return true;
}

bool valid_node_name(const char *text) {
    size_t length = strnlen(text, 64);
    if (length < 1 || length > 63 || !letter_or_digit(text[0]) || !letter_or_digit(text[length - 1]))
        return false;
    for (size_t i = 0; i < length; i++) {
        if (!letter_or_digit(text[i]) && text[i] != '-')
            return false;
    }
    return true;
}

bool valid_interface_name(const char *text) {
    static const char *const refused[] = {".", "..", "lo", "all", "default"};
    size_t length = strnlen(text, IF_NAMESIZE);
    if (length < 1 || length > IF_NAMESIZE - 1)
        return false;
    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
        if (strcmp(text, refused[i]) == 0)
            return false;
    }
    for (size_t i = 0; i < length; i++) {
        if (!letter_or_digit(text[i]) && strchr("._-", text[i]) == NULL)
            return false;
    }
    return true;
}

static bool dots_only(const char *part, size_t length) {
    return (length == 1 && part[0] == '.') || (length == 2 && part[0] == '.' && part[1] == '.');
}

bool valid_file_path(const char *text) {
    static const char *const kernel[] = {"/proc", "/sys", "/dev"};
    if (text[0] != '/' || strnlen(text, 4096) > 4095 || strchr(text, '\n') != NULL)
        return false;
    for (size_t i = 0; i < sizeof(kernel) / sizeof(kernel[0]); i++) {
        size_t length = strlen(kernel[i]);
        if (strncmp(text, kernel[i], length) == 0 && (text[length] == '/' || text[length] == '\0'))
            return false;
    }
    for (const char *part = text + 1;; part++) {
        size_t length = strcspn(part, "/");
        if (length == 0 || length > 255 || dots_only(part, length))
            return false;
        part += length;
        if (*part == '\0')
            return true;
    }
}

bool valid_domain(const char *text) {
    size_t length = strnlen(text, 254);
    if (length < 1 || length > 253 || strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789.-") != length)
        return false;
    return strchr(".-", text[0]) == NULL && strchr(".-", text[length - 1]) == NULL;
}

bool setting_path(const char *name, char *ret_path, size_t size) {
    size_t length = strnlen(name, 201);
    if (length > 200 || length >= size || strncmp(name, "net", 3) != 0 || (name[3] != '.' && name[3] != '/'))
        return false;
    char between = name[3];
    size_t parts = 0, begin = 0;
    for (size_t i = 0; i <= length; i++) {
        if (i < length && name[i] != between) {
            if (!letter_or_digit(name[i]) && strchr("_@:-", name[i]) == NULL && (name[i] != '.' || between == '.'))
                return false;
            ret_path[i] = name[i];
            continue;
        }
        if (i == begin || dots_only(name + begin, i - begin))
            return false;
        ret_path[i] = i < length ? '/' : '\0';
        begin = i + 1;
        parts++;
    }
    return parts > 1;
}
