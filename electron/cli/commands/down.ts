import { exit } from '../command';
import type { Run } from '../command';
import { findLab } from '../find';
import { openSession } from '../in-process';
import { printable } from '../terminal';

export const run: Run = async ({ positionals, values }, context) => {
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
      if (!context.json) context.out.done(`"${printable(lab.name)}" is down.`);
    }
    if (context.json) context.out.result(JSON.stringify({ ended: labs.map(({ lab }) => lab) }));
    return exit.ok;
  } finally {
    await close();
  }
};
