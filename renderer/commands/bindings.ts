/** Which key is which command's: what commands bring, changed by what a person has set. Pure. */
import type { Command } from './command';

/** Keys by command id, as in the settings. */
export type OwnKeys = Readonly<Record<string, readonly string[]>>;

export function defaultKeys({ keys }: Command, electron: boolean): readonly string[] {
  if (!keys) return [];
  if ('browser' in keys) return electron ? keys.electron : keys.browser;
  return keys;
}

export const keysOf = (command: Command, own: OwnKeys, electron: boolean): readonly string[] =>
  Object.hasOwn(own, command.id) ? own[command.id]! : defaultKeys(command, electron);

/** Keys that a browser keeps for itself, whatever a page does. */
const browserOwn = new Set([
  'Ctrl+N',
  'Ctrl+T',
  'Ctrl+W',
  'Ctrl+Shift+N',
  'Ctrl+Shift+T',
  'Ctrl+Shift+W',
  'Ctrl+Tab',
  'Ctrl+Shift+Tab',
  'F11',
]);
export const isTaken = (key: string, electron: boolean): boolean => !electron && browserOwn.has(key);

/** Both can be meant at once. */
function meet(a: Command, b: Command): boolean {
  if ((a.page && b.page && a.page !== b.page) || a.twins?.includes(b.id) || b.twins?.includes(a.id)) return false;
  if (a.reach === b.reach) return !a.target || !b.target || a.target === b.target;
  // A terminal's keys are its own; on the canvas and on tabs those of the window mean something, too.
  const apart: Command['reach'][] = ['terminals', 'canvas', 'tabs'];
  return a.reach !== 'terminals' && b.reach !== 'terminals' && !(apart.includes(a.reach) && apart.includes(b.reach));
}

/** Other commands that have a key of this one, by that key. */
export function conflicts(
  command: Command,
  all: readonly Command[],
  own: OwnKeys,
  electron: boolean,
): ReadonlyMap<string, readonly Command[]> {
  const found = new Map<string, readonly Command[]>();
  for (const key of keysOf(command, own, electron)) {
    const others = all.filter((one) => one.id !== command.id && meet(one, command) && keysOf(one, own, electron).includes(key));
    if (others.length) found.set(key, others);
  }
  return found;
}

/** Commands by key; several where a person has made a conflict, or where the page decides. */
export function bindings(all: readonly Command[], own: OwnKeys, electron: boolean): ReadonlyMap<string, readonly Command[]> {
  const map = new Map<string, Command[]>();
  for (const command of all)
    for (const key of keysOf(command, own, electron)) {
      const list = map.get(key);
      if (list) list.push(command);
      else map.set(key, [command]);
    }
  return map;
}
