/**
 * Default routes for hosts, and static routes between segments for routers (shortest path by number of routers; ties to the oldest).
 * A cut cable changes nothing here: static routes do not notice. What leaves through an interface that is not there is left out.
 */
import { formatAddress, formatPrefixed, networkOf, parseAddress, parseDestination, parsePrefixed } from '../shared/topology/address';
import type { Family } from '../shared/topology/address';
import type { TopologyNode } from '../shared/topology/schema';
import type { Prefixes } from './prefixes';
import type { BareSegment } from './segments';
import type { WantedInterface, WantedRoute } from './wanted';

const families = ['ipv4', 'ipv6'] as const;
const everywhere: Record<Family, string> = { ipv4: '0.0.0.0/0', ipv6: '::/0' };
/**
 * Above this many pairs of router and segment no routes between segments are made: a table in every router that nobody can read, quadratic
 * in the size of the lab. Such a lab wants a routing protocol.
 */
export const mostRoutePairs = 4096;

/** A segment with what was decided for it; `addresses` in the order of its members, without prefix lengths, by family. */
export interface RoutedSegment extends BareSegment {
  readonly prefixes: Prefixes;
  readonly gateways: readonly Readonly<Partial<Record<Family, string>>>[];
}

/** The first address of each family, without its length: what others name as gateway. */
export function gatewayOf(addresses: readonly { address: string }[]): Partial<Record<Family, string>> {
  const bare = addresses.map(({ address }) => address.slice(0, address.indexOf('/')));
  return { ipv4: bare.find((one) => !one.includes(':')), ipv6: bare.find((one) => one.includes(':')) };
}

type Attached = { segment: RoutedSegment; interface: string };
type Hop = { readonly via: Readonly<Partial<Record<Family, string>>>; readonly through: string; readonly router: TopologyNode };

/** Makes the routes of each node; `usable` are the node's interfaces that are there and up. */
export class Routing {
  private readonly attached = new Map<string, Attached[]>();
  private readonly routersOf = new Map<RoutedSegment, { node: TopologyNode; gateway: Readonly<Partial<Record<Family, string>>> }[]>();
  private readonly between: boolean;

  constructor(segments: readonly RoutedSegment[]) {
    let pairs = 0;
    for (const segment of segments) {
      segment.members.forEach((member, at) => {
        const list = this.attached.get(member.node.id) ?? [];
        this.attached.set(member.node.id, list);
        list.push({ segment, interface: member.interface });
        if (member.node.kind !== 'router') return;
        const routers = this.routersOf.get(segment) ?? [];
        this.routersOf.set(segment, routers);
        routers.push({ node: member.node, gateway: segment.gateways[at] ?? {} });
        if (list.length === 1) pairs += segments.length;
      });
    }
    this.between = pairs <= mostRoutePairs;
  }

  routesOf(node: TopologyNode, usable: ReadonlyMap<string, WantedInterface>): WantedRoute[] {
    const typed = typedRoutes(node, usable);
    const has = new Set(typed.map((route) => route.to));
    const automatic =
      node.kind === 'host' ? this.defaults(node, usable) : node.kind === 'router' && this.between ? this.toSegments(node, usable) : [];
    return [...typed, ...automatic.filter((route) => !has.has(route.to))];
  }

  private defaults(node: TopologyNode, usable: ReadonlyMap<string, WantedInterface>): WantedRoute[] {
    return families.flatMap((family) => {
      for (const { segment, interface: name } of this.attached.get(node.id) ?? []) {
        if (!usable.get(name)?.addresses.some(({ address }) => address.includes(':') === (family === 'ipv6'))) continue;
        const router = (this.routersOf.get(segment) ?? []).find(({ gateway }) => gateway[family]);
        if (router)
          return [
            {
              to: everywhere[family],
              via: router.gateway[family]!,
              automatic: true,
              reason: { code: 'gateway', text: `${router.node.name} is the router here` },
            },
          ];
      }
      return [];
    });
  }

  /** Breadth first from the node: router by router, each segment reached once. */
  private toSegments(node: TopologyNode, usable: ReadonlyMap<string, WantedInterface>): WantedRoute[] {
    const reached = new Set<RoutedSegment>();
    const seen = new Set([node.id]);
    let front: { router: TopologyNode; hop: Hop | undefined }[] = [{ router: node, hop: undefined }];
    const routes: WantedRoute[] = [];
    while (front.length > 0) {
      const next: typeof front = [];
      for (const { router, hop } of front) {
        for (const { segment, interface: name } of this.attached.get(router.id) ?? []) {
          if (reached.has(segment) || (!hop && !usable.has(name))) continue;
          reached.add(segment);
          if (hop) routes.push(...routesVia(segment, hop));
          for (const { node: other, gateway } of this.routersOf.get(segment) ?? []) {
            if (seen.has(other.id)) continue;
            seen.add(other.id);
            next.push({ router: other, hop: hop ?? { via: gateway, through: name, router: other } });
          }
        }
      }
      front = next;
    }
    return routes;
  }
}

function routesVia(segment: RoutedSegment, hop: Hop): WantedRoute[] {
  return families.flatMap((family) => {
    const [prefix, via] = [segment.prefixes[family], hop.via[family]];
    return prefix && via
      ? [{ to: formatPrefixed(prefix), via, automatic: true, reason: { code: 'static-route', text: `${hop.router.name} leads there` } }]
      : [];
  });
}

/** What a person typed, in canonical form; unreadable ones are left to `validate`. */
function typedRoutes(node: TopologyNode, usable: ReadonlyMap<string, WantedInterface>): WantedRoute[] {
  return (node.routes ?? []).flatMap((route) => {
    const to = parseDestination(route.to, route.via);
    const via = route.via === undefined ? undefined : parseAddress(route.via);
    if (!to || (route.via !== undefined && !via) || (route.dev !== undefined && !usable.has(route.dev))) return [];
    if (via && !route.dev && !onLink(formatAddress(via), usable)) return [];
    return [
      {
        to: formatPrefixed(networkOf(to)),
        ...(via && { via: formatAddress(via) }),
        ...(route.dev && { dev: route.dev }),
        automatic: false,
        reason: { code: 'typed', text: 'you typed it' },
      },
    ];
  });
}

/** The kernel refuses a gateway that no address of the node makes reachable (fib_check_nh: "Nexthop has invalid gateway"). */
function onLink(via: string, usable: ReadonlyMap<string, WantedInterface>): boolean {
  const gateway = parseAddress(via)!;
  for (const { addresses } of usable.values()) {
    for (const { address } of addresses) {
      const own = parsePrefixed(address);
      if (own?.family === gateway.family && networkOf(own).value === networkOf({ ...gateway, length: own.length }).value) return true;
    }
  }
  return false;
}
