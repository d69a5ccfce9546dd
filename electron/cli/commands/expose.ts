import type { Context, Run } from '../command';
import { exit } from '../command';
import { findLab } from '../find';
import { openSession } from '../in-process';
import { printable } from '../terminal';

export async function turn(name: string | undefined, on: boolean, context: Context): Promise<number> {
  const { client, close } = openSession(context);
  try {
    const lab = await findLab(client, name);
    if (!lab.ok) return (context.out.error(lab.error), exit.failed);
    const opened = await client.call('documents.attach', { lab: lab.value.lab });
    if (!opened.ok) return (context.out.error(opened.error), exit.failed);
    if (on) context.out.progress('The devices get names under /run/netns of this computer, which go when the lab ends.');
    const done = await client.call('uplinks.expose', { document: opened.value.document, on });
    if (!done.ok) return (context.out.error(done.error), exit.failed);
    const names = done.value.exposed.map((one) => one.name);
    if (context.json) context.out.result(JSON.stringify({ lab: lab.value.lab, names }));
    else if (!on) context.out.done('The devices have no names under /run/netns any more.');
    else
      context.out.result(`ip netns knows ${printable(names.join(', '))}. Try: ip netns exec ${printable(names[0] ?? 'NODE')} ip address`);
    return exit.ok;
  } finally {
    await close();
  }
}

export const run: Run = ({ positionals }, context) => turn(positionals[0], true, context);
