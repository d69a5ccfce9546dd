/** What one broadcast reaches, for checks: ends joined by cables through switches and hubs, and whether the bridges among them form a loop. */
import { hasOutsidePort, isBridge } from './kinds';
import type { LinkEnd, Topology, TopologyNode } from './schema';

export interface Domain {
  /** Ends at hosts and routers. */
  readonly ends: readonly LinkEnd[];
  /** Ends at switches and hubs. */
  readonly ports: readonly LinkEnd[];
  readonly bridges: readonly TopologyNode[];
  /** A cable that closes a loop of whole cables between bridges without a spanning tree, and a switch of that loop, if there is one. */
  readonly loop?: { readonly link: string; readonly switch?: TopologyNode };
}

/** Number of ports of each bridge. */
export function bridgePorts(topology: Topology): Map<string, number> {
  const ports = new Map<string, number>();
  for (const node of topology.nodes) if (isBridge(node)) ports.set(node.id, hasOutsidePort(node) ? 1 : 0);
  for (const link of topology.links) for (const end of link.ends) if (ports.has(end.node)) ports.set(end.node, ports.get(end.node)! + 1);
  return ports;
}

interface Edge {
  readonly link: string;
  readonly whole: boolean;
  readonly to: string;
  readonly end: LinkEnd;
}
type Edges = ReadonlyMap<string, readonly Edge[]>;

/** Each domain that has a cable, once. Linear in the number of cables. */
export function domains(topology: Topology, nodes: ReadonlyMap<string, TopologyNode>): Domain[] {
  const bridgeOf = (id: string): TopologyNode | undefined => {
    const node = nodes.get(id);
    return node && isBridge(node) ? node : undefined;
  };
  const vertex = (end: LinkEnd): string => (bridgeOf(end.node) ? end.node : `${end.node}/${end.interface}`);
  const around = new Map<string, Edge[]>();
  for (const link of topology.links) {
    const [a, b] = link.ends;
    if (!nodes.has(a.node) || !nodes.has(b.node)) continue;
    for (const [from, to] of [
      [a, b],
      [b, a],
    ] as const) {
      const list = around.get(vertex(from)) ?? [];
      around.set(vertex(from), list);
      list.push({ link: link.id, whole: link.up !== false, to: vertex(to), end: from });
    }
  }
  const seen = new Set<string>();
  const found: Domain[] = [];
  for (const start of around.keys()) {
    if (seen.has(start)) continue;
    const [ends, ports]: [LinkEnd[], LinkEnd[]] = [[], []];
    const members = [start];
    seen.add(start);
    for (const at of members) {
      for (const { to, end } of around.get(at) ?? []) {
        (bridgeOf(end.node) ? ports : ends).push(end);
        if (!seen.has(to)) members.push(to);
        seen.add(to);
      }
    }
    const bridges = members.flatMap((member) => bridgeOf(member) ?? []);
    const loop = findLoop(bridges, around);
    found.push({ ends, ports, bridges, ...(loop && { loop }) });
  }
  return found;
}

/**
 * Walks whole cables between bridges; a cable to a bridge that was reached by another cable closes a loop. A switch with a spanning tree breaks every loop that
 * it is in, since the others pass its messages on (br_handle_frame).
 */
function findLoop(bridges: readonly TopologyNode[], around: Edges): Domain['loop'] {
  const members = new Map(bridges.filter(({ kind, stp }) => !(kind === 'switch' && stp)).map((node) => [node.id, node]));
  const reachedBy = new Map<string, { link: string; from: string }>();
  for (const start of members.keys()) {
    if (reachedBy.has(start)) continue;
    reachedBy.set(start, { link: '', from: '' });
    const queue = [start];
    for (const at of queue) {
      for (const { link, whole, to } of around.get(at) ?? []) {
        if (!whole || !members.has(to) || link === reachedBy.get(at)?.link) continue;
        if (!reachedBy.has(to)) {
          reachedBy.set(to, { link, from: at });
          queue.push(to);
          continue;
        }
        const inLoop = loopThrough(at, to, reachedBy);
        const breaker = inLoop.map((id) => members.get(id)).find((node) => node?.kind === 'switch');
        return { link, ...(breaker && { switch: breaker }) };
      }
    }
  }
  return undefined;
}

/** The ways from both back to where they part. */
function loopThrough(a: string, b: string, reachedBy: ReadonlyMap<string, { from: string }>): string[] {
  const wayBack = (from: string): string[] => {
    const way: string[] = [];
    for (let at = from; at !== ''; at = reachedBy.get(at)?.from ?? '') way.push(at);
    return way;
  };
  const [one, other] = [wayBack(a), wayBack(b)];
  while (one.length > 1 && other.length > 1 && one.at(-2) === other.at(-2)) {
    one.pop();
    other.pop();
  }
  return [...new Set([...one, ...other])];
}
