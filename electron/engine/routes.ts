/**
 * Default routes for hosts, and static routes between segments for routers (shortest path by number of routers; ties to the oldest).
 * A cut cable changes nothing here: static routes do not notice. What would leave through an interface that is not there is left out.
 */
import { contains, formatPrefixed, networkOf, parseAddress, parsePrefixed } from '../shared/topology/address';
import type { Family, PrefixedAddress } from '../shared/topology/address';
import type { Reason } from '../shared/lab/operation';
import type { NodeRecord } from './records';
import type { Prefixes } from './prefixes';
import type { BareSegment } from './segments';
import { because } from '../shared/text/reason';
import type { WantedAddress, WantedInterface, WantedRoute } from './wanted';

const families = ['ipv4', 'ipv6'] as const;
const everywhere: Record<Family, string> = { ipv4: '0.0.0.0/0', ipv6: '::/0' };
/**
 * Above this many pairs of router and segment no routes between segments are made: a table in every router that nobody can read, quadratic
 * in the size of the lab. Such a lab wants a routing protocol.
 */
export const mostRoutePairs = 4096;

/** Addresses without prefix lengths, in the segment's prefix: what others can name as gateway. */
type Gateway = Readonly<Partial<Record<Family, string>>>;
interface RouterAt {
  readonly id: string;
  readonly name: string;
  readonly interface: string;
  readonly gateway: Gateway;
  /** The way to the Internet. */
  readonly internet: boolean;
}
/** A segment as routing sees it. The same object as long as nothing that routing looks at changed. */
export interface RoutedSegment {
  readonly id: string;
  readonly prefixes: Prefixes;
  /** Oldest first. */
  readonly routers: readonly RouterAt[];
  /** An interface of this computer is part of it: who gives the addresses there names the gateway, too. */
  readonly lan: boolean;
}

/** @param given addresses of the segment's members, in their order. @param old the segment of that id before, to be used again if it is equal. */
export function routedSegment(
  segment: BareSegment,
  prefixes: Prefixes,
  given: readonly (readonly WantedAddress[])[],
  old: RoutedSegment | undefined,
): RoutedSegment {
  const routers: RouterAt[] = [];
  segment.members.forEach(({ node, interface: one }, at) => {
    const { kind, name } = node.node;
    const gateway = node.routing && gatewayOf(given[at] ?? [], prefixes);
    if (gateway) routers.push({ id: node.id, name, interface: one.name, gateway, internet: kind === 'internet' });
  });
  const same =
    old?.prefixes.ipv4 === prefixes.ipv4 &&
    old?.prefixes.ipv6 === prefixes.ipv6 &&
    old?.lan === segment.lan &&
    old?.routers.length === routers.length &&
    routers.every(({ id, name, interface: one, gateway, internet }, at) => {
      const other = old.routers[at]!;
      return (
        id === other.id &&
        name === other.name &&
        one === other.interface &&
        internet === other.internet &&
        gateway.ipv4 === other.gateway.ipv4 &&
        gateway.ipv6 === other.gateway.ipv6
      );
    });
  return same ? old : { id: segment.id, prefixes, routers, lan: segment.lan };
}

function gatewayOf(addresses: readonly WantedAddress[], prefixes: Prefixes): Gateway {
  const gateway: Partial<Record<Family, string>> = {};
  for (const { address, automatic } of addresses) {
    const family = address.includes(':') ? 'ipv6' : 'ipv4';
    const prefix = prefixes[family];
    if (gateway[family] !== undefined || !prefix) continue;
    if (automatic || contains(prefix, parsePrefixed(address)!)) gateway[family] = address.slice(0, address.indexOf('/'));
  }
  return gateway;
}

/** Routers and the segments between them. Compared as a whole: if it is the same object, no router's table changed. */
export class Graph {
  /** False where tables would be too long. */
  readonly between: boolean;
  private found: Map<string, { segment: RoutedSegment; interface: string }[]> | undefined;

  constructor(readonly segments: readonly RoutedSegment[]) {
    this.between = !hasMoreRouters(segments, mostRoutePairs / segments.length);
  }

  /** Segments that each router is on, with its interface there. */
  get attached(): ReadonlyMap<string, readonly { segment: RoutedSegment; interface: string }[]> {
    if (this.found) return this.found;
    this.found = new Map();
    for (const segment of this.segments) {
      for (const { id, interface: one } of segment.routers) {
        const list = this.found.get(id);
        if (list) list.push({ segment, interface: one });
        else this.found.set(id, [{ segment, interface: one }]);
      }
    }
    return this.found;
  }
}

function hasMoreRouters(segments: readonly RoutedSegment[], than: number): boolean {
  const ids = new Set<string>();
  for (const { routers } of segments) {
    for (const { id } of routers) ids.add(id);
    if (ids.size > than) return true;
  }
  return false;
}

/** `old` if it says the same. Segments without a router are no part of it. */
export function graphOf(segments: readonly RoutedSegment[], old: Graph | undefined): Graph {
  const routed = segments.filter(({ routers }) => routers.length > 0);
  return old && old.segments.length === routed.length && old.segments.every((one, at) => one === routed[at]) ? old : new Graph(routed);
}

/**
 * Routes of one node.
 * @param places segments of its interfaces, by interface name, in natural order. @param interfaces those that are there.
 */
export function routesOf(
  record: NodeRecord,
  places: readonly { interface: string; segment: RoutedSegment }[],
  interfaces: ReadonlyMap<string, WantedInterface>,
  graph: Graph,
): readonly WantedRoute[] {
  if (record.bridge || interfaces.size === 0) return none;
  const from = [interfaces, ...(!record.routing ? places.map((one) => one.segment) : graph.between ? [graph] : [])];
  const last = record.routed;
  if (last && last.from.length === from.length && last.from.every((one, at) => one === from[at])) return last.made;
  const typed = typedRoutes(record, interfaces);
  const has = new Set(typed.map((route) => route.to));
  const automatic = record.routing ? toSegments(record, interfaces, graph) : defaults(places, interfaces);
  const made = settled([...typed, ...automatic.filter((route) => !has.has(route.to))], interfaces);
  record.routed = { from, made };
  return made;
}
const none: readonly WantedRoute[] = [];

/**
 * Without routes whose gateway is the node itself (the kernel refuses them: "Nexthop has invalid gateway"), second ones to the same prefix and
 * such to a network that the node is on; and with the interface named where the gateway alone does not tell: two networks of the node have it.
 */
function settled(routes: WantedRoute[], interfaces: ReadonlyMap<string, WantedInterface>): WantedRoute[] {
  if (routes.length === 0) return routes;
  const addresses = [...interfaces.values()].flatMap((one) =>
    one.addresses.map(({ address }) => ({ name: one.name, up: one.up, address })),
  );
  const own = new Set(addresses.map(({ address }) => address.slice(0, address.indexOf('/'))));
  const has = new Set<string>();
  for (const one of interfaces.values()) {
    if (one.up)
      for (const { address, automatic } of one.addresses) if (!automatic) has.add(formatPrefixed(networkOf(parsePrefixed(address)!)));
  }
  const networks =
    interfaces.size < 2 ? [] : addresses.filter(({ up }) => up).map(({ name, address }) => ({ name, address: parsePrefixed(address)! }));
  const known = new Map<string, string | undefined>();
  return routes.flatMap((route) => {
    if (has.has(route.to) || own.has(route.via ?? '')) return [];
    has.add(route.to);
    if (route.via === undefined) return [route];
    if (route.dev !== undefined || networks.length === 0) return [route];
    if (!known.has(route.via)) {
      const gateway = parseAddress(route.via)!;
      const names = new Set(networks.filter(({ address }) => contains(address, gateway)).map(({ name }) => name));
      known.set(route.via, names.size > 1 ? [...names][0] : undefined);
    }
    const dev = known.get(route.via);
    return [dev === undefined ? route : { ...route, dev }];
  });
}

/** Through the Internet node of one of its segments, else through the oldest router of the first that has one. */
function defaults(
  places: readonly { interface: string; segment: RoutedSegment }[],
  interfaces: ReadonlyMap<string, WantedInterface>,
): WantedRoute[] {
  return families.flatMap((family) => {
    const found = places.flatMap(({ segment, interface: name }) =>
      reaches(interfaces.get(name), segment.prefixes[family])
        ? segment.routers.filter(({ gateway, internet }) => gateway[family] && (internet || !segment.lan))
        : [],
    );
    const router = found.find(({ internet }) => internet) ?? found[0];
    if (!router) return [];
    const reason = because(router.internet ? 'gateway-internet' : 'gateway', { name: router.name });
    return [{ to: everywhere[family], via: router.gateway[family]!, automatic: true, reason }];
  });
}

interface Hop {
  readonly router: { readonly name: string };
  readonly gateway: Gateway;
  /** Families in which the node itself can reach the gateway. */
  readonly families: readonly Family[];
}
interface Front {
  readonly id: string;
  readonly hop: Hop;
}

/** Routes of a router to all segments that it is not on, and to the nearest way to the Internet. */
function toSegments({ id, node }: NodeRecord, interfaces: ReadonlyMap<string, WantedInterface>, graph: Graph): WantedRoute[] {
  if (!graph.between) return [];
  const own: PrefixedAddress[] = [];
  const reached = new Set<RoutedSegment>();
  const seen = new Set([id]);
  const first: Front[] = [];
  const internet: Front[] = [];
  for (const { segment, interface: name } of graph.attached.get(id) ?? []) {
    const one = interfaces.get(name);
    const usable = families.filter((family) => reaches(one, segment.prefixes[family]));
    for (const family of usable) own.push(segment.prefixes[family]!);
    if (reached.has(segment) || !one?.up) continue;
    reached.add(segment);
    for (const router of segment.routers) {
      if (seen.has(router.id)) continue;
      seen.add(router.id);
      const front = { id: router.id, hop: { router, gateway: router.gateway, families: usable } };
      first.push(front);
      if (router.internet) internet.push(front);
    }
  }
  const routes = explore(first, { reached, seen, internet }, own, graph);
  return node.kind === 'internet' ? routes : [...toInternet(internet), ...routes];
}

/** Routes of this computer, which is on one segment, to those behind its routers. */
export function routesBeyond(segment: RoutedSegment, addresses: readonly WantedAddress[], graph: Graph): readonly WantedRoute[] {
  if (!graph.between) return [];
  const usable = families.filter((family) => addresses.some(({ address }) => address.includes(':') === (family === 'ipv6')));
  const first = segment.routers.map((router) => ({ id: router.id, hop: { router, gateway: router.gateway, families: usable } }));
  const own = usable.flatMap((family) => segment.prefixes[family] ?? []);
  const around = { reached: new Set([segment]), seen: new Set(first.map(({ id }) => id)), internet: [] };
  return explore(first, around, own, graph);
}

/**
 * Breadth first, router by router, each segment reached once.
 * @param around what was reached before; ways to the Internet that are met are added, the nearest first.
 */
function explore(
  first: readonly Front[],
  { reached, seen, internet }: { reached: Set<RoutedSegment>; seen: Set<string>; internet: Front[] },
  own: readonly PrefixedAddress[],
  graph: Graph,
): WantedRoute[] {
  const routes: WantedRoute[] = [];
  let front = first;
  while (front.length > 0) {
    const next: Front[] = [];
    for (const { id, hop } of front) {
      for (const { segment } of graph.attached.get(id) ?? []) {
        if (reached.has(segment)) continue;
        reached.add(segment);
        routes.push(...routesVia(segment, hop, own));
        for (const router of segment.routers) {
          if (seen.has(router.id)) continue;
          seen.add(router.id);
          next.push({ id: router.id, hop });
          if (router.internet) internet.push({ id: router.id, hop });
        }
      }
    }
    front = next;
  }
  return routes;
}

/** A default route in each family in which the first hop of the nearest way has a gateway. */
function toInternet(ways: readonly Front[]): WantedRoute[] {
  return families.flatMap((family) => {
    const hop = ways.find((way) => way.hop.gateway[family] && way.hop.families.includes(family))?.hop;
    if (!hop) return [];
    const reason = because('gateway-internet', { name: hop.router.name });
    return [{ to: everywhere[family], via: hop.gateway[family]!, automatic: true, reason }];
  });
}

/** @param own networks that the router is on itself: no way leads there through another. */
function routesVia(segment: RoutedSegment, hop: Hop, own: readonly PrefixedAddress[]): WantedRoute[] {
  return hop.families.flatMap((family) => {
    const [prefix, via] = [segment.prefixes[family], hop.gateway[family]];
    if (!prefix || !via || own.some((one) => one.value === prefix.value && one.length === prefix.length && one.family === family))
      return [];
    return [{ to: formatPrefixed(prefix), via, automatic: true, reason: leadsThere(hop.router) }];
  });
}
const reasons = new WeakMap<object, Reason>();
/** One for all routes through a router. */
function leadsThere(router: { readonly name: string }): Reason {
  let reason = reasons.get(router);
  if (!reason) reasons.set(router, (reason = because('static-route', { name: router.name })));
  return reason;
}

/** True if the interface is up and has an address in the prefix. */
function reaches(one: WantedInterface | undefined, prefix: PrefixedAddress | undefined): boolean {
  if (!one?.up || !prefix) return false;
  return one.addresses.some(
    ({ address, automatic }) =>
      address.includes(':') === (prefix.family === 'ipv6') && (automatic || contains(prefix, parsePrefixed(address)!)),
  );
}

/**
 * What a person typed, as far as the kernel would take it: a gateway that an address of the node makes reachable, an interface that is up, one route to a prefix, none to a network that it is on itself.
 */
function typedRoutes(record: NodeRecord, interfaces: ReadonlyMap<string, WantedInterface>): WantedRoute[] {
  if (record.routes.length === 0) return [];
  const own = [...interfaces.values()]
    .filter((one) => one.up)
    .flatMap((one) => one.addresses.map(({ address }) => ({ name: one.name, address: parsePrefixed(address)! })));
  const has = new Set<string>();
  return record.routes.flatMap(({ to, via, made }) => {
    const { dev } = made;
    const out = dev === undefined ? undefined : interfaces.get(dev);
    if (has.has(made.to) || (dev !== undefined && (!out?.up || (to.family === 'ipv6' && !out.ipv6)))) return [];
    if (via && !own.some(({ name, address }) => (dev === undefined || dev === name) && contains(address, via))) return [];
    if (own.some(({ address }) => address.length === to.length && contains(to, address))) return [];
    has.add(made.to);
    return [made];
  });
}
