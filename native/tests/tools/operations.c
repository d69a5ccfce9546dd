/* What the supervisor makes of operations: each line of stdin is read as one that a client sent; a letter for each goes to stdout, "y" or "n", and behind "n" why. */
#define _GNU_SOURCE
#include "protocol.h"
#include "validate.h"

#include <stdio.h>
#include <stdlib.h>

int main(void) {
    char *line = NULL;
    size_t size = 0;
    ssize_t length;
    while ((length = getline(&line, &size, stdin)) > 0) {
        struct nw_error error = {0};
        struct operation operation;
        json_t *json = protocol_parse(line, (size_t)length - 1, &error);
        if (json != NULL && validate_operation(json, &operation, &error) == 0) {
            operation_clear(&operation);
            (void)puts("y");
        } else {
            (void)printf("n %s\n", error.message);
        }
        json_decref(json);
    }
    free(line);
    return 0;
}
