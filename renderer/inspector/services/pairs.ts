/** Start-up commands as they are drawn beside those that a device was started with. Pure. */
import { readCommands } from '../../../electron/engine/inside';
import type { NodeCommand } from '../../../electron/shared/contract/live';
import type { StartupCommand } from '../../../electron/shared/topology/schema';

export interface CommandPairs {
  /** By place in the drawing: what runs of it; undefined where the device was started without it. */
  readonly live: readonly (NodeCommand | undefined)[];
  /** By place: holds from the next start of the device. */
  readonly pending: readonly boolean[];
  /** The device runs with other commands, or others' order, than are drawn. */
  readonly differs: boolean;
}

/**
 * Each drawn command gets the first one of the same line and name that no other has. The place alone says nothing: an edit moves places, and does not reach a
 * device that runs.
 * @param live undefined: the device does not run, or has not answered yet
 */
export function pairCommands(drawn: readonly StartupCommand[], live: readonly NodeCommand[] | undefined): CommandPairs {
  if (!live) return { live: drawn.map(() => undefined), pending: drawn.map(() => false), differs: false };
  const wanted = readCommands(drawn);
  const free = new Map<string, NodeCommand[]>();
  for (const one of live) free.set(keyOf(one), [...(free.get(keyOf(one)) ?? []), one]);
  const found = wanted.map((one) => free.get(keyOf(one))?.shift());
  const pending = wanted.map((one, at) => found[at]?.restart !== one.restart);
  const inOrder = found.every((one, at) => one?.index === live[at]?.index);
  return { live: found, pending, differs: pending.includes(true) || live.length !== drawn.length || !inOrder };
}
const keyOf = ({ command, name }: { command: string; name: string }): string => `${name}\n${command}`;
