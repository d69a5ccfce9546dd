import { exit } from '../command';
import type { Command } from '../command';
import { findLab } from '../find';
import { openSession } from '../in-process';
import { printable } from '../terminal';

export const down: Command = {
  name: 'down',
  usage: 'down [LAB]',
  summary: 'End a running lab; nothing of it is left.',
  details: 'The processes in its devices are killed, and the kernel removes their interfaces and namespaces. The file is not touched.',
  options: { all: { type: 'boolean', help: 'End all running labs.' } },
  examples: ['nestwork down', 'nestwork down star', 'nestwork down --all'],
  arguments: [0, 1],
  async run({ positionals, values }, context) {
    const { client, close } = openSession(context);
    try {
      let labs;
      if (values.all) {
        const listed = await client.call('labs.list', {});
        if (!listed.ok) return (context.out.error(listed.error), exit.failed);
        ({ labs } = listed.value);
      } else {
        const found = await findLab(client, positionals[0]);
        if (!found.ok) return (context.out.error(found.error), exit.failed);
        labs = [found.value];
      }
      for (const lab of labs) {
        const ended = await client.call('labs.down', { lab: lab.lab });
        if (!ended.ok) return (context.out.error(ended.error), exit.failed);
        if (!context.json) context.out.result(`"${printable(lab.name)}" is down.`);
      }
      if (context.json) context.out.result(JSON.stringify({ ended: labs.map(({ lab }) => lab) }));
      return exit.ok;
    } finally {
      await close();
    }
  },
};
