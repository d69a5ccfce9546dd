/** From the drawing to what the kernel shall have: every name, MAC address, address and route decided. Pure and deterministic. */
import { naturally, hash } from '../shared/topology/order';
import { namespaceKinds } from '../shared/topology/schema';
import type { Topology, TopologyInterface, TopologyLink, TopologyNode } from '../shared/topology/schema';
import { addressSegment } from './addressing';
import { assignPrefixes } from './prefixes';
import type { Prefixes } from './prefixes';
import { gatewayOf, Routing } from './routes';
import type { RoutedSegment } from './routes';
import { findSegments, isBridge } from './segments';
import { keep, recall, remember, sameForKernel, type Source } from './reuse';
import { formatPrefixed } from '../shared/topology/address';
import type { Segment, WantedAddress, WantedInterface, WantedLab, WantedLink, WantedNode } from './wanted';

/** IEEE 802.3: what a link carries when nobody says otherwise, bytes. */
const defaultMtu = 1500;
const nobodyHeld: ReadonlySet<string> = new Set();

/**
 * @param previous an earlier result for this lab: parts that came out the same are its very objects. It never decides what comes out.
 * @param hold ids of nodes and links to leave out, as if they were stopped (they could not be made).
 */
export function derive(topology: Topology, previous?: WantedLab, hold: ReadonlySet<string> = nobodyHeld): WantedLab {
  const before = previous && recall(previous);
  if (previous && before && sameForKernel(before, topology, hold)) {
    remember(previous, { ...before, topology, nodes: new Map(topology.nodes.map((node) => [node.id, node])) });
    return previous;
  }
  const nodes = new Map(topology.nodes.map((node) => [node.id, node]));
  const routed = routedSegments(topology, before);
  const addresses = new Map<string, readonly WantedAddress[]>();
  for (const { segment, given } of routed)
    segment.members.forEach((member, at) => addresses.set(`${member.node.id}/${member.interface}`, given[at] ?? []));

  const there = (id: string): boolean => nodes.has(id) && !nodes.get(id)!.stopped && !hold.has(id);
  const links = new Map<string, WantedLink>();
  const ends = new Map<string, { name: string; link: string }[]>();
  const claimed = new Set<string>();
  for (const link of topology.links) {
    if (hold.has(link.id) || links.has(link.id) || !link.ends.every((end) => there(end.node)) || !claim(link, claimed)) continue;
    for (const end of link.ends) {
      const list = ends.get(end.node);
      if (list) list.push({ name: end.interface, link: link.id });
      else ends.set(end.node, [{ name: end.interface, link: link.id }]);
    }
    links.set(link.id, keep(previous?.links.get(link.id), wantedLink(link, nodes)));
  }

  const routing = new Routing(routed.map((one) => one.segment));
  const wanted = new Map<string, WantedNode>();
  for (const node of topology.nodes) {
    if (!there(node.id)) continue;
    const old = previous?.nodes.get(node.id);
    const interfaces = new Map<string, WantedInterface>();
    for (const { name, link } of (ends.get(node.id) ?? []).sort((a, b) => naturally(a.name, b.name))) {
      interfaces.set(
        name,
        keep(old?.interfaces.get(name), wantedInterface(topology.id, node, name, link, addresses.get(`${node.id}/${name}`) ?? [])),
      );
    }
    const usable = new Map([...interfaces].filter(([, one]) => one.up && !one.port));
    wanted.set(node.id, keep(old, wantedNode(topology.id, node, interfaces, isBridge(node) ? [] : routing.routesOf(node, usable))));
  }
  const segments = routed.map(({ segment }, at) => keep(previous?.segments[at], shownSegment(segment)));
  const lab: WantedLab = {
    nodes: wanted,
    links,
    segments,
    stopped: new Set(topology.nodes.filter((node) => node.stopped).map((node) => node.id)),
  };
  remember(lab, { topology, nodes, hold: new Set(hold), segments: routed });
  return lab;
}

/** Segments with prefixes and addresses; one whose ends and prefixes are as before keeps its addresses. */
function routedSegments(topology: Topology, before: Source | undefined): Source['segments'] {
  const bare = findSegments(topology);
  const prefixes = assignPrefixes(bare, topology.pools);
  const old = new Map(before?.segments.map((one) => [one.segment.id, one]));
  return bare.map((segment, at) => {
    const own: Prefixes = prefixes[at] ?? {};
    const same = old.get(segment.id);
    if (same && samePrefixes(same.segment.prefixes, own) && sameMembers(same.segment, segment)) {
      return { segment: { ...segment, prefixes: own, gateways: same.segment.gateways }, given: same.given };
    }
    const given = addressSegment(segment, own);
    return { segment: { ...segment, prefixes: own, gateways: given.map(gatewayOf) }, given };
  });
}

function sameMembers(a: RoutedSegment, b: Pick<RoutedSegment, 'members'>): boolean {
  return (
    a.members.length === b.members.length &&
    a.members.every((member, at) => member.node === b.members[at]!.node && member.interface === b.members[at]!.interface)
  );
}
function samePrefixes(a: Prefixes, b: Prefixes): boolean {
  return (['ipv4', 'ipv6'] as const).every((family) => a[family]?.value === b[family]?.value && a[family]?.length === b[family]?.length);
}

/** Takes both ends for this cable. The kernel cannot give one name twice: the first cable has it, `validate` names the second. */
function claim(link: TopologyLink, claimed: Set<string>): boolean {
  const [a, b] = link.ends.map((end) => `${end.node}/${end.interface}`) as [string, string];
  if (a === b || claimed.has(a) || claimed.has(b)) return false;
  claimed.add(a).add(b);
  return true;
}

function wantedLink(link: TopologyLink, nodes: ReadonlyMap<string, TopologyNode>): WantedLink {
  const [a, b] = link.ends;
  const bridged = [a, b].some((end) => isBridge(nodes.get(end.node)!));
  return {
    id: link.id,
    medium: bridged ? 'pair' : 'wire',
    ends: [
      { node: a.node, interface: a.interface },
      { node: b.node, interface: b.interface },
    ],
    cut: link.up === false,
  };
}

function wantedInterface(
  lab: string,
  node: TopologyNode,
  name: string,
  link: string,
  addresses: readonly WantedAddress[],
): WantedInterface {
  const drawn: TopologyInterface | undefined = node.interfaces?.find((one) => one.name === name);
  const port = isBridge(node);
  return {
    name,
    mac: drawn?.mac ?? macOf(lab, node.id, name),
    mtu: drawn?.mtu ?? defaultMtu,
    up: drawn?.up ?? true,
    port,
    link,
    addresses: port ? [] : addresses,
  };
}

function wantedNode(
  lab: string,
  node: TopologyNode,
  interfaces: ReadonlyMap<string, WantedInterface>,
  routes: WantedNode['routes'],
): WantedNode {
  const own = node.isolation && new Set([...node.isolation, 'net']);
  return {
    id: node.id,
    name: node.name,
    kind: node.kind,
    isolation: namespaceKinds.filter((kind) => !own || own.has(kind)),
    forwarding: node.kind === 'router',
    ...(isBridge(node) && { mac: macOf(lab, node.id, 'br0') }),
    ...(node.runAs !== undefined && { runAs: node.runAs }),
    startup: node.startup ?? [],
    interfaces,
    routes,
  };
}

/** Locally administered, unicast, and the same for the same lab, node and interface for ever (IEEE 802, U/L bit). */
function macOf(lab: string, node: string, name: string): string {
  const text = `${lab}/${node}/${name}`;
  const bytes = [hash(text, 1), hash(text, 2)].flatMap((word) => [word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255]).slice(0, 5);
  return ['02', ...bytes.map((byte) => byte.toString(16).padStart(2, '0'))].join(':');
}

function shownSegment({ id, prefixes, members, switches }: RoutedSegment): Segment {
  return {
    id,
    ...(prefixes.ipv4 && { ipv4: formatPrefixed(prefixes.ipv4) }),
    ...(prefixes.ipv6 && { ipv6: formatPrefixed(prefixes.ipv6) }),
    members: members.map((member) => ({ node: member.node.id, interface: member.interface })),
    switches,
  };
}
