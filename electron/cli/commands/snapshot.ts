import type { Client } from '../../shared/client';
import type { OpenDocument } from '../../shared/contract';
import { exit } from '../command';
import type { Context, Given, Run } from '../command';
import { openLab } from '../find';
import { misused } from '../misuse';
import { openSession, withBar } from '../in-process';
import type { Session } from '../in-process';
import { columns, printable } from '../terminal';

const actions = { list, take, restore, delete: remove } as const;

export const run: Run = async ({ positionals, values }, context) => {
  const { out } = context;
  const [word = '', ...names] = positionals;
  const action = Object.entries(actions).find(([name]) => name === word)?.[1];
  if (!action)
    return misused(out, `"${word}" is nothing that can be done with snapshots.`, `There are ${Object.keys(actions).join(', ')}.`);
  const named = action !== list;
  if (named && names.length === 0)
    return misused(out, 'The name of the snapshot is missing.', `Usage: nestwork snapshot ${word} NAME [LAB].`);
  if (!named && names.length > 1) return misused(out, `"${names[1]}" is one argument too many.`, 'Usage: nestwork snapshot list [LAB].');
  const session = openSession(context);
  try {
    const opened = await openLab(session.client, named ? names[1] : names[0]);
    if (!opened.ok) return (out.error(opened.error), exit.failed);
    return await action({ ...context, ...session, session, values, document: opened.value.document, name: names[0] ?? '' });
  } finally {
    await session.close();
  }
};

interface Place extends Context {
  session: Session;
  client: Client;
  values: Given['values'];
  document: OpenDocument;
  name: string;
}

async function list({ client, out, json, document: { document } }: Place): Promise<number> {
  const listed = await client.call('snapshots.list', { document });
  if (!listed.ok) return (out.error(listed.error), exit.failed);
  const { snapshots } = listed.value;
  if (json) return (out.result(JSON.stringify({ snapshots })), exit.ok);
  if (snapshots.length === 0) return (out.progress('This lab has no snapshots.'), exit.ok);
  const rows = snapshots.map(({ name, at, nodes, links }) => [printable(name), when(at), String(nodes), String(links)]);
  for (const line of columns([['NAME', 'TAKEN', 'DEVICES', 'CABLES'].map((head) => out.faint(head)), ...rows])) out.result(line);
  return exit.ok;
}

async function take({ client, out, json, values, document: { document }, name }: Place): Promise<number> {
  const taken = await client.call('snapshots.take', { document, name, ...(values.replace === true && { replace: true }) });
  if (!taken.ok) {
    const { error } = taken;
    return (out.error(error.code === 'exists' ? { ...error, hint: 'Choose another name, or add --replace.' } : error), exit.failed);
  }
  if (json) out.result(JSON.stringify({ snapshot: taken.value }));
  else out.done(`Snapshot "${printable(name)}": ${taken.value.nodes} devices, ${taken.value.links} cables.`);
  return exit.ok;
}

async function restore({ session, out, document: { document, topology }, name, ...context }: Place): Promise<number> {
  const { client } = session;
  const restored = await client.call('snapshots.restore', { document, name });
  if (!restored.ok) return (out.error(withNames(restored.error)), exit.failed);
  // Answered when the kernel has followed.
  const settled = await withBar(session, { ...context, out }, 'Going back', client.call('labs.retry', { document, ids: [] }));
  if (!settled.ok) return (out.error(settled.error), exit.failed);
  const { failed, error } = settled.value;
  for (const failure of failed) out.error(failure.error);
  if (error) out.error(error);
  if (context.json) out.result(JSON.stringify({ lab: topology.id, restored: name, failed }));
  else out.done(`"${printable(topology.name)}" runs as in the snapshot "${printable(name)}".`);
  return failed.length || error ? exit.failed : exit.ok;
}

async function remove({ client, out, json, document: { document }, name }: Place): Promise<number> {
  const deleted = await client.call('snapshots.delete', { document, name });
  if (!deleted.ok) return (out.error(withNames(deleted.error)), exit.failed);
  if (json) out.result(JSON.stringify({ deleted: name }));
  else out.done(`The snapshot "${printable(name)}" is deleted.`);
  return exit.ok;
}

const withNames = <E extends { code: string; hint?: string }>(error: E): E =>
  error.code === 'not-found' ? { ...error, hint: '`nestwork snapshot list` shows those that there are.' } : error;

/** Local time, as ls(1) has it in long form. */
function when(at: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const date = new Date(at);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
