import { resolve } from 'node:path';
import { readLab } from '../../host/files';
import { preview } from '../../host/preview';
import { exit } from '../command';
import type { Run } from '../command';
import { planLines } from '../planned';

export const run: Run = async ({ positionals, values }, { out, json }) => {
  const read = await readLab(resolve(positionals[0]!));
  if (!read.ok) return (out.error(read.error), exit.failed);
  const planned = await preview(read.value.path, read.value.topology);
  if (!planned.ok) return (out.error(planned.error), exit.failed);
  const { steps, commands, running } = planned.value;
  if (json) return (out.result(JSON.stringify({ running, steps, commands })), exit.ok);
  if (values.commands) return (commands.flat().forEach((line) => out.result(line)), exit.ok);
  if (steps.length === 0) return (out.progress('Nothing to do: the lab runs as the file says.'), exit.ok);
  for (const line of planLines(planned.value, out)) out.result(line);
  out.progress(`${steps.length} operations ${running ? 'on the running lab' : 'from nothing'}.`);
  return exit.ok;
};
