#define _GNU_SOURCE
#include "statistics.h"

#include "cable.h"
#include "census.h"
#include "counters.h"
#include "lab.h"
#include "node.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Where the traffic of a cable is counted: an end of it, or its partner in the lab's own network. */
struct gauge {
    char cable[48];
    const struct node *node; /* NULL: the lab's own network */
    uint32_t index;
    bool turned; /* what it sends goes from the second end to the first */
    bool known;  /* the last two are those of the look before */
    uint64_t there, back; /* bytes, from the first end to the second, and back */
    double rates[2];      /* bit/s */
    bool busy;            /* it was told in the last message */
};

struct statistics {
    struct loop_timer *timer;
    bool (*told)(struct lab *lab, json_t *message);
    struct gauge *gauges; /* by node, then index */
    size_t count;
    uint64_t cables; /* the lab's count of changes of its cables that they are from */
    double at;       /* ms: of the last look; 0: none */
    double passed;   /* ms: between the last two */
    const struct node *reading;
};

/* --- cables --- */

static int by_place(const void *one, const void *other) {
    const struct gauge *a = one, *b = other;
    if (a->node != b->node)
        return (uintptr_t)a->node < (uintptr_t)b->node ? -1 : 1;
    return a->index < b->index ? -1 : a->index > b->index;
}

/* One look at a switch tells of all its cables: the end whose node has more of them. */
static struct gauge gauge_of(const struct cable *cable) {
    struct gauge gauge = {0};
    text_copy(gauge.cable, sizeof(gauge.cable), cable->id);
    if (cable->wire) {
        gauge.index = cable->ends[0].peer;
        gauge.turned = true;
        return gauge;
    }
    int end = cable->ends[1].node->links > cable->ends[0].node->links ? 1 : 0;
    gauge.node = cable->ends[end].node;
    gauge.index = cable->ends[end].index;
    gauge.turned = end == 1;
    return gauge;
}

/* Gauges of the cables that there are now; what was counted by those that stay goes on. */
static int renew_gauges(struct lab *lab, struct statistics *statistics) {
    size_t count = table_count(lab->cables), i = 0;
    struct gauge *gauges = calloc(count > 0 ? count : 1, sizeof(*gauges));
    if (gauges == NULL)
        return -ENOMEM;
    for (const struct cable *cable = lab->first_cable; cable != NULL && i < count; cable = cable->next)
        gauges[i++] = gauge_of(cable);
    qsort(gauges, i, sizeof(*gauges), by_place);
    for (size_t k = 0; k < i; k++) {
        const struct gauge *old =
            statistics->gauges == NULL ? NULL : bsearch(&gauges[k], statistics->gauges, statistics->count, sizeof(*gauges), by_place);
        if (old != NULL && strcmp(old->cable, gauges[k].cable) == 0)
            gauges[k] = *old;
    }
    free(statistics->gauges);
    statistics->gauges = gauges;
    statistics->count = i;
    statistics->cables = lab->cable_changes;
    return 0;
}

static void take_counters(void *context, uint32_t index, const struct rtnl_link_stats64 *counters) {
    struct statistics *statistics = context;
    struct gauge wanted = {.node = statistics->reading, .index = index};
    struct gauge *gauge = statistics->gauges == NULL ? NULL : bsearch(&wanted, statistics->gauges, statistics->count, sizeof(wanted), by_place);
    if (gauge == NULL)
        return;
    uint64_t there = gauge->turned ? counters->rx_bytes : counters->tx_bytes, back = gauge->turned ? counters->tx_bytes : counters->rx_bytes;
    bool rates = gauge->known && statistics->passed > 0;
    gauge->rates[0] = rates && there > gauge->there ? (double)(there - gauge->there) * 8000.0 / statistics->passed : 0;
    gauge->rates[1] = rates && back > gauge->back ? (double)(back - gauge->back) * 8000.0 / statistics->passed : 0;
    gauge->there = there;
    gauge->back = back;
    gauge->known = true;
}

static void look_at_cables(struct lab *lab, struct statistics *statistics) {
    if ((statistics->gauges == NULL || statistics->cables != lab->cable_changes) && renew_gauges(lab, statistics) < 0)
        return;
    for (size_t i = 0; i < statistics->count; i++) {
        struct gauge *gauge = &statistics->gauges[i];
        if (i > 0 && gauge->node == statistics->gauges[i - 1].node)
            continue;
        statistics->reading = gauge->node;
        (void)counters_read(gauge->node != NULL ? gauge->node->netlink : lab->netlink, take_counters, statistics);
    }
}

static json_t *links_json(struct statistics *statistics) {
    json_t *links = json_array();
    for (size_t i = 0; i < statistics->count; i++) {
        struct gauge *gauge = &statistics->gauges[i];
        bool busy = gauge->rates[0] > 0 || gauge->rates[1] > 0;
        if (busy || gauge->busy)
            (void)json_array_append_new(links, json_pack("[s,I,I]", gauge->cable, (json_int_t)gauge->rates[0], (json_int_t)gauge->rates[1]));
        gauge->busy = busy;
    }
    return links;
}

/* --- nodes --- */

static void add_member(void *context, const struct member *member) {
    struct node *node = member->node;
    (void)context;
    if (node == NULL)
        return;
    node->load.processes++;
    node->load.cpu += member->used;
    node->load.memory += member->memory;
}

static json_t *nodes_json(struct lab *lab, const struct statistics *statistics) {
    json_t *nodes = json_array();
    for (struct node *node = lab->first; node != NULL; node = node->next)
        node->load = (struct node_load){.told = node->load.told};
    if (census_take(lab) == 0)
        census_each(lab, add_member, NULL);
    for (struct node *node = lab->first; node != NULL; node = node->next) {
        bool busy = node->load.processes > 1;
        double use = statistics->passed > 0 ? (double)node->load.cpu / statistics->passed : 0;
        if (busy || node->load.told)
            (void)json_array_append_new(nodes, json_pack("[s,f,I,I]", node->id, use, (json_int_t)node->load.memory, (json_int_t)node->load.processes));
        node->load.told = busy;
    }
    return nodes;
}

/* --- every half second --- */

static void look(void *context) {
    struct lab *lab = context;
    struct statistics *statistics = lab->statistics;
    double now = clock_ms();
    statistics->timer = NULL;
    /* An apply has requests waiting on the sockets: the next look is told of both. */
    if (!lab->applying) {
        statistics->passed = statistics->at > 0 ? now - statistics->at : 0;
        statistics->at = now;
        look_at_cables(lab, statistics);
        json_t *nodes = nodes_json(lab, statistics);
        json_t *message = json_pack("{s:s,s:I,s:o,s:o}", "event", "statistics", "at", (json_int_t)wall_ms(), "nodes", nodes, "links", links_json(statistics));
        if (!statistics->told(lab, message)) {
            statistics_stop(lab);
            return;
        }
    }
    if (loop_timer(lab->loop, STATISTICS_MS, look, lab, &statistics->timer) < 0)
        statistics_stop(lab);
}

int statistics_start(struct lab *lab, bool (*told)(struct lab *lab, json_t *message)) {
    if (lab->statistics != NULL)
        return 0;
    struct statistics *statistics = calloc(1, sizeof(*statistics));
    if (statistics == NULL || loop_timer(lab->loop, 0, look, lab, &statistics->timer) < 0) {
        free(statistics);
        return -ENOMEM;
    }
    statistics->told = told;
    lab->statistics = statistics;
    return 0;
}

void statistics_stop(struct lab *lab) {
    struct statistics *statistics = lab->statistics;
    if (statistics == NULL)
        return;
    loop_timer_cancel(statistics->timer);
    free(statistics->gauges);
    free(statistics);
    lab->statistics = NULL;
    for (struct node *node = lab->first; node != NULL; node = node->next)
        node->load.told = false;
}

void statistics_forget_node(struct lab *lab, const struct node *node) {
    struct statistics *statistics = lab->statistics;
    (void)node;
    /* A gauge may name it: they are made anew before they are looked at. */
    if (statistics != NULL) {
        free(statistics->gauges);
        statistics->gauges = NULL;
        statistics->count = 0;
    }
}

/* --- one node --- */

struct listing {
    const struct node *node;
    json_t *list;
};

static void list_counters(void *context, uint32_t index, const struct rtnl_link_stats64 *counters) {
    const struct listing *listing = context;
    const struct seen_interface *seen = observed_interface(monitor_observed(listing->node->monitor), index);
    if (seen == NULL || strcmp(seen->name, "lo") == 0)
        return;
    (void)json_array_append_new(
        listing->list, json_pack("{s:s,s:s,s:I,s:I,s:I,s:I,s:I,s:I}", "node", listing->node->id, "interface", seen->name, "receivedBytes",
                                 (json_int_t)counters->rx_bytes, "receivedPackets", (json_int_t)counters->rx_packets, "sentBytes",
                                 (json_int_t)counters->tx_bytes, "sentPackets", (json_int_t)counters->tx_packets, "dropped",
                                 (json_int_t)(counters->rx_dropped + counters->tx_dropped), "errors", (json_int_t)(counters->rx_errors + counters->tx_errors)));
}

json_t *statistics_counters(struct lab *lab, struct node *node) {
    struct listing listing = {.node = node, .list = json_array()};
    if (node_refresh(lab, node) == 0 && counters_read(node->netlink, list_counters, &listing) == 0)
        return listing.list;
    json_decref(listing.list);
    return NULL;
}
