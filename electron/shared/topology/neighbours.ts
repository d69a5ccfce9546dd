/** How many neighbours a lab has: entries of tables that all networks of a computer share, one table for each family. */
import { domains } from './domains';
import type { Domain } from './domains';
import type { Topology } from './schema';

export type Family = 'ipv4' | 'ipv6';
/** Entries that each table holds (net.ipv4.neigh.default.gc_thresh3, net.ipv6.neigh.default.gc_thresh3). */
export type NeighbourLimits = Readonly<Record<Family, number>>;
/** net/ipv4/arp.c and net/ipv6/ndisc.c: gc_thresh3 as the kernel sets it. */
export const usualNeighbours: NeighbourLimits = { ipv4: 1024, ipv6: 1024 };

/** If on one segment every device talks with its router: an entry on both sides for each but the router. */
export const neighboursOn = ({ ends }: Pick<Domain, 'ends'>): number => 2 * Math.max(0, ends.length - 1);

/** Families of which devices have addresses. */
export const familiesOf = ({ pools }: Pick<Topology, 'pools'>): Family[] =>
  (['ipv4', 'ipv6'] as const).filter((family) => pools?.[family].length !== 0);

/** Of all segments, in one family. */
export function neighboursIn(topology: Topology): number {
  const nodes = new Map(topology.nodes.map((node) => [node.id, node]));
  return domains(topology, nodes).reduce((sum, domain) => sum + neighboursOn(domain), 0);
}
