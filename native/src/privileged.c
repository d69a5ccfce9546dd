#define _GNU_SOURCE
#include "privileged.h"

#include "error_json.h"
#include "name.h"
#include "protocol.h"
#include "util.h"
#include "version.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define PRIVILEGED_VERB(verb, name, asked, later, root) name,
static const char *const verbs[] = {PRIVILEGED_VERBS(PRIVILEGED_VERB)};
#undef PRIVILEGED_VERB
static const char *const modes[] = {"computer", "bridge", "macvlan", "whole", "expose"};
static const char *const states[] = {"asking", "kept", "back", "stuck"};
static const char *const callers[] = {"asked", "later", "root"};

/* --- requests: their form --- */

static int choice(const char *text, const char *const *names, int count) {
    int at = 0;
    while (at < count && (text == NULL || strcmp(text, names[at]) != 0))
        at++;
    return at;
}

static bool take_addresses(const json_t *list, struct uplink_wish *wish) {
    size_t i;
    const json_t *item;
    if (list != NULL && (!json_is_array(list) || json_array_size(list) > UPLINK_ADDRESSES))
        return false;
    json_array_foreach(list, i, item) {
        if (!json_is_string(item) || !ip_parse_prefixed(json_string_value(item), &wish->addresses[wish->address_count++]))
            return false;
    }
    return true;
}

static bool take_routes(const json_t *list, struct uplink_wish *wish) {
    size_t i;
    json_t *item;
    if (list != NULL && (!json_is_array(list) || json_array_size(list) > UPLINK_ROUTES))
        return false;
    json_array_foreach(list, i, item) {
        struct uplink_route *route = &wish->routes[wish->route_count++];
        const char *to, *via;
        if (json_unpack(item, "{s:s,s:s!}", "to", &to, "via", &via) < 0 || !ip_parse_prefixed(to, &route->to) || !ip_parse(via, &route->via))
            return false;
    }
    return true;
}

static bool take_wish(json_t *args, struct uplink_wish *wish) {
    const char *lab = "", *node = "", *interface = "", *name = "", *mode = modes[0], *mac = NULL, *port_mac = NULL;
    json_int_t pid = 0, net = 0;
    json_t *addresses = NULL, *routes = NULL;
    int sure = 0;
    if (json_unpack(args, "{s?s,s?s,s?s,s?s,s?s,s?s,s?s,s?I,s?I,s?b,s?o,s?o!}", "lab", &lab, "node", &node, "interface", &interface, "name", &name, "mode", &mode, "mac",
                    &mac, "portMac", &port_mac, "pid", &pid, "net", &net, "sure", &sure, "addresses", &addresses, "routes", &routes) < 0)
        return false;
    wish->mode = (enum uplink_mode)choice(mode, modes, MODES);
    wish->pid = pid > 0 && pid <= INT32_MAX ? (pid_t)pid : 0;
    wish->net = (uint64_t)net;
    wish->sure = sure != 0;
    return text_copy(wish->lab, sizeof(wish->lab), lab) && text_copy(wish->node, sizeof(wish->node), node) &&
           text_copy(wish->interface, sizeof(wish->interface), interface) && text_copy(wish->name, sizeof(wish->name), name) &&
           (mac == NULL || mac_parse(mac, wish->mac)) && (port_mac == NULL || mac_parse(port_mac, wish->port_mac)) && take_addresses(addresses, wish) &&
           take_routes(routes, wish);
}

int privileged_parse(const char *line, size_t length, struct privileged_request *ret_request, struct nw_error *error) {
    *ret_request = (struct privileged_request){.id = 0};
    json_t *object = protocol_parse(line, length, error), *args = NULL;
    const char *verb = NULL;
    json_int_t id = 0;
    if (object == NULL)
        return -EINVAL;
    bool sound = json_unpack(object, "{s:I,s:s,s:o!}", "id", &id, "verb", &verb, "args", &args) == 0;
    ret_request->id = id;
    ret_request->verb = (enum privileged_verb)choice(verb, verbs, VERBS);
    sound = sound && ret_request->verb != VERBS && take_wish(args, &ret_request->wish);
    json_decref(object);
    return sound ? 0 : error_set(error, "invalid-request", EINVAL, "The request was refused: it has a field too many, or one of another form.");
}

/* --- what they may hold --- */

static bool ended(const char *text, size_t size) {
    return strnlen(text, size) < size;
}

static bool sound(const struct ip *ip, bool network) {
    unsigned int most = ip->family == AF_INET ? 32 : ip->family == AF_INET6 ? 128 : 0;
    return most > 0 && ip->prefix >= 1 && ip->prefix <= most && (network ? ip_is_network(ip) : ip_is_host(ip));
}

static bool unicast(const uint8_t mac[6]) {
    static const uint8_t zero[6];
    return (mac[0] & 1) == 0 && memcmp(mac, zero, sizeof(zero)) != 0;
}

/* What this computer is to be given: no default route, whatever the drawing says, and nothing beyond the lists. */
static bool sound_computer(const struct uplink_wish *wish) {
    if (wish->address_count > UPLINK_ADDRESSES || wish->route_count > UPLINK_ROUTES)
        return false;
    for (uint32_t i = 0; i < wish->address_count; i++) {
        if (!sound(&wish->addresses[i], false))
            return false;
    }
    for (uint32_t i = 0; i < wish->route_count; i++) {
        const struct uplink_route *route = &wish->routes[i];
        if (!sound(&route->to, true) || !sound(&route->via, false) || route->to.family != route->via.family)
            return false;
    }
    return true;
}

static bool sound_wish(const struct privileged_request *request) {
    const struct uplink_wish *wish = &request->wish;
    if (!ended(wish->lab, sizeof(wish->lab)) || !ended(wish->node, sizeof(wish->node)) || !ended(wish->interface, sizeof(wish->interface)) ||
        !ended(wish->name, sizeof(wish->name)) || wish->mode >= MODES)
        return false;
    if (request->verb == VERB_LIST)
        return true;
    if (!valid_id(wish->lab))
        return false;
    if (request->verb == VERB_SUPERVISE || (request->verb == VERB_DETACH && wish->node[0] == '\0'))
        return true;
    if (!valid_id(wish->node))
        return false;
    if (request->verb == VERB_CHANGE)
        return wish->mode == MODE_COMPUTER && sound_computer(wish);
    if (request->verb != VERB_ATTACH)
        return true;
    if (wish->pid <= 1 || wish->net == 0)
        return false;
    if (wish->mode == MODE_EXPOSE)
        return valid_node_name(wish->name);
    return valid_interface_name(wish->interface) &&
           (wish->mode != MODE_COMPUTER || (sound_computer(wish) && unicast(wish->mac) && unicast(wish->port_mac)));
}

int privileged_check(const struct privileged_request *request, struct nw_error *error) {
    if ((unsigned int)request->verb < VERBS && request->id > 0 && sound_wish(request))
        return 0;
    return error_set(error, "invalid-request", EINVAL, "The request was refused: a field has a value that it must not have.");
}

/* --- answers --- */

static json_t *view_json(const struct uplink_view *view) {
    json_t *object = json_pack("{s:s,s:s,s:s,s:s,s:s,s:s,s:i}", "lab", view->lab, "node", view->node, "interface", view->interface, "made", view->made, "mode",
                               modes[view->mode], "state", states[view->state], "left", (int)view->left);
    if (object != NULL && view->why[0] != '\0')
        (void)json_object_set_new(object, "why", json_string(view->why));
    if (object != NULL && view->message[0] != '\0')
        (void)json_object_set_new(object, "message", json_string(view->message));
    return object;
}

json_t *privileged_answer_json(const struct privileged_answer *answer) {
    json_t *id = answer->id > 0 ? json_integer(answer->id) : NULL, *line = NULL;
    switch (answer->kind) {
    case ANSWER_DONE: line = protocol_value(id, json_object()); break;
    case ANSWER_FAILED: line = protocol_error(id, &answer->error); break;
    case ANSWER_STARTED: line = protocol_value(id, json_pack("{s:i,s:s}", "pid", (int)answer->pid, "mapping", answer->range ? "range" : "single")); break;
    case ANSWER_UPLINK: line = json_pack("{s:s,s:o}", "event", "uplink", "uplink", view_json(&answer->view)); break;
    }
    json_decref(id);
    return line;
}

json_t *privileged_hello(enum privileged_caller caller) {
    return json_pack("{s:s,s:i,s:s,s:s}", "event", "hello", "protocol", PRIVILEGED_PROTOCOL, "version", NESTWORK_VERSION, "caller", callers[caller]);
}

bool privileged_say(int socket, json_t *object) {
    size_t length = 0, done = 0;
    char *line = object == NULL ? NULL : protocol_line(object, &length);
    json_decref(object);
    while (line != NULL && done < length) {
        ssize_t sent = send(socket, line + done, length - done, MSG_NOSIGNAL);
        if (sent <= 0 && errno != EINTR)
            break;
        done += sent > 0 ? (size_t)sent : 0;
    }
    free(line);
    return length > 0 && done == length;
}
