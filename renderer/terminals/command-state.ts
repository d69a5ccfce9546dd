/** What the state of a start-up command means for whoever shows it. */
import type { NodeCommand } from '../../electron/shared/contract';

/** It runs, or will without anybody's doing: one that ends again and again, too, since it begins again. */
export const goesOn = ({ state }: Pick<NodeCommand, 'state'>): boolean => state === 'running' || state === 'late' || state === 'restarting';

/** It did not end well, or is not there in time. */
export function isBad({ state, code, signal }: Pick<NodeCommand, 'state' | 'code' | 'signal'>): boolean {
  if (state === 'late') return true;
  return (state === 'ended' || state === 'restarting') && ((code ?? 0) !== 0 || (signal ?? 0) !== 0);
}
