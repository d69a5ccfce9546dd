import { constants } from 'node:os';
import { execInNode } from '../../host/exec';
import type { TerminalConnection } from '../../host/exec';
import { exit } from '../command';
import type { Command } from '../command';
import { deferred } from '../deferred';
import { findNode } from '../find';
import { openSession } from '../in-process';

export const exec: Command = {
  name: 'exec',
  usage: 'exec [LAB/]NODE -- COMMAND [ARGUMENT…]',
  summary: 'Run a command in a device; its streams and exit code are yours.',
  details:
    'Standard input, output and error are passed through unchanged, without a terminal in between. Ended by a signal, the exit code is 128 and the signal.',
  options: { as: { type: 'string', help: 'User name or numeric id in the device. Default: its root.' } },
  examples: [
    'nestwork exec h1 -- ping -c 3 10.0.1.11',
    'nestwork exec star/h1 -- ip -j address | jq .',
    'echo hello | nestwork exec h2 -- tee /tmp/hello',
  ],
  arguments: [1, 1],
  takesRest: true,
  async run({ positionals, rest, values }, context) {
    const session = openSession(context);
    let found;
    try {
      found = await findNode(session.client, positionals[0]!);
    } finally {
      await session.close();
    }
    if (!found.ok) return (context.out.error(found.error), exit.failed);
    const { document, node } = found.value;
    const as = typeof values.as === 'string' ? values.as : node.runAs;
    let connection: TerminalConnection | null = null;
    const ended = deferred<{ code: number; signal: number } | null>();
    const opened = await execInNode(document.topology.id, node.id, rest, as, {
      data: (bytes) => pass(process.stdout, bytes),
      stderr: (bytes) => pass(process.stderr, bytes),
      end: (result) => ended.resolve(result),
    });
    if (!opened.ok) return (context.out.error(opened.error), exit.failed);
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
    if (!result) return (context.out.error({ code: 'lab-ended', message: 'The lab ended while the command ran.' }), exit.failed);
    return result.signal ? 128 + result.signal : result.code;
  },
};
