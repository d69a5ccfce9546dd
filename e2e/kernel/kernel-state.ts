/** The state of a network namespace as the kernel's own tools tell it, without what differs from one making of the same to the next. */

/** Prints it, a line for each list and for each setting, when run in the namespace. Some states of links come a second after their cause. */
export const printState = `
  ip -j -d link; ip -j -d address; ip -j -d route show table main; ip -j -d -6 route show table main
  bridge -j -d link; tc -j qdisc
  sysctl -a 2>/dev/null | grep '^net\\.' | tr '\\t' ' '
`;

export interface KernelState {
  links: Json[];
  addresses: Json[];
  routes: Json[];
  routes6: Json[];
  bridge: Json[];
  qdiscs: Json[];
  /** By name. */
  settings: Record<string, string>;
}
type Json = Record<string, unknown>;

export function readState(text: string): KernelState {
  const lines = text.split('\n');
  const [links, addresses, routes, routes6, bridge, qdiscs] = lines.slice(0, 6).map((line) => plain(JSON.parse(line || '[]')) as Json[]);
  const settings = Object.fromEntries(
    lines.slice(6).flatMap((line) => {
      const [name, value] = [line.slice(0, line.indexOf(' = ')), line.slice(line.indexOf(' = ') + 3)];
      return line.includes(' = ') && !random.test(name) ? [[name, value] as const] : [];
    }),
  );
  // A cable that was made cut has had no carrier, or had it for so short a time that nobody can say whether a link-local address came of it.
  const dark = new Set(links!.filter(({ flags }) => (flags as string[]).includes('NO-CARRIER')).map(({ ifname }) => ifname));
  for (const one of addresses!.filter(({ ifname }) => dark.has(ifname)))
    one.addr_info = (one.addr_info as Json[]).filter(({ family, scope }) => family !== 'inet6' || scope !== 'link');
  const lasting = routes6!.filter(({ dev, dst }) => !dark.has(dev) || dst !== 'fe80::/64');
  return { links: links!, addresses: addresses!, routes: routes!, routes6: lasting, bridge: bridge!, qdiscs: qdiscs!, settings };
}

/** Settings that two namespaces made alike have different all the same: secrets, and what is counted. */
const random =
  /secret|_key$|count$|^net\.(netfilter|nf_conntrack)|\.base_reachable_time|^net\.ipv4\.route\.|^net\.core\.(netdev_rss_key|flow_limit)/;
/** Numbers that the kernel gives away one after the other (interfaces, ports of a bridge), how far clocks and a spanning tree are, and where the other end is. */
const passing = new Set([
  ...['no', 'id', 'designated_port'],
  // The supervisor has the kernel make the one queue that is used (link.c); commands for people leave out what changes nothing but the time it takes.
  ...['num_tx_queues', 'num_rx_queues'],
  ...['ifindex', 'link', 'link_index', 'link_netnsid', 'parentbus', 'handle', 'refcnt', 'prefsrc_index', 'statistics'],
  ...['hello_timer', 'tcn_timer', 'topology_change_timer', 'gc_timer', 'hold_timer', 'message_age_timer', 'forward_delay_timer'],
  ...['valid_life_time', 'preferred_life_time', 'age', 'cache', 'pref', 'state', 'topology_change', 'topology_change_detected'],
  ...[
    'config_pending',
    'topology_change_ack',
    'root_id',
    'root_port',
    'root_path_cost',
    'designated_root',
    'designated_bridge',
    'designated_cost',
  ],
]);

/** Lists of records in an order of their own. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) {
    const list = value.map(plain).filter((one) => typeof one !== 'object' || one === null || Object.keys(one).length > 0);
    return list.every((one) => typeof one === 'object') ? list.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : list;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !passing.has(key))
      .map(([key, inner]) => [key, plain(inner)]),
  );
}

/** Settings that both namespaces show: in a user namespace of its own a network has fewer. */
export function commonSettings(a: KernelState, b: KernelState): [Record<string, string>, Record<string, string>] {
  const names = Object.keys(a.settings).filter((name) => name in b.settings);
  return [a, b].map(({ settings }) => Object.fromEntries(names.map((name) => [name, settings[name]!]))) as [
    Record<string, string>,
    Record<string, string>,
  ];
}
