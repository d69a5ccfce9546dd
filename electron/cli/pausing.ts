/** Stopping the processes of a lab or of some of its devices where they are, and letting them go on. */
import type { Client } from '../shared/client';
import { ok } from '../shared/result';
import type { Result } from '../shared/result';
import { exit } from './command';
import type { Context, Given } from './command';
import { findNodes, openLab } from './find';
import type { Found } from './find';
import { openSession } from './in-process';
import { printable } from './terminal';

export async function setPaused({ positionals }: Given, context: Context, frozen: boolean): Promise<number> {
  const { out, json } = context;
  const { client, close } = openSession(context);
  try {
    const found = await labOrNodes(client, positionals);
    if (!found.ok) return (out.error(found.error), exit.failed);
    const { document, nodes } = found.value;
    const set = await client.call('nodes.freeze', {
      document: document.document,
      frozen,
      ...(nodes && { nodes: nodes.map(({ id }) => id) }),
    });
    if (!set.ok) return (out.error(set.error), exit.failed);
    const lab = document.topology;
    if (json) out.result(JSON.stringify({ lab: lab.id, paused: frozen, nodes: (nodes ?? lab.nodes).map(({ name }) => name) }));
    else
      out.done(
        nodes
          ? `${nodes.map(({ name }) => name).join(', ')}: ${frozen ? 'paused' : 'going on'}.`
          : `"${printable(lab.name)}" ${frozen ? 'is paused' : 'goes on'}.`,
      );
    return exit.ok;
  } finally {
    await close();
  }
}

/** Nothing, or the name of a running lab: all of it. Otherwise devices. */
async function labOrNodes(
  client: Client,
  words: readonly string[],
): Promise<Result<{ document: Found['document']; nodes?: Found['nodes'] }>> {
  if (words.length <= 1) {
    const opened = await openLab(client, words[0]);
    if (opened.ok) return ok({ document: opened.value.document });
    if (words.length === 0 || opened.error.code !== 'not-found') return opened;
  }
  return findNodes(client, words);
}
