/** A lab in one of whose processes a fault is waiting, and what came of it. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ObservedNode } from '../../electron/shared/lab/observed';
import type { Operation } from '../../electron/shared/lab/operation';
import { Control, Refused, connectAs } from '../kernel/client';
import { asCaller, processesWith, program, state, until } from '../kernel/lab';
import type { Caller } from '../kernel/lab';
import { HeldNamespaces, alive, children, send } from './processes';
import { Attached, options } from './strace';
import type { Fault } from './strace';

/**
 * In which process. `starting`: until the lab runs, from the launcher's exec on, the lab's processes (`everyone`: each counts its own calls), or the
 * supervisor from its first call; the others: once the lab runs. `children`: the supervisor and those that it forks.
 */
export type Target = 'launcher' | 'supervisor starting' | 'everyone starting' | 'supervisor' | 'cloner' | 'children';

/** What differs from one making of the same to the next left out. */
const shapeOf = (nodes: ObservedNode[]): string =>
  JSON.stringify(
    nodes
      .map(({ node, name, interfaces, routes }) => ({
        node,
        name,
        interfaces: interfaces
          .map((one) => ({
            name: one.name,
            mac: one.mac,
            mtu: one.mtu,
            up: one.up,
            port: one.master !== undefined,
            addresses: one.addresses
              .filter(({ scope }) => scope !== 'link')
              .map(({ address }) => address)
              .sort(),
          }))
          .sort((a, b) => a.name.localeCompare(b.name)),
        routes: routes.map(({ to, via, dev, protocol }) => [to, via, dev, protocol].join(' ')).sort(),
      }))
      .sort((a, b) => a.node.localeCompare(b.node)),
  );

/** Whether it is the first process of a PID namespace below this one. */
const firstOfItsOwn = (pid: number): boolean => {
  try {
    return /^NSpid:\t\d+\t1$/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};

export class FaultyLab {
  /** Those of the lab and its nodes. */
  private readonly namespaces = new HeldNamespaces();
  /** Why the last step was refused. */
  refusal = '';
  private control: Control | undefined;
  private attached: Attached | undefined;
  private launcher: ChildProcess | undefined;
  private pid = -1;
  /** strace is what was launched. */
  private tracing = false;

  private constructor(
    private readonly caller: Caller,
    private readonly folder: string,
  ) {}

  /** Starts it, or sees it not start: see `alive`. */
  static async start(caller: Caller, folder: string, target: Target, log: string, fault?: Fault): Promise<FaultyLab> {
    const lab = new FaultyLab(caller, folder);
    const argv = [program, '--lab', 'test', '--dir', folder];
    const traced = (...more: string[]): string[] => ['strace', '-q', ...more, ...options(log, fault), ...argv];
    lab.tracing = target === 'everyone starting';
    writeFileSync(log, '');
    chmodSync(log, 0o666);
    try {
      if (target === 'launcher') await lab.launch(traced());
      else if (target === 'everyone starting') await lab.launch(traced('-f'));
      else if (target === 'supervisor starting') await lab.launchStopped(argv, log, fault);
      else {
        await lab.launch(argv);
        const cloner = children(lab.pid)[0] ?? -1;
        lab.attached = await Attached.to(target === 'cloner' ? cloner : lab.pid, target !== 'supervisor', log, fault);
      }
      if (target.endsWith('starting')) await lab.release();
    } catch (error) {
      lab.killAll();
      throw error;
    }
    return lab;
  }

  get alive(): boolean {
    return alive(this.pid);
  }
  /** Whether it ever ran. */
  get started(): boolean {
    return this.pid > 0;
  }

  private async launch(argv: string[]): Promise<void> {
    const [file = '', ...args] = asCaller(this.caller, this.folder, argv);
    const launcher = spawn(file, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    this.launcher = launcher;
    let said = '';
    let ended = false;
    launcher.stdout.on('data', (bytes: Buffer) => (said += bytes.toString()));
    launcher.on('close', () => (ended = true));
    await until('the launcher', () => ended || said.includes('\n'), 60);
    const answer = said.includes('\n') ? (JSON.parse(said) as { ok: boolean; pid: number; error?: { message: string } }) : undefined;
    this.refusal = answer?.error?.message ?? '';
    if (answer?.ok) this.adopt(answer.pid);
    // A supervisor that its launcher could not tell of runs all the same, or ends.
    else await until('a lab that runs or has ended', async () => this.supervisor() === undefined || (await this.listens()), 60);
  }
  private supervisor(): number | undefined {
    return processesWith(this.folder).find(firstOfItsOwn);
  }
  private adopt(pid: number): void {
    this.pid = pid;
    this.namespaces.hold(pid);
  }
  private async listens(): Promise<boolean> {
    const pid = this.supervisor();
    if (pid === undefined || !existsSync(join(this.folder, 'control.sock'))) return false;
    const answers = await this.call('hello').then(
      (value) => value !== undefined,
      () => false,
    );
    if (answers) this.adopt(pid);
    return answers;
  }
  /** The launcher stops when it has made the supervisor, which waits for it; strace is then attached to the supervisor, and both go on. */
  private async launchStopped(argv: string[], log: string, fault?: Fault): Promise<void> {
    // It asks who it is when it maps ids, which is the first thing it does then. (clone3 would begin anew for a signal.)
    const stopping = ['strace', '-qq', '-o', '/dev/null', '-e', 'trace=geteuid', '-e', 'inject=geteuid:signal=SIGSTOP'];
    const launched = this.launch([...stopping, ...argv]);
    const supervisor = await until('the supervisor', () => {
      for (const pid of processesWith(this.folder)) {
        if (!['t', 'T'].includes(state(pid)) || firstOfItsOwn(pid)) continue;
        const child = children(pid).find(firstOfItsOwn);
        if (child !== undefined) return { child, pid };
        send(pid, 'SIGCONT');
      }
      return undefined;
    });
    this.attached = await Attached.to(supervisor.child, false, log, fault);
    send(supervisor.pid, 'SIGCONT');
    await launched;
  }

  private connect(): Control {
    if (this.control && !this.control.socket.destroyed) return this.control;
    this.control = new Control(connectAs(this.caller.uid, join(this.folder, 'control.sock')));
    return this.control;
  }
  /** A call; undefined when the connection or the lab was lost over it. */
  private async call<T>(name: string, args: Record<string, unknown> = {}): Promise<T | undefined> {
    const control = this.connect();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(reject, 60_000, new Error(`No answer to ${name} in a minute.`));
    });
    try {
      return await Promise.race([control.call<T>(name, args), late]);
    } catch (error) {
      if (error instanceof Refused || !control.socket.destroyed) throw error;
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }

  /** `lost`: the connection was, and with it the answer. */
  async apply(revision: number, operations: Operation[]): Promise<'done' | 'refused' | 'lost'> {
    try {
      return (await this.call('apply', { revision, client: 'test', operations })) === undefined ? 'lost' : 'done';
    } catch (error) {
      if (!(error instanceof Refused) || error.error.undone === false) throw error;
      this.refusal = error.message;
      return 'refused';
    }
  }
  /** Undefined when the lab has ended meanwhile. */
  async state(): Promise<{ revision: number; shape: string } | undefined> {
    for (let attempt = 0; attempt < 3 && this.alive; attempt++) {
      const answer = await this.call<{ revision: number; nodes: ObservedNode[] }>('observe', { from: 0 }).catch((error: unknown) => {
        if (error instanceof Refused) return undefined;
        throw error;
      });
      if (!answer) continue;
      for (const { pid } of answer.nodes) this.namespaces.hold(pid);
      return { revision: answer.revision, shape: shapeOf(answer.nodes) };
    }
    await until('its end', () => !this.alive, 60);
    return undefined;
  }
  /** Open ones of the supervisor. */
  descriptors(): number {
    try {
      return readdirSync(`/proc/${this.pid}/fd`).length;
    } catch {
      return 0;
    }
  }
  /** No more faults. */
  async release(): Promise<void> {
    await this.attached?.detach();
    this.attached = undefined;
    // strace ends by the signal that its program ended by.
    if (!this.tracing || this.launcher?.exitCode !== null || this.launcher.signalCode !== null) return;
    const ended = new Promise((done) => this.launcher?.once('exit', done));
    // With a program of its own strace blocks all others (-I 3); the processes that it followed go on.
    this.launcher.kill('SIGKILL');
    await ended;
  }
  /** Ends it in order, at the second attempt without faults. */
  async end(): Promise<void> {
    for (let attempt = 0; attempt < 2 && this.alive; attempt++) {
      await this.call('down').catch((error: unknown) => {
        if (!(error instanceof Refused)) throw error;
      });
      await until('the end of the lab', () => !this.alive, attempt === 0 ? 10 : 60).catch((error: unknown) => {
        if (attempt > 0) throw error;
      });
      await this.release();
    }
    this.control?.close();
    const remaining = (): number[] => [...processesWith(this.folder), ...this.left()];
    await until('the end of all processes', () => remaining().length === 0, 60).catch(() => {
      throw new Error(
        `Left: ${remaining()
          .map((pid) => readFileSync(`/proc/${pid}/status`, 'utf8').split('\n').slice(0, 9).join(' '))
          .join('; ')}`,
      );
    });
  }
  /** Living processes of the lab and its nodes. */
  left(): number[] {
    return this.namespaces.left();
  }
  /** Nobody asks for them any more. */
  forget(): void {
    this.namespaces.release();
  }
  killAll(): void {
    this.control?.close();
    this.attached?.kill();
    this.launcher?.kill('SIGKILL');
    for (const pid of [...processesWith(this.folder), ...this.left()]) send(pid, 'SIGKILL');
  }
}
