/** Problems of cables: ends that cannot be, devices without one, bridges with too many. */
import type { Problem } from '../contract';
import { problem } from '../text/problem';
import { bridgePorts } from './domains';
import { naturally, ordinalOf } from './order';
import type { Topology, TopologyLink, TopologyNode } from './schema';

/** BR_MAX_PORTS, net/bridge/br_private.h: 2^10 - 1. */
export const mostBridgePorts = 1023;

export function* cableProblems(topology: Topology, nodes: ReadonlyMap<string, TopologyNode>): Generator<Problem> {
  const used = new Set<string>();
  const taken = new Set(topology.links.flatMap(({ ends }) => ends.map((end) => `${end.node}/${end.interface}`)));
  const cabled = new Set<string>();
  for (const link of byAge(topology.links)) {
    for (const [at, end] of link.ends.entries()) {
      const node = nodes.get(end.node);
      if (!node) {
        const fix = { code: 'delete-link', args: { link: link.id } } as const;
        yield problem('dangling-link', 'error', { link: link.id }, { link: link.id, node: end.node }, fix);
        continue;
      }
      cabled.add(node.id);
      const key = `${end.node}/${end.interface}`;
      if (used.has(key)) {
        let number = 0;
        while (taken.has(`${end.node}/eth${number}`)) number++;
        taken.add(`${end.node}/eth${number}`);
        const place = { node: end.node, interface: end.interface, link: link.id };
        const fix = { code: 'move-link-end', args: { link: link.id, end: at, name: `eth${number}` } } as const;
        yield problem('interface-used-twice', 'error', place, { device: node.name, interface: end.interface }, fix);
      }
      used.add(key);
    }
  }
  for (const node of topology.nodes) if (!cabled.has(node.id)) yield problem('no-cable', 'info', { node: node.id }, { device: node.name });
  for (const [id, n] of bridgePorts(topology)) {
    if (n <= mostBridgePorts) continue;
    yield problem('too-many-ports', 'error', { node: id }, { device: nodes.get(id)?.name ?? id, n, limit: mostBridgePorts });
  }
}

/** The oldest cable has the interface, whatever the order of the file: so it is in the running lab. */
function byAge(links: readonly TopologyLink[]): TopologyLink[] {
  const age = new Map(links.map((link) => [link, ordinalOf(link.id) ?? Infinity]));
  return [...links].sort((a, b) => {
    const [one, other] = [age.get(a)!, age.get(b)!];
    return one === other ? naturally(a.id, b.id) : one - other;
  });
}
