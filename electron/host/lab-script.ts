/** A lab as a bash script, with the private files that lie beside it. */
import { script } from '../engine/script';
import type { Topology } from '../shared/topology/schema';
import { readSources } from './sources';

/** @param path of the lab file; undefined: it has none, and no file lies beside it. */
export async function scriptOf(topology: Topology, path: string | undefined): Promise<string> {
  const { texts: sources } = await readSources(topology, path);
  return script(topology, { sources });
}
