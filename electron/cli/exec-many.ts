/** One command in many devices at the same time: each line of output behind the name of its device, or all of it at the end for a program. */
import { constants } from 'node:os';
import { execInNode } from '../host/exec';
import type { TerminalConnection } from '../host/exec';
import type { NestworkError } from '../shared/lab/error';
import { exit } from './command';
import type { Context } from './command';
import { deferred } from './deferred';
import { Lines } from './lines';

export interface DeviceCommand {
  lab: string;
  node: string;
  name: string;
  argv: string[];
  as: string | undefined;
}
interface Outcome {
  name: string;
  /** Null: it could not be run, or the lab ended. */
  ended: { code: number; signal: number } | null;
  error?: NestworkError;
  out: Buffer[];
  err: Buffer[];
}
/** That run at once; the others wait for their turn. */
const atOnce = 64;

/** @returns 0 if it succeeded in all of them. */
export async function execInMany(commands: readonly DeviceCommand[], context: Context): Promise<number> {
  const width = Math.max(...commands.map(({ name }) => name.length));
  const running = new Set<TerminalConnection>();
  const outcomes: Outcome[] = [];
  let interrupted = false;
  const handlers = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map((name) => {
    const handler = (): void => {
      if (interrupted) process.exit(exit.interrupted);
      interrupted = true;
      for (const connection of running) connection.signal(constants.signals[name]);
    };
    process.on(name, handler);
    return () => process.off(name, handler);
  });
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < commands.length && !interrupted) {
      const at = next++;
      const command = commands[at]!;
      outcomes[at] = await execInDevice(command, context.json ? null : context.out.faint(`${command.name.padEnd(width)} |`), running);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, commands.length) }, worker));
  handlers.forEach((restore) => restore());
  const all = outcomes.filter((one) => one !== undefined);
  tell(all, commands.length, context);
  if (interrupted) return exit.interrupted;
  return all.every(succeeded) ? exit.ok : exit.failed;
}

/** @param prefix of each line that is passed on; null: what comes is kept instead. */
async function execInDevice(command: DeviceCommand, prefix: string | null, running: Set<TerminalConnection>): Promise<Outcome> {
  const outcome: Outcome = { name: command.name, ended: null, out: [], err: [] };
  const done = deferred<Outcome['ended']>();
  let connection: TerminalConnection | null = null;
  const pass = (stream: NodeJS.WriteStream, line: Buffer): void => {
    if (stream.write(Buffer.concat([Buffer.from(`${prefix} `), line, Buffer.from('\n')]))) return;
    connection?.pause();
    stream.once('drain', () => connection?.resume());
  };
  const lines = { out: new Lines((line) => pass(process.stdout, line)), err: new Lines((line) => pass(process.stderr, line)) };
  const take = (which: 'out' | 'err', bytes: Buffer): void => {
    if (prefix === null) outcome[which].push(bytes);
    else lines[which].push(bytes);
  };
  const opened = await execInNode(command.lab, command.node, command.argv, command.as, {
    data: (bytes) => take('out', bytes),
    stderr: (bytes) => take('err', bytes),
    end: (ended) => done.resolve(ended),
  });
  if (!opened.ok) return { ...outcome, error: opened.error };
  connection = opened.value;
  running.add(connection);
  connection.eof();
  outcome.ended = await done.promise;
  running.delete(connection);
  lines.out.end();
  lines.err.end();
  if (!outcome.ended) outcome.error = { code: 'lab-ended', message: 'The lab ended while the command ran.' };
  return outcome;
}

const succeeded = ({ ended }: Outcome): boolean => ended !== null && ended.code === 0 && ended.signal === 0;

function tell(outcomes: readonly Outcome[], all: number, { out, json }: Context): void {
  if (json) {
    const text = (parts: readonly Buffer[]): string => Buffer.concat(parts).toString('utf8');
    const results = outcomes.map(({ name, ended, error, ...streams }) => ({
      node: name,
      code: ended ? ended.code : null,
      signal: ended?.signal ? signalName(ended.signal) : null,
      out: text(streams.out),
      err: text(streams.err),
      ...(error && { error }),
    }));
    return out.result(JSON.stringify({ results }));
  }
  const failed = outcomes.filter((one) => !succeeded(one));
  if (failed.length === 0) return;
  for (const { name, error } of failed) if (error) out.error({ ...error, message: `${name}: ${error.message}` });
  const how = ({ name, ended }: Outcome): string =>
    ended ? `${name} (${ended.signal ? signalName(ended.signal) : `exit code ${ended.code}`})` : name;
  out.error({ code: 'failed', message: `The command failed in ${failed.length} of ${all} devices: ${failed.map(how).join(', ')}.` });
}

function signalName(number: number): string {
  return Object.entries(constants.signals).find(([, value]) => value === number)?.[0] ?? `signal ${number}`;
}
