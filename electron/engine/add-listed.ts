/** Devices and cables that are known by name alone become part of a drawing: kinds and interfaces are chosen, and places that make sense. */
import type { LinkEnd, NodeKind, Topology, TopologyLink, TopologyNode } from '../shared/topology/schema';
import type { Point } from './edit';
import { freshId, idsIn, nextLinkNumber } from './names';
import { placeListed } from './place-listed';

export interface Listed {
  readonly nodes: readonly { readonly name: string; readonly kind: NodeKind }[];
  /** Ends by name; an interface that is not said is the next free one. */
  readonly links: readonly (readonly [ListedEnd, ListedEnd])[];
}
interface ListedEnd {
  readonly name: string;
  readonly interface?: string;
}
export interface Added {
  readonly topology: Topology;
  /** Ids of the new devices. */
  readonly nodes: readonly string[];
  readonly links: readonly string[];
  /** Names that were in the drawing before: their devices got the cables. */
  readonly there: readonly string[];
  /** Interfaces that were asked for but have a cable; nothing was added then. */
  readonly taken: readonly string[];
}

/**
 * Adds a list. A name that the drawing has already means that device.
 * @param middle where a network that hangs on nothing yet is put, canvas px
 */
export function addListed(topology: Topology, { nodes, links }: Listed, middle: Point): Added {
  const byName = new Map(topology.nodes.map((node) => [node.name, node]));
  const ids = idsIn(topology);
  const fresh = (stem: string): string => {
    const id = freshId(ids, stem);
    ids.add(id);
    return id;
  };
  const ports = portsOf(topology);
  const taken = links
    .flat()
    .filter((end) => end.interface !== undefined && ports(byName.get(end.name)?.id ?? '').has(end.interface))
    .map((end) => `${end.name}:${end.interface}`);
  if (taken.length > 0) return { topology, nodes: [], links: [], there: [], taken };

  const there = nodes.filter(({ name }) => byName.has(name)).map(({ name }) => name);
  const added = nodes
    .filter(({ name }) => !byName.has(name))
    .map(({ name, kind }): TopologyNode => ({ id: fresh(name), name, kind, position: middle }));
  for (const node of added) byName.set(node.name, node);
  // What is asked for by name is nobody else's, wherever in the list it stands.
  for (const end of links.flat()) if (end.interface !== undefined) ports(byName.get(end.name)!.id).add(end.interface);
  const endOf = (end: ListedEnd): LinkEnd => {
    const { id } = byName.get(end.name)!;
    return { node: id, interface: end.interface ?? nextOf(ports(id)) };
  };
  let number = nextLinkNumber(topology);
  const cables = links.map(([a, b]): TopologyLink => ({ id: fresh(`l${number++}`), ends: [endOf(a), endOf(b)] }));
  const places = placeListed(topology, added, cables, middle);
  const placed = added.map((node) => ({ ...node, position: places.get(node.id) ?? middle }));
  return {
    topology: { ...topology, nodes: [...topology.nodes, ...placed], links: [...topology.links, ...cables] },
    nodes: placed.map(({ id }) => id),
    links: cables.map(({ id }) => id),
    there,
    taken: [],
  };
}

function portsOf({ links }: Topology): (node: string) => Set<string> {
  const ports = new Map<string, Set<string>>();
  const of = (node: string): Set<string> => {
    const known = ports.get(node);
    if (known) return known;
    const made = new Set<string>();
    ports.set(node, made);
    return made;
  };
  for (const { ends } of links) for (const end of ends) of(end.node).add(end.interface);
  return of;
}
/** Sets of ports grow by one at a time: where the search ended is where it goes on. */
const from = new WeakMap<Set<string>, number>();
function nextOf(ports: Set<string>): string {
  let number = from.get(ports) ?? 0;
  while (ports.has(`eth${number}`)) number++;
  from.set(ports, number);
  ports.add(`eth${number}`);
  return `eth${number}`;
}
