import { ok } from '../../shared/result';
import type { Result } from '../../shared/result';
import { namespaceKinds } from '../../shared/topology/schema';
import type { NamespaceKind } from '../../shared/topology/schema';
import { exit } from '../command';
import type { Context, Run } from '../command';
import { deferred } from '../deferred';
import { findNode } from '../find';
import { openSession } from '../in-process';
import type { Session } from '../in-process';
import { misused } from '../misuse';

/** Ctrl-], as in telnet(1). */
const detachKey = 0x1d;

export const run: Run = async ({ positionals, values }, context) => {
  const wanted = readOptions(values);
  if (typeof wanted === 'string') return misused(context.out, wanted);
  const { terminal: number, shell } = wanted;
  const session = openSession(context);
  try {
    const found = await findNode(session.client, positionals[0]!);
    if (!found.ok) return (context.out.error(found.error), exit.failed);
    const { document } = found.value.document;
    const size = { cols: process.stdout.columns || 80, rows: process.stdout.rows || 24 };
    const early: [number, Uint8Array][] = [];
    session.client.onBytes((channel, bytes) => void early.push([channel, bytes]));
    const opened =
      number === undefined
        ? await session.client.call('terminals.open', { document, node: found.value.node.id, ...size, ...shell })
        : await reattach(session, document, number, size);
    if (!opened.ok) return (context.out.error(opened.error), exit.failed);
    const { terminal, channel } = opened.value;
    return await connect(session, context, { document, terminal, channel }, early);
  } finally {
    await session.close();
  }
};

interface Wanted {
  /** Number of one that is there. */
  terminal?: number;
  shell: { fresh?: NamespaceKind[]; as?: string };
}
/** What the options ask for, or the sentence of what is wrong with them. */
function readOptions({ terminal, fresh, as }: Readonly<Record<string, string | boolean | undefined>>): Wanted | string {
  const number = terminal === undefined ? undefined : Number(terminal);
  if (number !== undefined && !Number.isInteger(number)) return `"${String(terminal)}" is not the number of a terminal.`;
  if (number !== undefined && (fresh ?? as) !== undefined)
    return 'A shell that is there already has its user and its namespaces: leave --fresh and --as out.';
  const names = fresh === undefined ? [] : String(fresh).split(',');
  const known = namespaceKinds.filter((kind) => names.includes(kind));
  const unknown = names.find((name) => !(known as string[]).includes(name));
  if (unknown !== undefined) return `"${unknown}" is not a namespace. There are: ${namespaceKinds.join(', ')}.`;
  return {
    ...(number !== undefined && { terminal: number }),
    shell: { ...(known.length > 0 && { fresh: known }), ...(as !== undefined && { as: String(as) }) },
  };
}

async function reattach(
  { client }: Session,
  document: string,
  terminal: number,
  size: { cols: number; rows: number },
): Promise<Result<{ terminal: number; channel: number }>> {
  const attached = await client.call('terminals.attach', { document, terminal, size });
  return attached.ok ? ok({ terminal, channel: attached.value.channel }) : attached;
}

async function connect(
  { client }: Session,
  { out }: Context,
  place: { document: string; terminal: number; channel: number },
  early: [number, Uint8Array][],
): Promise<number> {
  const { channel, document, terminal } = place;
  const ended = deferred<{ code: number; signal: number } | 'detached'>();
  const write = (from: number, bytes: Uint8Array): void => {
    if (from === channel) process.stdout.write(bytes, () => void client.call('terminals.ack', { channel, bytes: bytes.length }));
  };
  client.onBytes(write);
  early.forEach(([from, bytes]) => write(from, bytes));
  client.on('terminal.exited', (exited) => exited.channel === channel && ended.resolve(exited));
  const type = (bytes: Buffer): void => {
    const at = process.stdin.isTTY ? bytes.indexOf(detachKey) : -1;
    client.sendBytes(channel, at < 0 ? bytes : bytes.subarray(0, at));
    if (at >= 0) ended.resolve('detached');
  };
  const resize = (): void =>
    void client.call('terminals.resize', { channel, cols: process.stdout.columns || 80, rows: process.stdout.rows || 24 });
  const hangUp = (): void => ended.resolve('detached');
  if (process.stdin.isTTY) process.stdin.setRawMode(true);
  process.stdin.on('data', type);
  process.stdout.on('resize', resize);
  process.on('SIGHUP', hangUp).on('SIGTERM', hangUp);
  try {
    const result = await ended.promise;
    if (result === 'detached') {
      out.progress(`\r\nDetached; the shell runs on. Come back with --terminal ${terminal}.`);
      return exit.ok;
    }
    await client.call('terminals.close', { document, terminal });
    return result.signal ? 128 + result.signal : result.code;
  } finally {
    process.off('SIGHUP', hangUp).off('SIGTERM', hangUp);
    process.stdout.off('resize', resize);
    process.stdin.off('data', type).pause();
    if (process.stdin.isTTY) process.stdin.setRawMode(false);
    process.stdin.unref?.();
  }
}
