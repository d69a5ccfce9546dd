/* S15: a line of a client, whatever is in it, is read or refused; and so is each of its operations. */
#include "protocol.h"
#include "validate.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct nw_error error = {0};
    json_t *json = protocol_parse((const char *)data, size, &error);
    if (json == NULL) {
        json_t *reply = protocol_error(NULL, &error);
        size_t length = 0;
        char *line = protocol_line(reply, &length);
        if (line == NULL || length < 2 || line[length - 1] != '\n')
            abort(); /* who sent it is to be told why */
        free(line);
        json_decref(reply);
    }
    json_decref(json);
    return 0;
}
