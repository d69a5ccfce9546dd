/** Names for ids, as descriptions and commands need them. */
import { isBridge } from '../shared/topology/kinds';
import type { Topology } from '../shared/topology/schema';

/** The name of a node, by its id. */
export type NameOf = (id: string) => string;
/** One end of a link; `port`: it is at a switch or hub. */
export interface NamedEnd {
  readonly node: string;
  readonly interface: string;
  readonly port?: boolean;
}
/** Ends of a link by its id, for operations that only name the link. `endsIn` makes it. */
export type EndsOf = (link: string) => readonly NamedEnd[] | undefined;

/** The ends of all links of some drawings; of a link that several have, the last drawing's: so what is applied comes last, for what is deleted is its. */
export function endsIn(...topologies: readonly Pick<Topology, 'nodes' | 'links'>[]): EndsOf {
  const ends = new Map<string, readonly NamedEnd[]>();
  for (const { nodes, links } of topologies) {
    const bridges = new Set(nodes.filter(isBridge).map((node) => node.id));
    for (const link of links)
      ends.set(
        link.id,
        link.ends.map((end) => ({ node: end.node, interface: end.interface, port: bridges.has(end.node) })),
      );
  }
  return (link) => ends.get(link);
}
