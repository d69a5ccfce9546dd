/* The operations route.add and route.delete, and how each is undone. */
#define _GNU_SOURCE
#include "operations.h"

#include "route.h"

#include <errno.h>

int apply_route(struct apply *apply, struct operation *operation, size_t index) {
    uint32_t number = 0;
    const struct operation_route *route = &operation->route;
    int result = apply_enter(apply, CLASS_INSIDE);
    struct node *node = result < 0 ? NULL : apply_find_node(apply, index, operation->node);
    if (node == NULL || (route->dev[0] != '\0' && apply_find_interface(apply, index, node, route->dev, &number) < 0))
        return -ENOENT;
    struct done *done = apply_note(apply, index, node);
    if (done == NULL)
        return -ENOMEM;
    done->ip = route->to;
    done->via = route->via;
    done->interface = number;
    if (operation->kind == ROUTE_DELETE) {
        struct rescue *rescue = rescue_new(apply, node);
        if (rescue == NULL)
            return apply_refused(apply, index, ENOMEM, "no memory");
        rescue->deleted = true;
        rescue->to = route->to;
    }
    apply_wait(apply, node);
    result = operation->kind == ROUTE_ADD ? route_add(node->netlink, &route->to, &route->via, number, apply_tag(done))
                                          : route_delete(node->netlink, &route->to, &route->via, number, apply_tag(done));
    if (result < 0)
        return apply_refused(apply, index, -result, "no memory");
    done->entered = true;
    apply->answered++;
    return 0;
}

int undo_route(struct lab *lab, struct done *done) {
    if (done->number != 0 || done->nothing)
        return 0;
    int result = done->kind == ROUTE_ADD ? route_delete(done->node->netlink, &done->ip, &done->via, done->interface, 0)
                                         : route_add(done->node->netlink, &done->ip, &done->via, done->interface, 0);
    return result == 0 ? undo_send(lab, done->node, NULL) : result;
}
