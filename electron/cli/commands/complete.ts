import { exit } from '../command';
import type { Run } from '../command';
import { candidates } from '../candidates';

export const run: Run = async ({ rest }, context) => {
  for (const { word, help } of await candidates(rest, context)) context.out.result(help ? `${word}\t${help}` : word);
  return exit.ok;
};
