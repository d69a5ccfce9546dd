/** What limits a device has, as drawn and as the kernel holds it to them. Pure. */
import type { ObservedNode } from '../../../electron/shared/lab/observed';
import type { NodeLimits } from '../../../electron/shared/topology/schema';

export const limitKinds = ['cpu', 'memory', 'pids'] as const;
export type LimitKind = (typeof limitKinds)[number];

/** `missing`: drawn, and the kernel has none. `other`: the kernel has another one than is drawn. `none`: neither has one, or the device does not run. */
export type LimitState = 'none' | 'inForce' | 'missing' | 'other';

/** @param there absent: it does not run */
export function limitState(kind: LimitKind, drawn: NodeLimits | undefined, there: ObservedNode | undefined): LimitState {
  const [wanted, have] = [drawn?.[kind], there?.limits?.[kind]];
  if (!there || (wanted === undefined && have === undefined)) return 'none';
  if (have === undefined) return 'missing';
  // The kernel counts processor time in whole microseconds of each tenth of a second.
  return wanted !== undefined && Math.abs(have - wanted) <= (kind === 'cpu' ? 1e-4 : 0) ? 'inForce' : 'other';
}

/** How often one was met: processes killed for memory, forks refused. */
export const timesMet = (kind: LimitKind, there: ObservedNode | undefined): number =>
  kind === 'cpu' ? 0 : (there?.limitsMet?.[kind] ?? 0);
