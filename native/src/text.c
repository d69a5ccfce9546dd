#define _GNU_SOURCE
#include "text.h"

#include "util.h"

json_t *text_json(const char *bytes, size_t length) {
    struct buffer text = {0};
    for (size_t i = 0; i < length;) {
        size_t size = 1;
        unsigned char first = (unsigned char)bytes[i];
        if (first >= 0xc2 && first <= 0xf4)
            size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
        json_t *one = first != 0 && i + size <= length ? json_stringn(bytes + i, size) : NULL;
        (void)buffer_append(&text, one != NULL ? bytes + i : "\xef\xbf\xbd", one != NULL ? size : 3);
        i += one != NULL ? size : 1;
        json_decref(one);
    }
    json_t *value = text.length > 0 ? json_stringn(text.data, text.length) : json_string("");
    buffer_free(&text);
    return value;
}
