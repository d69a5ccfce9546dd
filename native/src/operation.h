/* One operation of a plan, checked and ready to be carried out: electron/shared/lab/operation.ts in C. */
#ifndef NESTWORK_OPERATION_H
#define NESTWORK_OPERATION_H

#include "inside.h"
#include "ip.h"

#include <net/if.h>
#include <stdbool.h>
#include <stdint.h>

enum operation_kind {
    NODE_CREATE, NODE_DELETE, NODE_RENAME, NODE_KIND, NODE_STP, NODE_SYSCTL, NODE_FILES, NODE_LIMITS, LAB_RESOLVER, LINK_CREATE, LINK_DELETE, LINK_CUT,
    LINK_RESTORE, INTERFACE_SET, INTERFACE_DELETE, ADDRESS_ADD, ADDRESS_DELETE, ROUTE_ADD, ROUTE_DELETE, COMMAND_RUN, OPERATION_KINDS
};
/* "node.create", ... */
extern const char *const operation_names[OPERATION_KINDS];

enum node_kind { KIND_HOST, KIND_ROUTER, KIND_SWITCH, KIND_HUB, NODE_KINDS };
extern const char *const node_kind_names[NODE_KINDS];

struct operation_end {
    char node[48], interface[IF_NAMESIZE];
    uint8_t mac[6];
    uint32_t mtu;
    bool up, port;
};

/* A route as it is wanted. `via.family` and `dev` may be empty. */
struct operation_route {
    struct ip to, via;
    char dev[IF_NAMESIZE];
};

struct operation {
    enum operation_kind kind;
    char node[48];
    union {
        struct {
            char name[64];
            enum node_kind kind;
            uint64_t isolation; /* CLONE_NEW... */
            bool forwarding;
            uint8_t mac[6]; /* switch and hub */
            bool stp;       /* switch */
            bool read_only;
        } of_node;
        struct {
            char link[48];
            bool wire, cut;
            struct operation_end ends[2];
        } of_link;
        struct {
            char interface[IF_NAMESIZE];
            bool has_up, up, has_mac;
            uint32_t mtu; /* 0: as it is */
            uint8_t mac[6];
        } set;
        struct {
            char interface[IF_NAMESIZE];
            struct ip ip;
        } of_address;
        struct operation_route route;
        struct setting_wanted *setting; /* owned, as all of these */
        struct files *files;
        struct resolver *resolver;
        struct startup *startup;
        struct limits limits;
    };
};

#endif
