/** nestwork-root as its tests see it: started in a computer of theirs, spoken to over its raw protocol, without any of the product's TypeScript. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, mkdirSync, rmSync } from 'node:fs';
import net from 'node:net';
import { join, resolve } from 'node:path';
import { until } from '../kernel/lab';
import type { Computer } from './computer';

export const rootProgram = resolve(process.env.NESTWORK_ROOT ?? join(import.meta.dirname, '../../native/bin/nestwork-root'));

export interface UplinkView {
  lab: string;
  node: string;
  interface: string;
  made: string;
  mode: string;
  state: 'asking' | 'kept' | 'back' | 'stuck';
  left: number;
  why?: string;
  message?: string;
}
type Message = {
  id?: number;
  ok?: boolean;
  value?: unknown;
  error?: { code: string; message: string };
  event?: string;
  uplink?: UplinkView;
  caller?: string;
};

/** A refusal, as it was said. */
export class RootRefused extends Error {
  constructor(readonly error: { code: string; message: string }) {
    super(`${error.code}: ${error.message}`);
  }
}

/** A connection to nestwork-root. */
export class RootClient {
  readonly events: UplinkView[] = [];
  caller = '';
  closed = false;
  private next = 1;
  private rest = '';
  private readonly waiting = new Map<number, { resolve: (value: unknown) => void; reject: (why: Error) => void }>();

  constructor(readonly socket: net.Socket) {
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.closed = true;
      for (const { reject } of this.waiting.values()) reject(new Error('nestwork-root closed the connection.'));
    });
    socket.on('data', (bytes: Buffer) => {
      const lines = (this.rest + bytes.toString()).split('\n');
      this.rest = lines.pop() ?? '';
      for (const line of lines) this.take(JSON.parse(line) as Message);
    });
  }
  private take(message: Message): void {
    if (message.event === 'hello') this.caller = message.caller ?? '';
    else if (message.uplink) this.events.push(message.uplink);
    else if (message.id !== undefined) {
      const call = this.waiting.get(message.id);
      this.waiting.delete(message.id);
      if (message.ok) call?.resolve(message.value);
      else call?.reject(new RootRefused(message.error!));
    }
  }
  call<T = unknown>(verb: string, args: object = {}): Promise<T> {
    const id = this.next++;
    return new Promise<T>((resolve, reject) => {
      this.waiting.set(id, { resolve: (value) => resolve(value as T), reject });
      this.socket.write(`${JSON.stringify({ id, verb, args })}\n`);
    });
  }
  /** The last that was heard of an uplink. */
  last(node: string): UplinkView | undefined {
    return this.events.findLast((view) => view.node === node);
  }
  async heard(node: string, state: UplinkView['state'], seconds = 60): Promise<UplinkView> {
    return until(`${node} to be ${state}`, () => this.events.find((view) => view.node === node && view.state === state), seconds);
  }
}

export class Root extends RootClient {
  private constructor(
    socket: net.Socket,
    readonly child: ChildProcess,
    readonly token: string,
    readonly ended: Promise<number | null>,
    readonly said: () => string,
  ) {
    super(socket);
  }

  /**
   * @param before what runs the program, for example strace(1) with its options.
   * @param uid the person who asks for it, as pkexec(1) would tell
   */
  static async start(computer: Computer, before: string[] = [], uid = 0): Promise<Root> {
    const token = randomBytes(8).toString('hex');
    const folder = `/tmp/nestwork-${uid}/root-${token}`;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const path of [join(folder, '..'), folder]) chownSync(path, uid, uid);
    const server = net.createServer();
    const socket = new Promise<net.Socket>((resolve) => server.once('connection', resolve));
    await new Promise<void>((resolve) => {
      // The kernel notes who listens (SO_PEERCRED) inside listen(2), which Node calls before it returns.
      process.seteuid?.(uid);
      server.listen(join(folder, 'root.sock'), resolve);
      process.seteuid?.(0);
    });
    const [file = '', ...args] = [...computer.enter, ...before, rootProgram, token];
    const child = spawn(file, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH, ...(uid !== 0 && { PKEXEC_UID: String(uid) }) },
    });
    let said = '';
    child.stderr?.on('data', (bytes: Buffer) => (said += bytes.toString()));
    const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
    try {
      const connected = await Promise.race([
        socket,
        ended.then((code) => Promise.reject(new Error(`nestwork-root ended with ${code}: ${said}`))),
      ]);
      return new Root(connected, child, token, ended, () => said);
    } finally {
      server.close();
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** Lets go of it, and waits until all of its processes have ended. */
  async stop(): Promise<void> {
    this.socket.destroy();
    await this.ended;
  }
}
