import { resolve } from 'node:path';
import { exit } from '../command';
import type { Command } from '../command';
import { openSession } from '../in-process';
import { printable } from '../terminal';

export const up: Command = {
  name: 'up',
  usage: 'up FILE',
  summary: 'Start the lab of a file, and leave it running.',
  details: 'The lab runs until `nestwork down` ends it, also when this terminal is closed. Ctrl-C while it starts undoes what was done.',
  examples: ['nestwork up star.nestwork.json', 'nestwork up --json star.nestwork.json'],
  arguments: [1, 1],
  async run({ positionals }, context) {
    const { client, close } = openSession(context);
    let document: string | undefined;
    let interrupted = false;
    // Before anything is begun: a signal at any later moment finds it.
    const interrupt = (): void => {
      if (interrupted) return;
      interrupted = true;
      context.out.progress('Undoing …');
    };
    process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
    try {
      const opened = await client.call('documents.open', { path: resolve(positionals[0]!) });
      if (!opened.ok) return (context.out.error(opened.error), exit.failed);
      ({ document } = opened.value);
      const { topology } = opened.value;
      const already = opened.value.lab.phase === 'running';
      if (already)
        context.out.progress(
          `The lab "${printable(topology.name)}" is running already; \`nestwork apply FILE\` brings it to what the file says.`,
        );
      else
        context.out.progress(`Starting "${printable(topology.name)}": ${topology.nodes.length} devices, ${topology.links.length} cables …`);
      const started = await client.call('labs.run', { document });
      if (!started.ok) return (context.out.error(started.error), exit.failed);
      if (interrupted && !already) {
        await client.call('labs.stop', { document });
        context.out.progress('Undone: nothing is left.');
        return exit.failed;
      }
      const lab = started.value;
      if (lab.error && lab.phase !== 'running') return (context.out.error(lab.error), exit.failed);
      for (const { error } of lab.failed) context.out.error(error);
      if (lab.error) context.out.error(lab.error);
      const ms = Math.round(lab.last?.ms ?? 0);
      if (context.json)
        context.out.result(
          JSON.stringify({ lab: topology.id, name: topology.name, pid: lab.pid, nodes: topology.nodes.length, ms, failed: lab.failed }),
        );
      else
        context.out.result(
          `"${printable(topology.name)}" is up (lab ${topology.id}${already ? '' : `, ${ms} ms`}). Shell: nestwork attach ${topology.nodes[0]?.name ?? 'NODE'}. End: nestwork down.`,
        );
      return lab.failed.length || lab.error ? exit.failed : exit.ok;
    } finally {
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', interrupt);
      await close();
    }
  },
};
