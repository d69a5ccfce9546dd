/** What was not understood: exit code 2, and nothing was done. */
import { exit, listed } from './command';
import type { Group } from './command';
import { suggestion } from './nearest';
import type { Terminal } from './terminal';

export function misused(out: Terminal, message: string, hint?: string): number {
  out.error({ code: 'usage', message, ...(hint && { hint }) });
  return exit.usage;
}

export function unknownCommand(out: Terminal, groups: readonly Group[], name: string): number {
  const known = listed(groups).flatMap(({ commands }) => commands.map((command) => command.name));
  return misused(out, `There is no command "${name}".`, suggestion(name, known, 'Run `nestwork --help` to see them all.'));
}
