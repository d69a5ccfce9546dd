import { resolve } from 'node:path';
import { readLab } from '../../host/files';
import type { LabFile } from '../../host/files';
import { preview } from '../../host/preview';
import { labOfFile } from '../../host/running-labs';
import type { NestworkError } from '../../shared/lab/error';
import { labelOf } from '../../shared/text/label';
import { diffTopologies, isEmptyDiff } from '../../shared/topology/diff';
import { exit } from '../command';
import type { Context, Run } from '../command';
import { openSession, withBar } from '../in-process';
import { sayLeftOut } from '../left-out';
import { planLines } from '../planned';
import { printable } from '../terminal';

export const run: Run = async ({ positionals, values }, context) => {
  const { out, json } = context;
  const read = await readLab(resolve(positionals[0]!));
  if (!read.ok) return (out.error(read.error), exit.failed);
  if (values['dry-run']) return dryRun(read.value, context);
  const { path, topology: wanted } = read.value;
  const lab = (await labOfFile(path, wanted.id)) ?? wanted.id;
  const session = openSession(context);
  const { client, close } = session;
  try {
    const attached = await client.call('documents.attach', { lab });
    if (!attached.ok) {
      const { error } = attached;
      return (out.error(error.code === 'not-running' ? notRunning(wanted.name) : error), exit.failed);
    }
    const { document, topology, version } = attached.value;
    const diff = diffTopologies(topology, wanted);
    if (!isEmptyDiff(diff)) {
      const edited = await client.call('edits.apply', { document, version, diff, label: labelOf('apply-file') });
      if (!edited.ok) return (out.error(edited.error), exit.failed);
    }
    // Answered when there is nothing left to do.
    const settled = await withBar(session, context, 'Applying', client.call('labs.retry', { document, ids: [] }));
    if (!settled.ok) return (out.error(settled.error), exit.failed);
    const { failed, error, last } = settled.value;
    for (const failure of failed) out.error(failure.error);
    if (error) out.error(error);
    await sayLeftOut(wanted, path, out);
    const operations = isEmptyDiff(diff) ? 0 : (last?.operations ?? 0);
    if (json) out.result(JSON.stringify({ lab, operations, failed }));
    else
      out.done(
        operations === 0
          ? `"${printable(wanted.name)}" runs as the file says; nothing was to be done.`
          : `"${printable(wanted.name)}" runs as the file says (${operations} operations, ${Math.round(last?.ms ?? 0)} ms).`,
      );
    return failed.length || error ? exit.failed : exit.ok;
  } finally {
    await close();
  }
};

async function dryRun({ path, topology }: LabFile, { out, json }: Context): Promise<number> {
  const planned = await preview(path, topology);
  if (!planned.ok) return (out.error(planned.error), exit.failed);
  if (!planned.value.running) return (out.error(notRunning(topology.name)), exit.failed);
  const { steps, commands } = planned.value;
  if (json) return (out.result(JSON.stringify({ steps, commands })), exit.ok);
  for (const line of planLines(planned.value, out)) out.result(line);
  out.progress(steps.length === 0 ? 'Nothing to do: the lab runs as the file says.' : `${steps.length} operations; nothing was done.`);
  return exit.ok;
}

function notRunning(name: string): NestworkError {
  return { code: 'not-running', message: `The lab "${name}" is not running.`, hint: 'Start it with `nestwork up FILE`.' };
}
