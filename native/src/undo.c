/* The way back: each operation that was done, the last one first, by requests of its own. */
#define _GNU_SOURCE
#include "transaction.h"

#include "restore.h"
#include "trace.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

int undo_send(struct lab *lab, struct node *one, struct node *two) {
    int results[3] = {0, 0, 0}, result = 0;
    if (one != NULL)
        results[0] = netlink_flush_simple(one->netlink, NULL, 0);
    if (two != NULL && two != one)
        results[1] = netlink_flush_simple(two->netlink, NULL, 0);
    results[2] = netlink_flush_simple(lab->netlink, NULL, 0);
    for (int i = 0; i < 3; i++) {
        if (results[i] < 0 && results[i] != -ENODEV && results[i] != -ESRCH && results[i] != -EEXIST && results[i] != -EADDRNOTAVAIL)
            result = results[i];
    }
    return result;
}

void undo_put_back(struct node *node, const struct buffer *messages) {
    if (messages->length > 0 && restore_put(node, messages, 0) == 0)
        (void)netlink_flush(node->netlink, NULL, NULL);
}

bool undo_all(struct apply *apply) {
    bool complete = true;
    /* What was never sent was discarded, and undoing it finds nothing: that is why "gone" is no error here. */
    for (struct done *done = apply->log; done != NULL; done = done->below) {
        int result = done->entered ? dispatch_undo(apply->lab, done) : 0;
        trace_operation(done->index, operation_names[done->kind], operation_subject(&apply->operations[done->index]), true, result);
        if (result == 0)
            continue;
        if (complete) {
            size_t length = strlen(apply->error.message);
            (void)snprintf(apply->error.message + length, sizeof(apply->error.message) - length, " Undoing %s (step %zu) failed too: %s; it is left as it is.",
                           operation_names[done->kind], done->index + 1, strerror(-result));
        }
        complete = false;
    }
    apply->error.left = !complete;
    return complete;
}
