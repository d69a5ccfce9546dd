/** The neighbour tables of this computer, which all its networks share. */
import { readFile } from 'node:fs/promises';
import type { Family, NeighbourLimits } from '../shared/topology/neighbours';

/** What each table holds (gc_thresh3); null where it cannot be read: a network namespace of its own has no such file. */
export async function neighbourLimits(): Promise<Readonly<Record<Family, number | null>>> {
  const of = async (family: Family): Promise<number | null> => {
    const value = Number(await readFile(`/proc/sys/net/${family}/neigh/default/gc_thresh3`, 'utf8').catch(() => ''));
    return value > 0 ? value : null;
  };
  const [ipv4, ipv6] = await Promise.all([of('ipv4'), of('ipv6')]);
  return { ipv4, ipv6 };
}

/** Where it cannot be read, what the kernel sets. */
export async function knownNeighbourLimits(usual: NeighbourLimits): Promise<NeighbourLimits> {
  const { ipv4, ipv6 } = await neighbourLimits();
  return { ipv4: ipv4 ?? usual.ipv4, ipv6: ipv6 ?? usual.ipv6 };
}
