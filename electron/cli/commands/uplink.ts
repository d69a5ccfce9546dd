import { exit } from '../command';
import type { Run } from '../command';
import { findLab } from '../find';
import { openSession } from '../in-process';
import { joinEdge } from '../joining';
import { columns, printable } from '../terminal';

const actions = ['list', 'join', 'keep', 'back'] as const;
type Action = (typeof actions)[number];

export const run: Run = async ({ positionals, values }, context) => {
  const action: Action | undefined = actions.find((one) => one === positionals[0]);
  const name = action ? positionals[1] : positionals[0];
  if (!action && positionals.length > 1) {
    context.out.error({
      code: 'usage',
      message: `There is no "uplink ${printable(positionals[0]!)}".`,
      hint: `There are ${actions.join(', ')}.`,
    });
    return exit.usage;
  }
  const { client, close } = openSession(context);
  try {
    const lab = await findLab(client, name);
    if (!lab.ok) return (context.out.error(lab.error), exit.failed);
    const opened = await client.call('documents.attach', { lab: lab.value.lab });
    if (!opened.ok) return (context.out.error(opened.error), exit.failed);
    const { document } = opened.value;
    if (action === 'join') {
      const wrong = await joinEdge(client, document, values.yes === true, context);
      if (wrong) return (context.out.error(wrong), exit.failed);
    }
    const state = await client.call('uplinks.state', { document });
    if (!state.ok) return (context.out.error(state.error), exit.failed);
    const { held, exposed } = state.value;
    if (action === 'keep')
      for (const { node } of held.filter((one) => one.state === 'asking')) {
        const kept = await client.call('uplinks.keep', { document, node });
        if (!kept.ok) return (context.out.error(kept.error), exit.failed);
      }
    if (action === 'back') {
      const back = await client.call('uplinks.back', { document });
      if (!back.ok) return (context.out.error(back.error), exit.failed);
    }
    const now = action === 'keep' || action === 'back' ? await client.call('uplinks.state', { document }) : state;
    if (!now.ok) return (context.out.error(now.error), exit.failed);
    if (context.json)
      context.out.result(JSON.stringify({ lab: lab.value.lab, held: now.value.held, proposals: now.value.proposals, exposed }));
    else
      for (const line of columns([
        ...now.value.held.map((one) => [
          one.device,
          one.interface,
          one.mode,
          one.state === 'asking'
            ? `goes back in ${Math.round(one.left / 1000)} s unless you keep it`
            : one.state === 'kept'
              ? 'joined'
              : (one.message ?? 'stuck'),
        ]),
        ...now.value.proposals.map((one) => [one.device, one.interface, one.mode, one.refused?.message ?? 'not joined']),
        ...exposed.map((one) => ['ip netns', one.name, '', 'exposed']),
      ]))
        context.out.result(printable(line));
    return exit.ok;
  } finally {
    await close();
  }
};
