/** Limits of devices that are in force, as a cell of a table. */
import type { ObservedNode } from '../shared/lab/observed';
import { bytesIn } from './scaled';

/**
 * `cpu 0.5, memory 64.0 MiB (1 killed), pids 32 (7 refused)`: as the lab file calls them, and how often they were met: processes that the kernel killed for
 * memory, and forks that it refused.
 */
export function limitsIn({ limits = {}, limitsMet = {} }: Pick<ObservedNode, 'limits' | 'limitsMet'>): string {
  const { cpu, memory, pids } = limits;
  const met = (n: number | undefined, word: string): string => (n ? ` (${n} ${word})` : '');
  const parts = [
    cpu !== undefined && `cpu ${cpu}`,
    memory !== undefined && `memory ${bytesIn(memory)}${met(limitsMet.memory, 'killed')}`,
    pids !== undefined && `pids ${pids}${met(limitsMet.pids, 'refused')}`,
  ];
  return parts.filter((part) => part !== false).join(', ');
}
