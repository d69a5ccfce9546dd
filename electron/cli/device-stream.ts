/** A command in a device whose standard input and output are streams of this process. */
import type { Readable, Writable } from 'node:stream';
import { execInNode } from '../host/exec';
import type { TerminalConnection } from '../host/exec';
import { fail, ok } from '../shared/result';
import type { Result } from '../shared/result';
import type { TopologyNode } from '../shared/topology/schema';
import { deferred } from './deferred';

/** As much of what it complains of is kept, bytes. */
const wordsLimit = 16 * 1024;

interface Streams {
  /** Absent: nothing is on its standard input. */
  input?: Readable;
  /** Absent: what it writes is dropped. Not ended here. */
  output?: Writable;
}

/**
 * Runs it to its end, and no byte of its output is lost or held in memory.
 * @param lab topology id. @returns its words on standard error; an error if it did not succeed.
 */
export async function streamInDevice(
  lab: string,
  { id, name, runAs }: TopologyNode,
  argv: string[],
  { input, output }: Streams,
): Promise<Result<string>> {
  const ended = deferred<{ code: number; signal: number } | null>();
  let connection: TerminalConnection | null = null;
  let over = false;
  let words = '';
  const opened = await execInNode(lab, id, argv, runAs, {
    data: (bytes) => {
      if (!output || output.write(bytes)) return;
      connection?.pause();
      output.once('drain', () => connection?.resume());
    },
    stderr: (bytes) => void (words = (words + bytes.toString('utf8')).slice(0, wordsLimit)),
    end: (result) => {
      over = true;
      ended.resolve(result);
    },
  });
  if (!opened.ok) return opened;
  connection = opened.value;
  const unread = input ? send(input, connection, ended.promise, () => over) : Promise.resolve(connection.eof());
  const result = await ended.promise;
  const cause = await unread.then(
    () => null,
    (reason: unknown) => reason as Error,
  );
  if (cause) return fail({ code: 'unreadable', message: `What was to be sent to ${name} could not be read: ${cause.message}.` });
  if (!result) return fail({ code: 'lab-ended', message: `The lab ended while "${argv[0]}" ran in ${name}.` });
  const why = words.trim() || (result.signal ? `it was ended by signal ${result.signal}` : `exit code ${result.code}`);
  return result.code === 0 && result.signal === 0 ? ok(words) : fail({ code: 'failed', message: why });
}

/** All of the input, as fast as the far side takes it; the rest is left if that has ended. A fault of the input closes the connection, and the command ends with it. */
async function send(input: Readable, connection: TerminalConnection, end: Promise<unknown>, over: () => boolean): Promise<void> {
  let drained: () => void = () => undefined;
  connection.onDrain(() => drained());
  try {
    for await (const bytes of input as AsyncIterable<Buffer>) {
      if (over()) return;
      if (!connection.write(bytes)) await Promise.race([new Promise<void>((resolve) => (drained = resolve)), end]);
    }
    connection.eof();
  } catch (cause) {
    connection.close();
    throw cause;
  }
}
