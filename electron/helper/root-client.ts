/** A connection to nestwork-root: the one that it made to us after the password, or one of our own to an instance that runs already. */
import { randomBytes } from 'node:crypto';
import { lstat, mkdir, readdir, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import type { NestworkError } from '../shared/lab/error';
import { fail, ok } from '../shared/result';
import type { Result } from '../shared/result';
import { runtimeDirectory } from './directory';
import { elevate } from './elevation';
import { elevationFailure } from './elevation-failure';
import { errorFrom } from './errors';
import { LineReader } from './lines';
import { peerUid } from './peer';
import { rootMessageSchema } from './root-wire';
import type { RootCalls, UplinkView } from './root-wire';

/** Journals and sockets of nestwork-root. */
const rootFolder = '/run/nestwork';
/** It says who it is within so long, ms. */
const greetingLimit = 10_000;

export interface RootListeners {
  uplink: (view: UplinkView) => void;
  /** The connection has ended, once: what still asked has been put back, or will be. */
  close: () => void;
}
export interface RootClient {
  /** As what it knows us: `later` may look, keep and put back. */
  readonly caller: 'asked' | 'later' | 'root';
  call<V extends keyof RootCalls>(verb: V, args: RootCalls[V]): Promise<Result<unknown>>;
  close(): void;
}
const rootEnded: NestworkError = {
  code: 'root-ended',
  message: 'nestwork-root has ended; what it had changed on this computer is put back.',
  hint: 'Join it again.',
};

/** Resolves when it has said hello. */
function greet(socket: Socket, listeners: RootListeners): Promise<Result<RootClient>> {
  const reader = new LineReader();
  const waiting = new Map<number, (result: Result<unknown>) => void>();
  let next = 1;
  let open = true;
  return new Promise((resolve) => {
    const limit = setTimeout(() => socket.destroy(), greetingLimit);
    const read = (line: string): boolean => {
      const message = rootMessageSchema.safeParse(parse(line));
      if (!message.success) return false;
      const { data } = message;
      if ('event' in data && data.event === 'uplink') listeners.uplink(data.uplink);
      else if ('event' in data) {
        clearTimeout(limit);
        resolve(ok({ caller: data.caller, call, close: () => socket.destroy() }));
      } else if (typeof data.id === 'number') {
        const settled = waiting.get(data.id);
        waiting.delete(data.id);
        settled?.(data.ok ? ok(data.value) : fail(data.error));
      }
      return true;
    };
    const call: RootClient['call'] = (verb, args) =>
      new Promise((settled) => {
        if (!open) return settled(fail(rootEnded));
        const id = next++;
        waiting.set(id, settled);
        socket.write(`${JSON.stringify({ id, verb, args })}\n`);
      });
    socket.on('error', () => undefined); // 'close' follows.
    socket.resume();
    socket.on('data', (bytes) => {
      const lines: string[] = [];
      try {
        reader.push(bytes, (line) => void lines.push(line));
      } catch {
        return void socket.destroy();
      }
      for (const line of lines) if (line !== '' && !read(line)) return void socket.destroy();
    });
    socket.on('close', () => {
      open = false;
      clearTimeout(limit);
      for (const settled of waiting.values()) settled(fail(rootEnded));
      waiting.clear();
      resolve(fail(rootEnded));
      listeners.close();
    });
  });
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

export interface Starting {
  /** When it is there, or why it is not. */
  readonly client: Promise<Result<RootClient>>;
  cancel(): void;
}

/** Asks the person, by whatever asks for passwords here, and starts it. */
export function startRoot(root: string, terminal: boolean, listeners: RootListeners): Starting {
  let stop: () => void = () => undefined;
  let stopped = false;
  const client = (async (): Promise<Result<RootClient>> => {
    // Where nestwork-root looks: it knows no environment.
    const runtime = await runtimeDirectory({});
    if (!runtime.ok) return runtime;
    const token = randomBytes(16).toString('hex');
    const folder = join(runtime.value, `root-${token}`);
    // Nothing of it is read before it is known who it is.
    const server = createServer({ pauseOnConnect: true });
    try {
      await mkdir(folder, { mode: 0o700 });
      await new Promise<void>((resolve, reject) => server.once('error', reject).listen(join(folder, 'root.sock'), resolve));
      const arrived = new Promise<Socket>((resolve) => server.once('connection', resolve));
      const elevation = await elevate(root, folder, token, terminal);
      if (!elevation.ok) return elevation;
      stop = () => elevation.value.cancel();
      if (stopped) stop();
      const first = await Promise.race([arrived, elevation.value.ended]);
      if (!('ok' in first)) elevation.value.release();
      if (!('ok' in first)) return (await peerUid(root, first)) === 0 ? await greet(first, listeners) : notRoot(first);
      return first.ok ? fail(elevationFailure(0, 'it ended before it had begun')) : first;
    } catch (cause) {
      return fail(errorFrom('elevation-failed', 'The socket for nestwork-root could not be made', cause));
    } finally {
      // Whoever comes later finds nobody and ends.
      server.close();
      await rm(folder, { recursive: true, force: true });
    }
  })();
  return {
    client,
    cancel() {
      stopped = true;
      stop();
    },
  };
}

/** Only a process of the same person could come before it; but then it is not what was asked for. */
function notRoot(socket: Socket): Result<RootClient> {
  socket.destroy();
  return fail({
    code: 'elevation-failed',
    sentence: 'stranger',
    message: 'Something that is not root answered in the place of nestwork-root, so it is not talked to.',
  });
}

/** Names of the sockets of instances that run, or ran. */
export async function rootInstances(): Promise<string[]> {
  const names = await readdir(rootFolder).catch(() => []);
  return names.filter((name) => /^[a-z0-9]{4,32}\.sock$/.test(name)).map((name) => name.slice(0, -'.sock'.length));
}

/** Connects to an instance; null if it is another person's, or is not there any more. */
export async function connectRoot(instance: string, listeners: RootListeners): Promise<RootClient | null> {
  const [folder, entry] = await Promise.all(
    [rootFolder, join(rootFolder, `${instance}.sock`)].map((path) => lstat(path).catch(() => null)),
  );
  if (folder?.uid !== 0 || !folder.isDirectory() || (folder.mode & 0o022) !== 0 || entry?.uid !== 0) return null;
  const socket = connect(join(rootFolder, `${instance}.sock`));
  const there = await new Promise<boolean>((resolve) => {
    socket.once('error', () => resolve(false));
    socket.once('connect', () => resolve(true));
  });
  if (!there) return null;
  let greeted = false;
  const client = await greet(socket, { uplink: listeners.uplink, close: () => greeted && listeners.close() });
  greeted = client.ok;
  return client.ok ? client.value : null;
}
