/** Names and ids for what is new. */
import type { NodeKind, Topology } from '../shared/topology/schema';

const prefixes: Record<NodeKind, string> = {
  host: 'h',
  router: 'r',
  switch: 's',
  hub: 'hub',
  internet: 'internet',
  'this-computer': 'computer',
  nic: 'nic',
};

/** h1, r1, s1, hub1: the lowest number whose name is not taken. */
export function freeName(taken: ReadonlySet<string>, kind: NodeKind): string {
  for (let number = 1; ; number++) if (!taken.has(`${prefixes[kind]}${number}`)) return `${prefixes[kind]}${number}`;
}

export const namesIn = (topology: Topology): Set<string> => new Set(topology.nodes.map((node) => node.name));
export const idsIn = (topology: Topology): Set<string> =>
  new Set(
    [...topology.nodes, ...topology.links, ...(topology.notes ?? []), ...(topology.areas ?? []), ...(topology.groups ?? [])].map(
      (one) => one.id,
    ),
  );

/** eth0, eth1, …: the lowest that no cable has. */
export function freeInterface(topology: Topology, node: string, besides: readonly string[] = []): string {
  const taken = new Set(besides);
  for (const link of topology.links) for (const end of link.ends) if (end.node === node) taken.add(end.interface);
  for (let number = 0; ; number++) if (!taken.has(`eth${number}`)) return `eth${number}`;
}

/**
 * An id that begins with a readable stem, so that its number decides automatic addresses, and ends at random, so that two windows which
 * add at the same time, or an undo after a new device, never mean the same id.
 */
export function freshId(taken: ReadonlySet<string>, stem: string): string {
  const readable =
    stem
      .toLowerCase()
      .replace(/[^a-z0-9-]/g, '-')
      .replace(/^-+/, '')
      .slice(0, 30) || 'n';
  for (;;) {
    const id = `${readable}-${Math.floor(Math.random() * 36 ** 4)
      .toString(36)
      .padStart(4, '0')}`;
    if (!taken.has(id)) return id;
  }
}

/** Cables are numbered in the order of their making; the number decides the automatic prefix of a cable between two devices. */
export function nextLinkNumber(topology: Topology): number {
  let highest = 0;
  for (const { id } of topology.links) highest = Math.max(highest, Number(/^l(\d{1,6})/.exec(id)?.[1] ?? 0));
  return highest + 1;
}
