/** Plans for people: what would be done, with the commands that do the same by hand. */
import { derive } from '../engine/derive';
import { endsIn, explain } from '../engine/explain';
import { plan as planOf } from '../engine/plan';
import { problemsOf } from '../engine/problems';
import { emptyLab } from '../engine/wanted';
import { connectLab } from '../helper/supervisor';
import type { Problem, Value } from '../shared/contract';
import type { Plan } from '../shared/lab/operation';
import { ok } from '../shared/result';
import type { Result } from '../shared/result';
import type { Topology } from '../shared/topology/schema';
import { except, held } from './exceptions';
import { labOfFile } from './running-labs';
import { readKept } from './kept';
import type { Kept } from './kept';

/** The plan with its commands. Names of what is deleted come from `before`, what the lab was made from. */
export function explained(plan: Plan, topology: Topology, before?: Topology): Value<'labs.plan'> {
  const both = before && before !== topology ? [before, topology] : [topology];
  const names = new Map(both.flatMap(({ nodes }) => nodes.map((node) => [node.id, node.name] as const)));
  const endsOf = endsIn(topology, ...(before ? [before] : []));
  const nameOf = (id: string): string => names.get(id) ?? id;
  return { ...plan, commands: plan.steps.map(({ operation }) => explain(operation, nameOf, endsOf)) };
}

/** All that is wrong with a drawing, in sentences. */
export function problemsIn(topology: Topology): Problem[] {
  return problemsOf(topology, derive(topology));
}

/** What it takes to make the drawing of a file run: from nothing, or from what runs of it now. Changes nothing. */
export async function preview(path: string, topology: Topology): Promise<Result<Value<'labs.plan'> & { running: boolean }>> {
  const lab = await labOfFile(path, topology.id);
  const connected = lab === undefined ? null : await connectLab(lab);
  if (!connected?.ok) return ok({ ...explained(planOf(derive(topology), emptyLab), topology), running: false });
  const { control } = connected.value;
  const kept = await new Promise<Result<Kept>>((resolve) =>
    readKept(control, (result) => resolve(result.ok ? ok(result.value.kept) : result)),
  );
  control.close();
  if (!kept.ok) return kept;
  const { failures, topology: before } = kept.value;
  const applied = except(derive(before, undefined, { hold: held(failures) }), failures);
  return ok({ ...explained(planOf(derive(topology), applied), topology, before), running: true });
}
