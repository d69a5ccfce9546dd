import { derive } from '../engine/derive';
import { plan } from '../engine/plan';
import { emptyLab } from '../engine/wanted';
import type { Plan } from '../shared/lab/operation';
import type { Topology } from '../shared/topology/schema';
import { readSources } from './sources';

/** What Run would do. @param path of the lab file. */
export async function planFromNothing(topology: Topology, path: string | undefined): Promise<Plan> {
  const { texts: sources } = await readSources(topology, path);
  return plan(derive(topology, undefined, { sources }), emptyLab);
}
