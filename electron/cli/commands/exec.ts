import { constants } from 'node:os';
import { execInNode } from '../../host/exec';
import type { TerminalConnection } from '../../host/exec';
import { exit } from '../command';
import type { Context, Run } from '../command';
import { deferred } from '../deferred';
import { execInMany } from '../exec-many';
import { findNodes, isPattern } from '../find';
import { openSession } from '../in-process';

export const run: Run = async ({ positionals, rest, values }, context) => {
  const session = openSession(context);
  let found;
  try {
    found = await findNodes(session.client, positionals);
  } finally {
    await session.close();
  }
  if (!found.ok) return (context.out.error(found.error), exit.failed);
  const { document, nodes } = found.value;
  const lab = document.topology.id;
  const commands = nodes.map(({ id, name, runAs }) => ({
    lab,
    node: id,
    name,
    argv: rest,
    as: typeof values.as === 'string' ? values.as : runAs,
  }));
  const several = positionals.length > 1 || isPattern(positionals[0]!) || context.json;
  return several ? execInMany(commands, context) : execInOne(commands[0]!, context);
};

interface NodeCommand {
  lab: string;
  node: string;
  argv: string[];
  as: string | undefined;
}

/** Its streams are ours, and so is its exit code. */
async function execInOne({ lab, node, argv, as }: NodeCommand, { out }: Context): Promise<number> {
  let connection: TerminalConnection | null = null;
  const ended = deferred<{ code: number; signal: number } | null>();
  const opened = await execInNode(lab, node, argv, as, {
    data: (bytes) => pass(process.stdout, bytes),
    stderr: (bytes) => pass(process.stderr, bytes),
    end: (result) => ended.resolve(result),
  });
  if (!opened.ok) return (out.error(opened.error), exit.failed);
  connection = opened.value;
  function pass(stream: NodeJS.WriteStream, bytes: Buffer): void {
    if (stream.write(bytes)) return;
    connection?.pause();
    stream.once('drain', () => connection?.resume());
  }
  const read = (bytes: Buffer): void => {
    if (!connection.write(bytes)) process.stdin.pause();
  };
  connection.onDrain(() => process.stdin.resume());
  process.stdin.on('data', read).once('end', () => connection.eof());
  const passed = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map((name) => {
    const handler = (): void => connection.signal(constants.signals[name]);
    process.on(name, handler);
    return () => process.off(name, handler);
  });
  const result = await ended.promise;
  passed.forEach((restore) => restore());
  process.stdin.off('data', read).pause().unref?.();
  if (!result) return (out.error({ code: 'lab-ended', message: 'The lab ended while the command ran.' }), exit.failed);
  return result.signal ? 128 + result.signal : result.code;
}
