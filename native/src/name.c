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
