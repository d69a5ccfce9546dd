/** What is drawn and not carried out, though the lab runs: nothing refuses it, so it is said. */
import { problemsIn } from '../host/preview';
import type { Topology } from '../shared/topology/schema';
import type { Terminal } from './terminal';
import { printable } from './terminal';

/** Forwards that lead to no address are left out of the way to the Internet (engine/uplinks.ts). @param path of the lab's file */
export async function sayLeftOut(topology: Topology, path: string, out: Terminal): Promise<void> {
  // Looking for all problems plans the whole lab once more.
  if (!topology.nodes.some(({ kind }) => kind === 'internet')) return;
  for (const { code, message, hint } of await problemsIn(topology, path))
    if (code.startsWith('forward-')) out.progress(`warning: ${printable(message)}${hint ? ` ${printable(hint)}` : ''}`);
}
