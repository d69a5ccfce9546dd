/* S15: rtnetlink messages, whoever made them: taken into the cache of a node, told as JSON, never read beyond their ends. */
#include "observed.h"
#include "observed_json.h"

#include <linux/rtnetlink.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* One message after the other, each in memory of exactly its size, so that the sanitizer sees the byte behind it. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct observed observed = {0};
    while (size >= sizeof(struct nlmsghdr)) {
        struct nlmsghdr header;
        memcpy(&header, data, sizeof(header));
        size_t length = header.nlmsg_len < sizeof(header) || header.nlmsg_len > size ? size : header.nlmsg_len;
        struct nlmsghdr *message = malloc(length);
        if (message == NULL)
            break;
        memcpy(message, data, length);
        message->nlmsg_len = (uint32_t)length;
        (void)observed_take(&observed, message);
        free(message);
        data += length;
        size -= length;
    }
    json_t *told = json_object();
    (void)observed_json(&observed, told);
    json_decref(told);
    observed_mark(&observed, RTM_NEWLINK);
    (void)observed_sweep(&observed, RTM_NEWLINK);
    observed_clear(&observed);
    return 0;
}
