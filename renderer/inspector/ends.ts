/** What is at the other end of an interface. */
import type { Topology, TopologyLink } from '../../electron/shared/topology/schema';

export interface Peer {
  readonly link: TopologyLink;
  readonly node: string;
  readonly interface: string;
}

/** By interface name: all that have a cable. */
export function peersOf(topology: Topology, node: string): ReadonlyMap<string, Peer> {
  const peers = new Map<string, Peer>();
  for (const link of topology.links)
    link.ends.forEach((end, at) => {
      const other = link.ends[at === 0 ? 1 : 0];
      if (end.node === node && !peers.has(end.interface)) peers.set(end.interface, { link, node: other.node, interface: other.interface });
    });
  return peers;
}
