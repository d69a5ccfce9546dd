/** Segments: what one broadcast reaches. Found by joining the ends of every cable, cut or not, through switches and hubs. */
import type { Topology, TopologyLink, TopologyNode } from '../shared/topology/schema';
import { naturally, ordinalOf } from '../shared/topology/order';

/** A layer-3 end in a segment, with its node at hand. */
export interface Member {
  readonly node: TopologyNode;
  readonly interface: string;
}
export interface BareSegment {
  /** Id of its oldest switch or hub, else of its oldest cable. */
  readonly id: string;
  /** What the id names: decides which part of the address pool is preferred. */
  readonly anchor: 'switch' | 'hub' | 'link';
  readonly members: readonly Member[];
  readonly switches: readonly string[];
}

export const isBridge = (node: Pick<TopologyNode, 'kind'>): boolean => node.kind === 'switch' || node.kind === 'hub';

/** Oldest first: by the number in the id, then by the id. Independent of the order in the file. */
export function byAge(a: string, b: string): number {
  return (ordinalOf(a) ?? Infinity) - (ordinalOf(b) ?? Infinity) || naturally(a, b);
}

/** All segments of the drawing, oldest anchor first; members by node and interface. Nearly linear in the number of cables. */
export function findSegments(topology: Topology): BareSegment[] {
  const nodes = new Map(topology.nodes.map((node) => [node.id, node]));
  const sets = new DisjointSets();
  const linked: TopologyLink[] = [];
  for (const link of topology.links) {
    const [a, b] = [nodes.get(link.ends[0].node), nodes.get(link.ends[1].node)];
    if (!a || !b) continue;
    linked.push(link);
    sets.join(vertex(a, link.ends[0].interface), vertex(b, link.ends[1].interface));
  }
  const found = new Map<number, { members: Map<string, Member>; switches: Set<string>; links: string[] }>();
  for (const link of linked) {
    const root = sets.find(vertex(nodes.get(link.ends[0].node)!, link.ends[0].interface));
    let segment = found.get(root);
    if (!segment) found.set(root, (segment = { members: new Map(), switches: new Set(), links: [] }));
    segment.links.push(link.id);
    for (const end of link.ends) {
      const node = nodes.get(end.node)!;
      if (isBridge(node)) segment.switches.add(node.id);
      else segment.members.set(`${node.id}/${end.interface}`, { node, interface: end.interface });
    }
  }
  for (const node of topology.nodes) {
    if (isBridge(node) && !sets.has(node.id))
      found.set(sets.find(node.id), { members: new Map(), switches: new Set([node.id]), links: [] });
  }
  return [...found.values()]
    .map(({ members, switches, links }): BareSegment => {
      const bridges = [...switches].sort(byAge);
      const id = bridges[0] ?? links.reduce((oldest, link) => (byAge(link, oldest) < 0 ? link : oldest));
      const anchor = bridges[0] === undefined ? 'link' : nodes.get(bridges[0])!.kind === 'hub' ? 'hub' : 'switch';
      return { id, anchor, members: [...members.values()].sort(byNodeAge), switches: bridges };
    })
    .sort((a, b) => byAge(a.id, b.id));
}

function byNodeAge(a: Member, b: Member): number {
  return byAge(a.node.id, b.node.id) || naturally(a.interface, b.interface);
}

/** A bridge is one vertex, whatever the port; every interface of a host or router is one of its own. */
function vertex(node: TopologyNode, name: string): string {
  return isBridge(node) ? node.id : `${node.id}/${name}`;
}

/** Union-find with path halving. */
class DisjointSets {
  private readonly numbers = new Map<string, number>();
  private readonly parents: number[] = [];

  has(key: string): boolean {
    return this.numbers.has(key);
  }
  find(key: string): number {
    let at = this.numbers.get(key);
    if (at === undefined) {
      at = this.parents.length;
      this.parents.push(at);
      this.numbers.set(key, at);
    }
    while (this.parents[at] !== at) at = this.parents[at] = this.parents[this.parents[at]!]!;
    return at;
  }
  join(a: string, b: string): void {
    this.parents[this.find(a)] = this.find(b);
  }
}
