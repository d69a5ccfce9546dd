/**
 * Default routes for hosts, and static routes between segments for routers (shortest path by number of routers; ties to the oldest).
 * A cut cable changes nothing here: static routes do not notice. What would leave through an interface that is not there is left out.
 */
import { contains, formatPrefixed, networkOf, parseAddress, parsePrefixed } from '../shared/topology/address';
import type { Family, PrefixedAddress } from '../shared/topology/address';
import type { NodeRecord } from './records';
import type { Prefixes } from './prefixes';
import type { BareSegment } from './segments';
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
}
/** A segment as routing sees it. The same object as long as nothing that routing looks at changed. */
export interface RoutedSegment {
  readonly id: string;
  readonly prefixes: Prefixes;
  /** Oldest first. */
  readonly routers: readonly RouterAt[];
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
    if (node.node.kind === 'router')
      routers.push({ id: node.id, name: node.node.name, interface: one.name, gateway: gatewayOf(given[at] ?? [], prefixes) });
  });
  const same =
    old?.prefixes.ipv4 === prefixes.ipv4 &&
    old?.prefixes.ipv6 === prefixes.ipv6 &&
    old?.routers.length === routers.length &&
    routers.every(({ id, name, interface: one, gateway }, at) => {
      const other = old.routers[at]!;
      return (
        id === other.id &&
        name === other.name &&
        one === other.interface &&
        gateway.ipv4 === other.gateway.ipv4 &&
        gateway.ipv6 === other.gateway.ipv6
      );
    });
  return same ? old : { id: segment.id, prefixes, routers };
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
  /** Segments that each router is on, with its interface there. */
  readonly attached = new Map<string, { segment: RoutedSegment; interface: string }[]>();
  /** False where tables would be too long. */
  readonly between: boolean;

  constructor(readonly segments: readonly RoutedSegment[]) {
    for (const segment of segments) {
      for (const { id, interface: one } of segment.routers) {
        const list = this.attached.get(id);
        if (list) list.push({ segment, interface: one });
        else this.attached.set(id, [{ segment, interface: one }]);
      }
    }
    this.between = this.attached.size * segments.length <= mostRoutePairs;
  }
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
  const { kind } = record.node;
  const from = [interfaces, ...(kind === 'host' ? places.map((one) => one.segment) : [graph])];
  const last = record.routed;
  if (last && last.from.length === from.length && last.from.every((one, at) => one === from[at])) return last.made;
  const typed = typedRoutes(record, interfaces);
  const has = new Set(typed.map((route) => route.to));
  const automatic = kind === 'host' ? defaults(places, interfaces) : graph.between ? toSegments(record.id, interfaces, graph) : [];
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

function defaults(
  places: readonly { interface: string; segment: RoutedSegment }[],
  interfaces: ReadonlyMap<string, WantedInterface>,
): WantedRoute[] {
  return families.flatMap((family) => {
    for (const { segment, interface: name } of places) {
      if (!reaches(interfaces.get(name), segment.prefixes[family])) continue;
      const router = segment.routers.find(({ gateway }) => gateway[family]);
      if (router)
        return [
          {
            to: everywhere[family],
            via: router.gateway[family]!,
            automatic: true,
            reason: { code: 'gateway', text: `${router.name} is the router here` },
          },
        ];
    }
    return [];
  });
}

interface Hop {
  readonly router: { readonly name: string };
  readonly gateway: Gateway;
  /** Families in which the node itself can reach the gateway. */
  readonly families: readonly Family[];
}

/** Breadth first from the router: router by router, each segment reached once. */
function toSegments(start: string, interfaces: ReadonlyMap<string, WantedInterface>, graph: Graph): WantedRoute[] {
  const reached = new Set<RoutedSegment>();
  const seen = new Set([start]);
  const own: PrefixedAddress[] = [];
  for (const { segment, interface: name } of graph.attached.get(start) ?? []) {
    for (const family of families) if (reaches(interfaces.get(name), segment.prefixes[family])) own.push(segment.prefixes[family]!);
  }
  const routes: WantedRoute[] = [];
  let front: { id: string; hop: Hop | undefined }[] = [{ id: start, hop: undefined }];
  while (front.length > 0) {
    const next: typeof front = [];
    for (const { id, hop } of front) {
      for (const { segment, interface: name } of graph.attached.get(id) ?? []) {
        const here = hop ? undefined : interfaces.get(name);
        if (reached.has(segment) || (!hop && !here?.up)) continue;
        reached.add(segment);
        if (hop) routes.push(...routesVia(segment, hop, own));
        for (const router of segment.routers) {
          if (seen.has(router.id)) continue;
          seen.add(router.id);
          next.push({
            id: router.id,
            hop: hop ?? { router, gateway: router.gateway, families: families.filter((family) => reaches(here, segment.prefixes[family])) },
          });
        }
      }
    }
    front = next;
  }
  return routes;
}

/** @param own networks that the router is on itself: no way leads there through another. */
function routesVia(segment: RoutedSegment, hop: Hop, own: readonly PrefixedAddress[]): WantedRoute[] {
  return hop.families.flatMap((family) => {
    const [prefix, via] = [segment.prefixes[family], hop.gateway[family]];
    return prefix && via && !own.some((one) => one.value === prefix.value && one.length === prefix.length && one.family === family)
      ? [{ to: formatPrefixed(prefix), via, automatic: true, reason: { code: 'static-route', text: `${hop.router.name} leads there` } }]
      : [];
  });
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
    if (has.has(made.to) || (dev !== undefined && !interfaces.get(dev)?.up)) return [];
    if (via && !own.some(({ name, address }) => (dev === undefined || dev === name) && contains(address, via))) return [];
    if (own.some(({ address }) => address.length === to.length && contains(to, address))) return [];
    has.add(made.to);
    return [made];
  });
}
