/** Start-up commands as fields, and back as short as a file can have them. */
import { without } from '../../../electron/engine/edit';
import type { StartupCommand } from '../../../electron/shared/topology/schema';

export interface StartupFields {
  readonly command: string;
  /** Empty: the program's own name. */
  readonly name: string;
  readonly until: 'exit' | 'start' | 'listen' | 'file';
  /** The port or path that is waited for. */
  readonly what: string;
  /** s; empty: 30. */
  readonly timeout: string;
  readonly restart: 'never' | 'on-failure' | 'always';
}

/** What is waited for where nobody says it: a command that is to run on is not waited for. */
export const usualUntil = (restart: StartupFields['restart']): 'exit' | 'start' => (restart === 'never' ? 'exit' : 'start');

export function readStartup(one: StartupCommand): StartupFields {
  const { command, name, until, timeout, restart = 'never' } = typeof one === 'string' ? { command: one } : one;
  const usual = usualUntil(restart);
  const fields = { command, name: name ?? '', timeout: timeout === undefined ? '' : String(timeout), restart };
  if (until === undefined || typeof until === 'string') return { ...fields, until: until ?? usual, what: '' };
  return 'listen' in until
    ? { ...fields, until: 'listen', what: String(until.listen) }
    : { ...fields, until: 'file', what: String(until.file) };
}

/** Keys that were not ours stay. @param old what it was before */
export function writeStartup({ command, name, until, what, timeout, restart }: StartupFields, old?: StartupCommand): StartupCommand {
  const ours = ['command', 'name', 'until', 'timeout', 'restart'];
  const others = ours.reduce((one, key) => without(one, key), typeof old === 'object' ? old : { command: '' });
  const usual = usualUntil(restart);
  const waited = until === 'listen' ? { listen: Number(what) } : until === 'file' ? { file: what } : until;
  const record = {
    ...others,
    command,
    ...(name && { name }),
    ...(waited !== usual && { until: waited }),
    ...(timeout && { timeout: Number(timeout) }),
    ...(restart !== 'never' && { restart }),
  };
  return Object.keys(record).length > 1 ? record : command;
}
