import { resolve } from 'node:path';
import { readLab } from '../../host/files';
import { labOfFile } from '../../host/running-labs';
import { diffTopologies, isEmptyDiff } from '../../shared/topology/diff';
import { exit } from '../command';
import type { Command } from '../command';
import { openSession } from '../in-process';
import { printable } from '../terminal';

export const apply: Command = {
  name: 'apply',
  usage: 'apply FILE',
  summary: 'Bring a running lab to what a file says, by the smallest change.',
  details: 'What does not differ is not touched: its shells and connections go on. Windows that show the lab see the change at once.',
  examples: ['nestwork apply star.nestwork.json', 'nestwork plan star.nestwork.json   # what it would do'],
  arguments: [1, 1],
  async run({ positionals }, context) {
    const { out, json } = context;
    const read = await readLab(resolve(positionals[0]!));
    if (!read.ok) return (out.error(read.error), exit.failed);
    const { path, topology: wanted } = read.value;
    const lab = (await labOfFile(path, wanted.id)) ?? wanted.id;
    const { client, close } = openSession(context);
    try {
      const attached = await client.call('documents.attach', { lab });
      if (!attached.ok)
        return (
          out.error(
            attached.error.code === 'not-running'
              ? {
                  ...attached.error,
                  message: `The lab "${printable(wanted.name)}" is not running.`,
                  hint: 'Start it with `nestwork up FILE`.',
                }
              : attached.error,
          ),
          exit.failed
        );
      const { document, topology, version } = attached.value;
      const diff = diffTopologies(topology, wanted);
      if (!isEmptyDiff(diff)) {
        const edited = await client.call('edits.apply', { document, version, diff, label: 'Apply a file' });
        if (!edited.ok) return (out.error(edited.error), exit.failed);
      }
      // Answered when there is nothing left to do.
      const settled = await client.call('labs.retry', { document, ids: [] });
      if (!settled.ok) return (out.error(settled.error), exit.failed);
      const { failed, error, last } = settled.value;
      for (const failure of failed) out.error(failure.error);
      if (error) out.error(error);
      const operations = isEmptyDiff(diff) ? 0 : (last?.operations ?? 0);
      if (json) out.result(JSON.stringify({ lab, operations, failed }));
      else
        out.result(
          operations === 0
            ? `"${printable(wanted.name)}" runs as the file says; nothing was to be done.`
            : `"${printable(wanted.name)}" runs as the file says (${operations} operations, ${Math.round(last?.ms ?? 0)} ms).`,
        );
      return failed.length || error ? exit.failed : exit.ok;
    } finally {
      await close();
    }
  },
};
