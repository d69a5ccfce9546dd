/* The call `observe`: a snapshot of the nodes, page by page, and the beginning of events. */
#define _GNU_SOURCE
#include "calls.h"

#include "lab.h"
#include "node.h"

json_t *call_observe(struct connection *connection, const json_t *args, struct nw_error *error) {
    struct server *server = connection->server;
    struct lab *lab = server->lab;
    const json_t *from = json_object_get(args, "from");
    if (!json_is_integer(from) || json_integer_value(from) < 0)
        return calls_wrong(error, "The argument \"from\" must be a number that is not negative.");
    /* Places are numbers that nodes got when they were created: they do not move when others are deleted. */
    uint64_t place = (uint64_t)json_integer_value(from);
    if (place == 0)
        connection->subscribed = true;
    json_t *nodes = json_array(), *next = json_null();
    size_t bytes = 0;
    for (struct node *node = lab->first; node != NULL; node = node->next) {
        if (node->sequence < place)
            continue;
        if (node->monitor == NULL && !node->ended)
            (void)node_refresh(lab, node);
        if (json_array_size(nodes) > 0 && (json_array_size(nodes) >= NODE_PAGE || bytes + node_record_size(node) > NODE_PAGE_BYTES)) {
            next = json_integer((json_int_t)node->sequence);
            break;
        }
        bytes += node_record_size(node);
        (void)json_array_append_new(nodes, node_json(lab, node));
    }
    return json_pack("{s:I,s:I,s:o,s:o,s:o}", "seq", (json_int_t)server->sequence, "revision", lab->revision, "nodes", nodes, "next", next, "terminals",
                     terminals_json(lab->terminals));
}
