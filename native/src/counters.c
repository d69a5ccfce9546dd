#define _GNU_SOURCE
#include "counters.h"

#include "attribute.h"

#include <linux/rtnetlink.h>

struct reading {
    void (*each)(void *context, uint32_t index, const struct rtnl_link_stats64 *counters);
    void *context;
};

static int take(const struct nlmsghdr *message, void *context) {
    const struct reading *reading = context;
    const struct nlattr *attributes[IFLA_STATS_MAX + 1] = {0};
    struct rtnl_link_stats64 counters = {0};
    if (message->nlmsg_type != RTM_NEWSTATS || mnl_nlmsg_get_payload_len(message) < sizeof(struct if_stats_msg))
        return 0;
    const struct if_stats_msg *header = mnl_nlmsg_get_payload(message);
    attribute_table(message, sizeof(*header), attributes, IFLA_STATS_MAX + 1);
    const struct nlattr *attribute = attributes[IFLA_STATS_LINK_64];
    if (attribute == NULL)
        return 0;
    /* Newer kernels count more than this program knows, older ones less. */
    size_t length = mnl_attr_get_payload_len(attribute);
    const char *bytes = mnl_attr_get_payload(attribute);
    for (size_t i = 0; i < length && i < sizeof(counters); i++)
        ((char *)&counters)[i] = bytes[i];
    reading->each(reading->context, header->ifindex, &counters);
    return 0;
}

int counters_read(struct netlink *netlink, void (*each)(void *context, uint32_t index, const struct rtnl_link_stats64 *counters), void *context) {
    struct reading reading = {each, context};
    struct if_stats_msg header = {.filter_mask = IFLA_STATS_FILTER_BIT(IFLA_STATS_LINK_64)};
    return netlink_dump_with(netlink, RTM_GETSTATS, &header, sizeof(header), NULL, take, &reading);
}
