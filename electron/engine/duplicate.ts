/** Copies of devices that are cabled as their originals are, also to what is not copied. */
import type { LinkEnd, Topology, TopologyLink } from '../shared/topology/schema';
import { freePlugs } from './cables';
import { copyItems, pasteItems, without } from './edit';
import type { Point } from './edit';
import { freshId, idsIn, nextLinkNumber } from './names';

/**
 * Adds copies of devices, with their cables among each other and those to others. A copy has the interfaces of its original; the others give their
 * next free ones. Addresses and MAC addresses are not copied: two of them would be a conflict.
 */
export function duplicateCabled(topology: Topology, ids: Iterable<string>, offset: Point): { topology: Topology; ids: string[] } {
  const wanted = new Set(ids);
  const originals = topology.nodes.filter((node) => wanted.has(node.id));
  const pasted = pasteItems(topology, copyItems(topology, wanted), offset);
  const copyOf = new Map(originals.map((node, at) => [node.id, pasted.ids[at]!]));
  const outward = topology.links.filter(({ ends: [a, b] }) => copyOf.has(a.node) !== copyOf.has(b.node));
  const plug = freePlugs(pasted.topology, new Set(outward.flatMap(({ ends }) => ends.map((end) => end.node))));
  const taken = idsIn(pasted.topology);
  let number = nextLinkNumber(pasted.topology);
  const links = outward.map((link): TopologyLink => {
    const end = (one: LinkEnd): LinkEnd => {
      const copy = copyOf.get(one.node);
      return copy === undefined ? { ...one, interface: plug(one.node).interface } : { ...one, node: copy };
    };
    const id = freshId(taken, `l${number++}`);
    taken.add(id);
    return { ...without(link, 'bends'), id, ends: [end(link.ends[0]), end(link.ends[1])] };
  });
  return { topology: { ...pasted.topology, links: [...pasted.topology.links, ...links] }, ids: pasted.ids };
}
