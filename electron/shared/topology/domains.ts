/** What one broadcast reaches, for checks: ends joined by cables through switches and hubs, and whether the bridges among them form a loop. */
import type { LinkEnd, Topology } from './schema';

export interface Domain {
  /** Ends at hosts and routers. */
  readonly ends: readonly LinkEnd[];
  /** Id of a cable that closes a loop of whole cables between bridges, if there is one. */
  readonly loop?: string;
}

/** Number of cables of each switch and hub. */
export function bridgePorts(topology: Topology): Map<string, number> {
  const ports = new Map<string, number>();
  for (const node of topology.nodes) if (node.kind === 'switch' || node.kind === 'hub') ports.set(node.id, 0);
  for (const link of topology.links) for (const end of link.ends) if (ports.has(end.node)) ports.set(end.node, ports.get(end.node)! + 1);
  return ports;
}

/** Each domain once. Linear in the number of cables. */
export function domains(topology: Topology): Domain[] {
  const bridges = bridgePorts(topology);
  const known = new Set(topology.nodes.map((node) => node.id));
  const vertex = (end: LinkEnd): string => (bridges.has(end.node) ? end.node : `${end.node}/${end.interface}`);
  const around = new Map<string, { link: string; whole: boolean; to: string; end: LinkEnd }[]>();
  for (const link of topology.links) {
    const [a, b] = link.ends;
    if (!known.has(a.node) || !known.has(b.node)) continue;
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
    const ends: LinkEnd[] = [];
    const members = [start];
    seen.add(start);
    for (const at of members) {
      for (const { to, end } of around.get(at) ?? []) {
        if (!bridges.has(end.node)) ends.push(end);
        if (!seen.has(to)) members.push(to);
        seen.add(to);
      }
    }
    const loop = findLoop(
      members.filter((member) => bridges.has(member)),
      around,
    );
    found.push({ ends, ...(loop && { loop }) });
  }
  return found;
}

/** Walks whole cables between bridges; a cable to a bridge that was reached by another cable closes a loop. */
function findLoop(bridges: string[], around: ReadonlyMap<string, { link: string; whole: boolean; to: string }[]>): string | undefined {
  const members = new Set(bridges);
  const reachedBy = new Map<string, string>();
  for (const start of bridges) {
    if (reachedBy.has(start)) continue;
    reachedBy.set(start, '');
    const queue = [start];
    for (const at of queue) {
      for (const { link, whole, to } of around.get(at) ?? []) {
        if (!whole || !members.has(to) || link === reachedBy.get(at)) continue;
        if (reachedBy.has(to)) return link;
        reachedBy.set(to, link);
        queue.push(to);
      }
    }
  }
  return undefined;
}
