/* S15: an operation, whatever is in it, is read whole or refused with a sentence. */
#include "protocol.h"
#include "validate.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct nw_error error = {0};
    json_t *json = protocol_parse((const char *)data, size, &error);
    struct operation operation;
    if (json != NULL && validate_operation(json, &operation, &error) == 0)
        operation_clear(&operation);
    else if (error.message[0] == '\0' || error.code[0] == '\0')
        abort(); /* refused without a reason */
    json_decref(json);
    return 0;
}
