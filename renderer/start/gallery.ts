/** The labs that ship, as the start page sorts and names them. */
import type { Topology } from '../../electron/shared/topology/schema';

export const categories = ['first', 'switching', 'routing', 'services', 'world'] as const;
export type Category = (typeof categories)[number];

/** From the first steps on, the small ones first. */
export const inOrder = <T extends { topology: Topology }>(labs: readonly T[]): T[] =>
  [...labs].sort(
    (a, b) =>
      categories.indexOf(categoryOf(a.topology)) - categories.indexOf(categoryOf(b.topology)) ||
      a.topology.nodes.length - b.topology.nodes.length,
  );

/** What a lab is about, by what is in it: its edge first, then what runs in it, then its devices. */
export function categoryOf({ nodes }: Topology): Category {
  if (nodes.some((node) => ['internet', 'this-computer', 'nic'].includes(node.kind))) return 'world';
  if (nodes.some((node) => node.startup?.length)) return 'services';
  if (nodes.some((node) => node.kind === 'router')) return 'routing';
  return nodes.some((node) => node.kind === 'switch' || node.kind === 'hub') ? 'switching' : 'first';
}
