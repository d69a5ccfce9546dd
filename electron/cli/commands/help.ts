import { commandNamed, exit } from '../command';
import type { Run } from '../command';
import { helpOf, overview } from '../help';
import { unknownCommand } from '../misuse';

export const run: Run = ({ positionals: [name] }, { out, groups }) => {
  const asked = name === undefined ? undefined : commandNamed(groups, name);
  if (name !== undefined && !asked) return Promise.resolve(unknownCommand(out, groups, name));
  out.result(asked ? helpOf(asked) : overview(groups));
  return Promise.resolve(exit.ok);
};
