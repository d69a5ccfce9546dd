/** Which of several changes a step of the plan is there for. */
import type { Operation, Step } from '../shared/lab/operation';
import { applyDiff } from '../shared/topology/diff';
import type { Topology } from '../shared/topology/schema';
import type { Change } from './compare';
import { derive } from './derive';
import { plan } from './plan';

/** Changes up to which each is planned by itself; of more, a step belongs to the change of its own device or cable. */
const mostPlanned = 60;

/**
 * @param before the drawing that the changes start from, and the steps too
 * @returns for each step the place of its change in the list; undefined: it follows from several together
 */
export function attribute(steps: readonly Step[], changes: readonly Change[], before: Topology): (number | undefined)[] {
  const applied = derive(before);
  const planned = changes.filter((change) => !change.drawing).length <= mostPlanned;
  const own = changes.map((change) => {
    if (!planned || change.drawing) return new Set<string>();
    return new Set(plan(derive(applyDiff(before, change.diff), applied), applied).steps.map(({ operation }) => JSON.stringify(operation)));
  });
  const byId = new Map<string, number>();
  changes.forEach((change, at) => change.ids.forEach((id) => byId.set(id, at)));
  return steps.map(({ operation }) => {
    const here = idsOf(operation).map((id) => byId.get(id));
    const text = JSON.stringify(operation);
    const mine = here.find((at) => at !== undefined && own[at]!.has(text));
    if (mine !== undefined) return mine;
    const other = own.findIndex((set) => set.has(text));
    return other >= 0 ? other : here.find((at) => at !== undefined);
  });
}

/** Its cable before its devices: a new cable is part of a change of its own, or of the device that it came with. */
function idsOf(operation: Operation): string[] {
  return [
    'link' in operation ? operation.link : [],
    'node' in operation ? operation.node : [],
    operation.op === 'link.create' ? operation.ends.map((end) => end.node) : [],
  ].flat();
}
