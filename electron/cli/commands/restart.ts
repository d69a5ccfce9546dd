import { exit } from '../command';
import type { Run } from '../command';
import { findNodes } from '../find';
import { openSession, withBar } from '../in-process';

export const run: Run = async ({ positionals }, context) => {
  const { out, json } = context;
  const session = openSession(context);
  try {
    const found = await findNodes(session.client, positionals);
    if (!found.ok) return (out.error(found.error), exit.failed);
    const { document, nodes } = found.value;
    const call = session.client.call('nodes.restart', { document: document.document, nodes: nodes.map(({ id }) => id) });
    const restarted = await withBar(session, context, 'Restarting', call);
    if (!restarted.ok) return (out.error(restarted.error), exit.failed);
    const names = nodes.map(({ name }) => name);
    if (json) out.result(JSON.stringify({ lab: document.topology.id, restarted: names }));
    else out.done(`Restarted: ${names.join(', ')}.`);
    return exit.ok;
  } finally {
    await session.close();
  }
};
