/** Problems of what was typed in one place: addresses, routes, pools. */
import type { Problem } from '../contract';
import { problem } from '../text/problem';
import { isOfSomebody, networkOf, overlap, parseAddress, parseDestination, parsePrefixed, widthOf } from './address';
import type { Family, PrefixedAddress } from './address';
import { isBridge } from './kinds';
import type { AddressPool, Topology, TopologyNode, TopologyRoute } from './schema';

const families = ['ipv4', 'ipv6'] as const;
/** RFC 8200, section 5. */
const leastIpv6Mtu = 1280;

export function* addressProblems(node: TopologyNode): Generator<Problem> {
  const bridge = isBridge(node);
  for (const one of node.interfaces ?? []) {
    const place = { node: node.id, interface: one.name };
    const at = { device: node.name, interface: one.name };
    for (const family of families) {
      for (const text of one[family] ?? []) {
        const address = parsePrefixed(text);
        const remove = { code: 'remove-address', args: { ...place, address: text } } as const;
        if (bridge) yield problem('address-on-port', 'warning', place, { ...at, address: text }, remove);
        else if (address?.family !== family) yield problem(`bad-address-${family}`, 'error', place, { ...at, address: text });
        else if (isReserved(address)) yield problem('reserved-address', 'error', place, { ...at, address: text });
      }
    }
    if (!bridge && one.mtu !== undefined && one.mtu < leastIpv6Mtu && one.ipv6?.length)
      yield problem('mtu-without-ipv6', 'warning', place, { ...at, mtu: String(one.mtu) });
  }
  const own = ownNetworks(node);
  for (const route of node.routes ?? []) {
    const place = { node: node.id, ...(route.dev && { interface: route.dev }) };
    const wrong = whatIsWrong(route, own);
    const { to, via = '' } = route;
    if (wrong) yield problem(wrong, wrong === 'gateway-unreachable' ? 'warning' : 'error', place, { device: node.name, to, via });
  }
}

function whatIsWrong(route: TopologyRoute, own: ReturnType<typeof ownNetworks>) {
  const to = parseDestination(route.to, route.via);
  const via = route.via === undefined ? undefined : parseAddress(route.via);
  if (!to) return 'bad-route-destination';
  if (route.via !== undefined && !(via && isOfSomebody(via))) return 'bad-route-gateway';
  if (via && via.family !== to.family) return 'bad-route-family';
  if (!via && !route.dev) return 'bad-route-nowhere';
  const reachable = via && own.networks.some((network) => overlap(network, { ...via, length: widthOf(via.family) }));
  return via && own.all && !reachable ? 'gateway-unreachable' : undefined;
}

/** Typed networks of a node; `all`: every address of it was typed, so that a gateway outside them is surely out of reach. */
function ownNetworks(node: TopologyNode): { all: boolean; networks: PrefixedAddress[] } {
  const interfaces = node.interfaces ?? [];
  const networks = interfaces.flatMap((one) => [...(one.ipv4 ?? []), ...(one.ipv6 ?? [])].flatMap((text) => parsePrefixed(text) ?? []));
  return { all: interfaces.length > 0 && interfaces.every((one) => one.ipv4 && one.ipv6), networks };
}

/** The network itself, its broadcast address, and what no interface may have (RFC 6890): this network, loopback, multicast. */
export function isReserved(address: PrefixedAddress): boolean {
  const { family, value, length } = address;
  if (family === 'ipv6') return value <= 1n || value >> 120n === 0xffn;
  const first = value >> 24n;
  if (first === 0n || first === 127n || first >= 224n) return true;
  const host = value - networkOf(address).value;
  return length <= 30 && (host === 0n || host === 2n ** BigInt(32 - length) - 1n);
}

const usualLength: Record<Family, number> = { ipv4: 24, ipv6: 64 };

/** A pool gives whole networks of its length. */
export function* poolProblems(topology: Topology): Generator<Problem> {
  for (const family of families) {
    for (const pool of topology.pools?.[family] ?? []) {
      const wrong = whatIsWrongWithPool(pool, family);
      if (wrong) yield problem(wrong.code, 'error', {}, wrong.args);
    }
  }
}

function whatIsWrongWithPool(pool: AddressPool, family: Family) {
  const { prefix: text, length = usualLength[family] } = typeof pool === 'string' ? { prefix: pool } : pool;
  const prefix = parsePrefixed(text);
  const args = { pool: text, length: String(length) };
  if (prefix?.family !== family) return { code: 'bad-pool', args } as const;
  if (length >= widthOf(family)) return { code: 'pool-length', args } as const;
  return prefix.length > length ? ({ code: 'pool-too-small', args } as const) : undefined;
}
