/** Edits of cables: many at once, an end plugged in elsewhere, bends. Pure; records that did not change are the same objects. */
import type { LinkEnd, NodeKind, Topology, TopologyLink } from '../shared/topology/schema';
import { addNode, changeLinks, without } from './edit';
import type { Point } from './edit';
import { freeInterface, freshId, idsIn, nextLinkNumber } from './names';

export const cablePatterns = ['chain', 'ring', 'star', 'mesh'] as const;
export type CablePattern = (typeof cablePatterns)[number];
/** Two devices to be cabled, by id. */
export type CablePair = readonly [string, string];

/**
 * Which devices a pattern joins. A chain runs along the longer side of where they stand, a ring around their middle; a star has its centre at the
 * one switch, hub or router among them, else at the last of `ids`.
 */
export function cablePairs(topology: Topology, pattern: CablePattern, ids: readonly string[]): CablePair[] {
  const known = new Map(topology.nodes.map((node) => [node.id, node]));
  const nodes = [...new Set(ids)].flatMap((id) => known.get(id) ?? []);
  if (pattern === 'mesh') return nodes.flatMap((a, at) => nodes.slice(at + 1).map((b): CablePair => [a.id, b.id]));
  if (pattern === 'star') {
    const joining = nodes.filter(({ kind }) => kind === 'switch' || kind === 'hub');
    const forwarding = joining.length > 0 ? joining : nodes.filter(({ kind }) => kind === 'router');
    const centre = forwarding.length === 1 ? forwarding[0] : nodes.at(-1);
    return centre ? nodes.filter((node) => node !== centre).map((node): CablePair => [node.id, centre.id]) : [];
  }
  const order = inOrder(nodes, pattern);
  const pairs = order.slice(1).map((node, at): CablePair => [order[at]!.id, node.id]);
  if (pattern === 'ring' && order.length > 2) pairs.push([order.at(-1)!.id, order[0]!.id]);
  return pairs;
}

function inOrder(nodes: readonly Topology['nodes'][number][], pattern: 'chain' | 'ring') {
  const [xs, ys] = [nodes.map(({ position }) => position.x), nodes.map(({ position }) => position.y)];
  const spread = (values: number[]) => Math.max(...values) - Math.min(...values);
  const wide = nodes.length > 0 && spread(xs) >= spread(ys);
  const middle = { x: mean(xs), y: mean(ys) };
  const key = ({ position: { x, y } }: (typeof nodes)[number]): readonly [number, number] => {
    if (pattern === 'ring') return [Math.atan2(y - middle.y, x - middle.x), 0];
    return wide ? [x, y] : [y, x];
  };
  return [...nodes].sort((a, b) => key(a)[0] - key(b)[0] || key(a)[1] - key(b)[1]);
}
const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / Math.max(1, values.length);

/** The pairs that no cable joins yet, whichever way round. */
export function notCabled({ links }: Topology, pairs: readonly CablePair[]): CablePair[] {
  const key = (a: string, b: string): string => (a < b ? `${a} ${b}` : `${b} ${a}`);
  const joined = new Set(links.map(({ ends: [a, b] }) => key(a.node, b.node)));
  return pairs.filter(([a, b]) => !joined.has(key(a, b)));
}

/** A new cable for each pair, at their next free interfaces; in one pass over the lab. Pairs of unknown devices are passed over. */
export function addLinks(topology: Topology, pairs: readonly CablePair[]): Topology {
  const known = new Set(topology.nodes.map(({ id }) => id));
  const plug = freePlugs(topology, new Set(pairs.flat()));
  const ids = idsIn(topology);
  let number = nextLinkNumber(topology);
  const links: TopologyLink[] = [];
  for (const [a, b] of pairs) {
    if (!known.has(a) || !known.has(b)) continue;
    const id = freshId(ids, `l${number++}`);
    ids.add(id);
    links.push({ id, ends: [plug(a), plug(b)] });
  }
  return links.length > 0 ? { ...topology, links: [...topology.links, ...links] } : topology;
}

/** Gives, each time it is asked, the next interface of a device that has no cable. One pass over the lab. @param nodes that may be asked for */
export function freePlugs(topology: Topology, nodes: ReadonlySet<string>): (node: string) => LinkEnd {
  const taken = new Map<string, Set<string>>();
  for (const id of nodes) taken.set(id, new Set());
  for (const { ends } of topology.links) for (const end of ends) taken.get(end.node)?.add(end.interface);
  const next = new Map<string, number>();
  return (node) => {
    let number = next.get(node) ?? 0;
    while (taken.get(node)?.has(`eth${number}`)) number++;
    next.set(node, number + 1);
    return { node, interface: `eth${number}` };
  };
}

/** A new cable between given interfaces. One that has a cable, or an unknown device: nothing changes. */
export function addLinkAt(topology: Topology, a: LinkEnd, b: LinkEnd): Topology {
  const same = a.node === b.node && a.interface === b.interface;
  if (same || !isFree(topology, a) || !isFree(topology, b)) return topology;
  const link: TopologyLink = { id: freshId(idsIn(topology), `l${nextLinkNumber(topology)}`), ends: [{ ...a }, { ...b }] };
  return { ...topology, links: [...topology.links, link] };
}

/**
 * Plugs one end of a cable in elsewhere; everything else of the cable stays.
 * @param to absent interface: the next free one. An interface that has a cable: nothing changes.
 */
export function replugEnd(topology: Topology, link: string, at: 0 | 1, to: { node: string; interface?: string }): Topology {
  const record = topology.links.find((one) => one.id === link);
  if (!record) return topology;
  const end: LinkEnd = { node: to.node, interface: to.interface ?? freeInterface(topology, to.node) };
  if (!isFree(topology, end)) return topology;
  return changeLinks(topology, [link], (one) => {
    const ends: [LinkEnd, LinkEnd] = [...one.ends];
    ends[at] = { ...one.ends[at], ...end };
    return { ...one, ends };
  });
}

function isFree({ nodes, links }: Topology, { node, interface: name }: LinkEnd): boolean {
  const taken = links.some(({ ends }) => ends.some((end) => end.node === node && end.interface === name));
  return !taken && nodes.some(({ id }) => id === node);
}

/** What passes on what comes in: dropped onto a cable it belongs between its ends. */
export const splices = (kind: NodeKind): boolean => kind === 'router' || kind === 'switch' || kind === 'hub';

/**
 * A new device in the middle of a cable: the cable leads to it, and another one from it to where the cable led. Both ends keep their interfaces, and the
 * cable all that was said of it but its bends. Unknown cable: nothing changes.
 */
export function spliceNode(topology: Topology, link: string, kind: NodeKind, position: Point): Topology {
  const record = topology.links.find((one) => one.id === link);
  if (!record) return topology;
  const placed = addNode(topology, kind, position);
  const { id } = placed.nodes.at(-1)!;
  const [near, far] = record.ends;
  const cable = { ...without(record, 'bends'), ends: [near, { node: id, interface: 'eth0' }] } as TopologyLink;
  const next: TopologyLink = {
    id: freshId(idsIn(placed), `l${nextLinkNumber(placed)}`),
    ends: [{ node: id, interface: 'eth1' }, far],
    ...(record.up === false && { up: false }),
    ...(record.mtu !== undefined && { mtu: record.mtu }),
  };
  return { ...placed, links: [...placed.links.map((one) => (one.id === link ? cable : one)), next] };
}

/** Interfaces that a cable could be plugged into: those drawn that have none, then the next so many that would be new. */
export function freeInterfaces(topology: Topology, node: string, fresh = 3): string[] {
  const taken = new Set(topology.links.flatMap(({ ends }) => ends.filter((end) => end.node === node).map((end) => end.interface)));
  const record = topology.nodes.find(({ id }) => id === node);
  const free = (record?.interfaces ?? []).map(({ name }) => name).filter((name) => !taken.has(name));
  for (let number = 0, made = 0; made < fresh; number++) {
    const name = `eth${number}`;
    if (taken.has(name) || free.includes(name)) continue;
    free.push(name);
    made++;
  }
  return free;
}

/** Most points that a cable may be bent at: see `linkSchema`. */
export const mostBends = 16;

/** @param bends from the first end to the second, canvas px; none: a straight cable. More than `mostBends`: nothing changes. */
export function setBends(topology: Topology, link: string, bends: readonly Point[]): Topology {
  if (bends.length > mostBends) return topology;
  const points = bends.map(({ x, y }) => ({ x, y }));
  return changeLinks(topology, [link], (one) => (points.length > 0 ? { ...one, bends: points } : without(one, 'bends')));
}
