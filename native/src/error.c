#define _GNU_SOURCE
#include "error.h"

#include "util.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int error_set(struct nw_error *error, const char *code, int number, const char *format, ...) {
    if (number < 0)
        number = -number;
    if (error != NULL) {
        *error = (struct nw_error){.number = number, .index = -1};
        text_copy(error->code, sizeof(error->code), code);
        va_list arguments;
        va_start(arguments, format);
        (void)vsnprintf(error->message, sizeof(error->message), format, arguments);
        va_end(arguments);
        if (number != 0)
            text_copy(error->kernel, sizeof(error->kernel), strerror(number));
    }
    return number == 0 ? -EINVAL : -number;
}

const char *error_symbol(int number) {
    const char *symbol = strerrorname_np(number);
    return symbol != NULL ? symbol : "EUNKNOWN";
}
