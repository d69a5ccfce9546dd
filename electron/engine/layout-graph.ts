/** A drawing as a layout sees it: connected parts, each a list of devices and who is next to whom, by index. */
import type { NodeKind, Topology, TopologyNode } from '../shared/topology/schema';

export interface Part {
  readonly ids: readonly string[];
  readonly kinds: readonly NodeKind[];
  /** Neighbours of each device, each once. */
  readonly next: readonly (readonly number[])[];
}

/** The connected parts of some devices, in the order in which their first ones are drawn. Cables to others do not count. */
export function partsOf(topology: Topology, nodes: readonly TopologyNode[]): Part[] {
  const index = new Map(nodes.map((node, at) => [node.id, at]));
  const next = nodes.map(() => new Set<number>());
  for (const { ends } of topology.links) {
    const [a, b] = [index.get(ends[0].node), index.get(ends[1].node)];
    if (a === undefined || b === undefined || a === b) continue;
    next[a]!.add(b);
    next[b]!.add(a);
  }
  const seen = new Set<number>();
  const parts: Part[] = [];
  for (const start of nodes.keys()) {
    if (seen.has(start)) continue;
    const members = [start];
    seen.add(start);
    for (const at of members)
      for (const other of next[at]!)
        if (!seen.has(other)) {
          seen.add(other);
          members.push(other);
        }
    const own = new Map(members.map((member, at) => [member, at]));
    parts.push({
      ids: members.map((member) => nodes[member]!.id),
      kinds: members.map((member) => nodes[member]!.kind),
      next: members.map((member) => [...next[member]!].map((other) => own.get(other)!)),
    });
  }
  return parts;
}

/** Distance of each device from the nearest of `roots`, in cables. */
export function depthsFrom({ next }: Part, roots: readonly number[]): number[] {
  const depths = next.map(() => -1);
  const queue = [...roots];
  for (const root of roots) depths[root] = 0;
  for (const at of queue)
    for (const other of next[at]!)
      if (depths[other] === -1) {
        depths[other] = depths[at]! + 1;
        queue.push(other);
      }
  return depths;
}

/** What others hang on: what leads outside, else the routers, else switches, else all; of these the one with the most cables. */
export function rootsOf({ kinds, next }: Part): number[] {
  const outside = kinds.flatMap((kind, at) => (kind === 'internet' || kind === 'this-computer' || kind === 'nic' ? [at] : []));
  if (outside.length > 0) return outside;
  for (const wanted of [['router'], ['switch', 'hub'], ['host']] as const) {
    const all = kinds.flatMap((kind, at) => ((wanted as readonly string[]).includes(kind) ? [at] : []));
    if (all.length > 0) return [all.reduce((best, at) => (next[at]!.length > next[best]!.length ? at : best))];
  }
  return [0];
}
