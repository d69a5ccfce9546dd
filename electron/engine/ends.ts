/** Names for ids, as descriptions and commands need them. */
import { isBridge } from '../shared/topology/kinds';
import type { Topology } from '../shared/topology/schema';

/** The name of a node, by its id. */
export type NameOf = (id: string) => string;
/** One end of a link; `port`: it is at a switch or hub; `down`: it stays down though the cable is whole. */
export interface NamedEnd {
  readonly node: string;
  readonly interface: string;
  readonly port?: boolean;
  readonly down?: boolean;
}
/** Ends of a link by its id, for operations that only name the link. `endsIn` makes it. */
export type EndsOf = (link: string) => readonly NamedEnd[] | undefined;

/** The ends of all links of some drawings; of a link that several have, the last drawing's: so what is applied comes last, for what is deleted is its. */
export function endsIn(...topologies: readonly Pick<Topology, 'nodes' | 'links'>[]): EndsOf {
  const ends = new Map<string, readonly NamedEnd[]>();
  for (const { nodes, links } of topologies) {
    const known = new Map(nodes.map((node) => [node.id, node]));
    for (const link of links)
      ends.set(
        link.id,
        link.ends.map((end): NamedEnd => {
          const node = known.get(end.node);
          const down = node?.interfaces?.some((one) => one.name === end.interface && one.up === false);
          return { node: end.node, interface: end.interface, port: node !== undefined && isBridge(node), ...(down && { down }) };
        }),
      );
  }
  return (link) => ends.get(link);
}
