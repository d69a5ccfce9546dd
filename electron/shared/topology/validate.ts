/** What is wrong, or will surprise, in a drawing that can be read: each problem with its place, how bad it is, and a sentence. Pure; linear but for segments. */
import type { Problem } from '../contract';
import { formatAddress, networkOf, overlap, parseAddress, parseDestination, parsePrefixed } from './address';
import type { PrefixedAddress } from './address';
import { bridgePorts } from './domains';
import type { Topology, TopologyNode } from './schema';
import { segmentProblems } from './validate-segments';

/** BR_MAX_PORTS, net/bridge/br_private.h: 2^10 - 1. */
export const mostBridgePorts = 1023;

export function validate(topology: Topology): Problem[] {
  const nodes = new Map(topology.nodes.map((node) => [node.id, node]));
  return [
    ...names(topology),
    ...cables(topology, nodes),
    ...topology.nodes.flatMap((node) => [...addresses(node)]),
    ...doubles(topology),
    ...segmentProblems(topology, nodes),
    ...pools(topology),
  ];
}

function* names(topology: Topology): Generator<Problem> {
  const first = new Map<string, string>();
  for (const { id, name } of topology.nodes) {
    const key = name.toLowerCase();
    if (first.has(key))
      yield {
        code: 'duplicate-name',
        severity: 'error',
        node: id,
        message: `Two devices are called ${name}.`,
        hint: 'Rename one of them: a name is also a hostname.',
      };
    first.set(key, id);
  }
}

function* cables(topology: Topology, nodes: ReadonlyMap<string, TopologyNode>): Generator<Problem> {
  const used = new Map<string, string>();
  const cabled = new Set<string>();
  for (const link of topology.links) {
    for (const end of link.ends) {
      const node = nodes.get(end.node);
      if (!node) {
        yield {
          code: 'dangling-link',
          severity: 'error',
          link: link.id,
          message: `The cable ${link.id} leads to a device "${end.node}" that is not drawn.`,
          hint: 'Delete the cable, or draw the device.',
        };
        continue;
      }
      cabled.add(node.id);
      const key = `${end.node}/${end.interface}`;
      if (used.has(key))
        yield {
          code: 'interface-used-twice',
          severity: 'error',
          node: end.node,
          interface: end.interface,
          link: link.id,
          message: `${node.name} ${end.interface} has two cables.`,
          hint: 'Give one of them another interface.',
        };
      used.set(key, link.id);
    }
  }
  for (const node of topology.nodes)
    if (!cabled.has(node.id))
      yield {
        code: 'no-cable',
        severity: 'info',
        node: node.id,
        message: `${node.name} has no cable.`,
        hint: 'Pull one to another device.',
      };
  for (const [id, ports] of bridgePorts(topology)) {
    if (ports > mostBridgePorts)
      yield {
        code: 'too-many-ports',
        severity: 'error',
        node: id,
        message: `${nodes.get(id)?.name ?? id} has ${ports} cables; a Linux bridge takes ${mostBridgePorts} ports.`,
        hint: 'Split it into two, joined by a cable.',
      };
  }
}

function* addresses(node: TopologyNode): Generator<Problem> {
  for (const one of node.interfaces ?? []) {
    for (const family of ['ipv4', 'ipv6'] as const) {
      for (const text of one[family] ?? []) {
        const place = { node: node.id, interface: one.name };
        const address = parsePrefixed(text);
        if (!address || address.family !== family) {
          yield {
            code: 'bad-address',
            severity: 'error',
            ...place,
            message: `"${text}" on ${node.name} ${one.name} is no ${family === 'ipv4' ? 'IPv4' : 'IPv6'} address with a prefix length.`,
            hint: `Write it as ${family === 'ipv4' ? '10.0.1.1/24' : 'fd00:1::1/64'}.`,
          };
        } else if (isReserved(address)) {
          yield {
            code: 'reserved-address',
            severity: 'error',
            ...place,
            message: `${text} on ${node.name} ${one.name} is no address for an interface: it is the network itself, its broadcast address, or reserved.`,
            hint: 'Choose another address of the network.',
          };
        }
      }
    }
  }
  const own = ownNetworks(node);
  for (const route of node.routes ?? []) {
    const to = parseDestination(route.to, route.via);
    const via = route.via === undefined ? undefined : parseAddress(route.via);
    const place = { node: node.id, ...(route.dev && { interface: route.dev }) };
    if (!to)
      yield {
        code: 'bad-route',
        severity: 'error',
        ...place,
        message: `"${route.to}" in a route of ${node.name} is no destination.`,
        hint: 'Write default, 10.1.0.0/16 or fd00:1::/32.',
      };
    else if (route.via !== undefined && !via)
      yield {
        code: 'bad-route',
        severity: 'error',
        ...place,
        message: `"${route.via}" in a route of ${node.name} is no address.`,
        hint: 'Write the gateway as 10.0.1.1 or fd00:1::1, without a prefix length.',
      };
    else if (via && via.family !== to.family)
      yield {
        code: 'bad-route',
        severity: 'error',
        ...place,
        message: `The route to ${route.to} of ${node.name} has a gateway of the other family.`,
        hint: 'IPv4 goes through IPv4, IPv6 through IPv6.',
      };
    else if (!via && !route.dev)
      yield {
        code: 'bad-route',
        severity: 'error',
        ...place,
        message: `The route to ${route.to} of ${node.name} names neither a gateway nor an interface.`,
        hint: 'Add one of them.',
      };
    else if (
      via &&
      own.all &&
      !own.networks.some(
        (network) => network.family === via.family && overlap(network, { ...via, length: via.family === 'ipv4' ? 32 : 128 }),
      )
    )
      yield {
        code: 'gateway-unreachable',
        severity: 'warning',
        ...place,
        message: `The gateway ${formatAddress(via)} of ${node.name} is not on one of its segments.`,
        hint: 'Choose an address of a router on the same segment.',
      };
  }
}

/** Typed networks of a node; `all`: every address of it was typed, so that a gateway outside them is surely out of reach. */
function ownNetworks(node: TopologyNode): { all: boolean; networks: PrefixedAddress[] } {
  const interfaces = node.interfaces ?? [];
  const networks = interfaces.flatMap((one) => [...(one.ipv4 ?? []), ...(one.ipv6 ?? [])].flatMap((text) => parsePrefixed(text) ?? []));
  return { all: interfaces.length > 0 && interfaces.every((one) => one.ipv4 && one.ipv6), networks };
}

/** The network itself, its broadcast address, and what no interface may have (RFC 6890): this network, loopback, multicast. */
function isReserved(address: PrefixedAddress): boolean {
  const { family, value, length } = address;
  if (family === 'ipv6') return value <= 1n || value >> 120n === 0xffn;
  const first = value >> 24n;
  if (first === 0n || first === 127n || first >= 224n) return true;
  const host = value - networkOf(address).value;
  return length <= 30 && (host === 0n || host === 2n ** BigInt(32 - length) - 1n);
}

/** A pool gives whole networks: /24 for IPv4, /64 for IPv6. */
function* pools(topology: Topology): Generator<Problem> {
  for (const [family, unit, title] of [
    ['ipv4', 24, 'IPv4'],
    ['ipv6', 64, 'IPv6'],
  ] as const) {
    for (const pool of topology.pools?.[family] ?? []) {
      const { prefix: text, length = unit } = typeof pool === 'string' ? { prefix: pool } : pool;
      const prefix = parsePrefixed(text);
      if (prefix?.family === family && prefix.length <= length) continue;
      const why = prefix?.family === family ? `is smaller than one network of a segment (/${length})` : `is no ${title} prefix`;
      yield {
        code: 'bad-pool',
        severity: 'error',
        message: `The address pool "${text}" ${why}.`,
        hint: `Write it as ${family === 'ipv4' ? '10.0.0.0/8' : 'fd00::/16'}.`,
      };
    }
  }
}

function* doubles(topology: Topology): Generator<Problem> {
  const seen = new Map<string, string>();
  for (const node of topology.nodes) {
    for (const one of node.interfaces ?? []) {
      if (one.mac === undefined) continue;
      const other = seen.get(one.mac);
      if (other)
        yield {
          code: 'duplicate-mac',
          severity: 'error',
          node: node.id,
          interface: one.name,
          message: `${node.name} ${one.name} has the MAC address ${one.mac} of ${other}.`,
          hint: 'Remove it to get one of its own.',
        };
      seen.set(one.mac, `${node.name} ${one.name}`);
    }
  }
}
