/** Segments: what one broadcast reaches. Found by joining the ends of every cable, cut or not, through switches and hubs. */
import type { Family, PrefixedAddress } from '../shared/topology/address';
import { ordinalOf } from '../shared/topology/order';
import type { TopologyLink } from '../shared/topology/schema';
import { byAge, byName, isEdge } from './records';
import type { InterfaceRecord, NodeRecord } from './records';

/** A layer-3 end in a segment. */
export interface Member {
  readonly node: NodeRecord;
  readonly interface: InterfaceRecord;
}
/** A cable both of whose ends are drawn and its own. */
export interface Cable {
  readonly link: TopologyLink;
  readonly ends: readonly [Member, Member];
}
export interface BareSegment {
  /** Id of its oldest switch or hub, else of its oldest edge, else of its oldest cable. */
  readonly id: string;
  /** The number in that id; Infinity without one. */
  readonly age: number;
  /** What the id names: decides which part of the address pool is preferred. */
  readonly anchor: 'switch' | 'hub' | 'link' | 'edge';
  /** By age of node, then by interface; behind them this computer's own ends. */
  readonly members: readonly Member[];
  /** An interface of this computer is part of it: addresses are given by whoever gives them in that network. */
  readonly lan: boolean;
  /** Switches, hubs and the lab's edge, in this order, each oldest first: so that joining the edge renumbers nothing. */
  readonly bridges: readonly NodeRecord[];
  readonly cables: readonly Cable[];
  /** Networks of typed addresses, with how often each was typed. Filled by `prefixes`. */
  typed?: Partial<Record<Family, readonly { readonly network: PrefixedAddress; readonly count: number }[]>>;
}

/** All segments, oldest anchor first. Nearly linear in the number of cables. */
export function findSegments(nodes: readonly NodeRecord[], cables: readonly Cable[]): BareSegment[] {
  const bridges = new Map<NodeRecord, number>();
  for (const node of nodes) if (node.bridge) bridges.set(node, bridges.size);
  const parents = Array.from(bridges.keys(), (_, at) => at);
  const root = (start: number): number => {
    let at = start;
    while (parents[at] !== at) at = parents[at] = parents[parents[at]!]!;
    return at;
  };
  for (const { ends } of cables) {
    const [a, b] = [bridges.get(ends[0].node), bridges.get(ends[1].node)];
    if (a !== undefined && b !== undefined) parents[root(a)] = root(b);
  }
  const found = new Map<number, { members: Member[]; switches: NodeRecord[]; cables: Cable[] }>();
  for (const [node, at] of bridges) {
    const segment = found.get(root(at));
    if (segment) segment.switches.push(node);
    else found.set(root(at), { members: [], switches: [node], cables: [] });
  }
  const segments: BareSegment[] = [];
  for (const cable of cables) {
    const { link, ends } = cable;
    const bridge = bridges.get(ends[0].node) ?? bridges.get(ends[1].node);
    if (bridge === undefined) {
      segments.push({
        id: link.id,
        age: ordinalOf(link.id) ?? Infinity,
        anchor: 'link',
        members: [...ends].sort(byPlace),
        lan: false,
        bridges: [],
        cables: [cable],
      });
    } else {
      const segment = found.get(root(bridge))!;
      segment.cables.push(cable);
      for (const end of ends) if (!end.node.bridge) segment.members.push(end);
    }
  }
  for (const { members, switches, cables: own } of found.values()) {
    const [first] = switches.sort(byRank);
    if (!first) continue;
    members.sort(byPlace);
    for (const node of switches) if (node.outside) members.push({ node, interface: node.outside });
    const lan = switches.some((node) => node.node.kind === 'nic');
    segments.push({ id: first.id, age: first.age, anchor: anchorOf(first), members, lan, bridges: switches, cables: own });
  }
  return segments.sort(byAge);
}

/** By the id, which stays: a switch that becomes a hub, and back, keeps the addresses of its segment. `hub1` and `u1` were hubs when they were drawn. */
const anchorOf = (record: NodeRecord): 'switch' | 'hub' | 'edge' =>
  isEdge(record) ? 'edge' : /^(?:hub|u)-?\d/.test(record.id) ? 'hub' : 'switch';

function byRank(a: NodeRecord, b: NodeRecord): number {
  return Number(isEdge(a)) - Number(isEdge(b)) || byAge(a, b);
}
function byPlace(a: Member, b: Member): number {
  return byAge(a.node, b.node) || byName(a.interface, b.interface);
}
