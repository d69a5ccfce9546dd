import { chmod } from 'node:fs/promises';
import { resolve } from 'node:path';
import { readLab } from '../../host/files';
import { scriptOf } from '../../host/lab-script';
import { saveAtomically } from '../../host/save';
import { exit } from '../command';
import type { Run } from '../command';
import { misused } from '../misuse';

export const run: Run = async ({ positionals, values }, { out, json }) => {
  if (!values.script) return misused(out, 'What the lab is to be exported as is missing.', 'Give --script: a bash script.');
  const read = await readLab(resolve(positionals[0]!));
  if (!read.ok) return (out.error(read.error), exit.failed);
  const script = await scriptOf(read.value.topology, read.value.path);
  if (typeof values.output !== 'string') return (json ? out.result(JSON.stringify({ script })) : out.raw(script), exit.ok);
  const saved = await saveAtomically(resolve(values.output), script);
  if (!saved.ok) return (out.error(saved.error), exit.failed);
  await chmod(saved.value, 0o755);
  if (json) out.result(JSON.stringify({ path: saved.value }));
  else out.done(`The script is ${saved.value}: run it as root with "up", "exec DEVICE COMMAND…" or "down".`);
  return exit.ok;
};
