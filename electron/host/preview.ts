/** Plans for people: what would be done, with the commands that do the same by hand. */
import { derive } from '../engine/derive';
import { describe, endsIn, explainPlan } from '../engine/explain';
import type { Description } from '../engine/explain';
import { fixAll } from '../engine/fix';
import { plan as planOf } from '../engine/plan';
import { problemsOf } from '../engine/problems';
import { emptyLab } from '../engine/wanted';
import { connectLab } from '../helper/supervisor';
import type { Problem, Value } from '../shared/contract';
import type { Plan } from '../shared/lab/operation';
import { ok } from '../shared/result';
import type { Result } from '../shared/result';
import { usualNeighbours } from '../shared/topology/neighbours';
import type { Topology } from '../shared/topology/schema';
import type { HostLimits } from '../shared/topology/validate';
import { except, held } from './exceptions';
import { labOfFile } from './running-labs';
import { knownNeighbourLimits } from './neighbours';
import { readKept } from './kept';
import type { Kept } from './kept';
import { readSources, sourceProblems } from './sources';

/** The plan with its commands. @param before what the lab was made from: names of what is deleted, and of what is renamed until it is. */
export function explained(plan: Plan, topology: Topology, before?: Topology): Value<'labs.plan'> {
  return { ...plan, commands: explainPlan(plan, topology, before === topology ? undefined : before) };
}

/** All that is wrong with a drawing, in sentences. @param path of its file: what lies beside it is read. */
export async function problemsIn(topology: Topology, path: string | undefined): Promise<Problem[]> {
  const read = await readSources(topology, path);
  const limits = await hostLimits();
  return [...problemsOf(topology, derive(topology, undefined, { sources: read.texts }), limits), ...sourceProblems(topology, read)];
}

/** The drawing with everything mended that has one certain way to be. `fixed`: what was. */
export async function mended(topology: Topology): Promise<{ topology: Topology; fixed: Problem[] }> {
  return fixAll(topology, await hostLimits());
}

/** What this computer has room for. */
const hostLimits = async (): Promise<HostLimits> => ({ neighbours: await knownNeighbourLimits(usualNeighbours) });

export interface Preview extends Value<'labs.plan'> {
  /** Of each step. */
  descriptions: Description[];
  /** Whether the lab runs, so that only what differs is done. */
  running: boolean;
}

/** What it takes to make the drawing of a file run: from nothing, or from what runs of it now. Changes nothing. */
export async function preview(path: string, topology: Topology): Promise<Result<Preview>> {
  const lab = await labOfFile(path, topology.id);
  const connected = lab === undefined ? null : await connectLab(lab);
  const { texts: sources } = await readSources(topology, path);
  const wanted = derive(topology, undefined, { sources });
  if (!connected?.ok) return ok({ ...inWords(planOf(wanted, emptyLab), topology), running: false });
  const { control } = connected.value;
  const kept = await new Promise<Result<Kept>>((resolve) =>
    readKept(control, (result) => resolve(result.ok ? ok(result.value.kept) : result)),
  );
  control.close();
  if (!kept.ok) return kept;
  const { failures, topology: before, sources: had = {} } = kept.value;
  const applied = except(derive(before, undefined, { hold: held(failures), sources: new Map(Object.entries(had)) }), failures);
  return ok({ ...inWords(planOf(wanted, applied), topology, before), running: true });
}

function inWords(plan: Plan, topology: Topology, before?: Topology): Omit<Preview, 'running'> {
  const drawings = before ? [topology, before] : [topology];
  const names = new Map(drawings.toReversed().flatMap(({ nodes }) => nodes.map(({ id, name }) => [id, name])));
  const endsOf = endsIn(...drawings);
  const descriptions = plan.steps.map(({ operation }) => describe(operation, (id) => names.get(id) ?? id, endsOf));
  return { ...explained(plan, topology, before), descriptions };
}
