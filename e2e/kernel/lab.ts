/** A lab of a test: started as a given user, spoken to over the raw wire, looked into from outside by nsenter. */
import { execFile, execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readFileSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { ObservedNode } from '../../electron/shared/lab/observed';
import type { Operation } from '../../electron/shared/lab/operation';
import { Control, Terminal, connectAs } from './client';
import type { Exit, Json } from './client';

const run = promisify(execFile);
/** The program under test: NESTWORK_LAB, or the one that was built in this checkout. */
export const program = resolve(process.env.NESTWORK_LAB ?? join(import.meta.dirname, '../../native/bin/nestwork-lab'));
/** Sanitizers make everything slower; bounds of waiting are multiplied by this. */
export const slowness = program.includes('/asan/') ? 4 : 1;

export interface Caller {
  name: string;
  uid: number;
  /** Whether the user has a range of ids in /etc/subuid. */
  range: boolean;
}
const asRoot = process.getuid?.() === 0;
/** Who starts labs: each kernel test runs once for each. Without root only oneself. */
export const callers: Caller[] = asRoot
  ? [
      { name: 'root', uid: 0, range: true },
      { name: 'an ordinary user', uid: 61001, range: false },
      { name: 'a user with a range of ids', uid: 61002, range: true },
    ]
  : [{ name: 'oneself', uid: process.getuid?.() ?? -1, range: false }];

/** Waits until `check` gives something, at most `seconds`; says what it waited for. */
export async function until<T>(
  what: string,
  check: () => T | undefined | false | null | Promise<T | undefined | false | null>,
  seconds = 30,
): Promise<T> {
  const end = Date.now() + seconds * 1000 * slowness;
  for (;;) {
    const value = await check();
    if (value) return value;
    if (Date.now() > end) throw new Error(`Waited ${seconds * slowness} s in vain: ${what}`);
    await new Promise((done) => setTimeout(done, 10));
  }
}

/**
 * The command that starts `argv` as the caller. The user with a range exists only in a mount namespace of this command and what it starts: its
 * lines are in copies of /etc/passwd, /etc/subuid and /etc/subgid that are bound over the real ones there. The computer's files are not touched.
 */
export function asCaller(caller: Caller, dir: string, argv: string[]): string[] {
  if (!asRoot || caller.uid === 0) return argv;
  const change = ['setpriv', `--reuid=${caller.uid}`, `--regid=${caller.uid}`, '--clear-groups', '--inh-caps=-all', ...argv];
  if (!caller.range) return change;
  const line = (file: string, text: string): void =>
    writeFileSync(join(dir, file), `${existsSync(`/etc/${file}`) ? readFileSync(`/etc/${file}`, 'utf8') : ''}${text}\n`);
  line('passwd', `nestwork-test:x:${caller.uid}:${caller.uid}::${dir}:/bin/bash`);
  line('subuid', `nestwork-test:700000:65536`);
  line('subgid', `nestwork-test:700000:65536`);
  const script = 'for f in passwd subuid subgid; do [ -e "/etc/$f" ] || : > "/etc/$f"; mount --bind "$0/$f" "/etc/$f"; done; exec "$@"';
  return ['unshare', '--mount', '--propagation', 'private', 'sh', '-c', script, dir, ...change];
}

export interface Output extends Exit {
  stdout: string;
  stderr: string;
}

export class Lab {
  control!: Control;
  revision = 0;
  private constructor(
    readonly caller: Caller,
    readonly dir: string,
    readonly pid: number,
    readonly mapping: string,
  ) {}

  /** @param folder of an earlier lab; absent: a new one */
  static async start(caller: Caller, folder?: string): Promise<Lab> {
    // Not in /tmp: a node has one of its own, and this is the person's home too.
    const dir = folder ?? mkdtempSync('/var/tmp/nestwork-test-');
    chownSync(dir, caller.uid, caller.uid);
    const [file = '', ...args] = asCaller(caller, dir, [program, '--lab', 'test', '--dir', dir]);
    const { stdout } = await run(file, args, {
      env: { ...process.env, HOME: caller.uid === 0 ? process.env.HOME : dir, SHELL: '/bin/bash' },
    }).catch((error: unknown) => error as { stdout: string });
    const answer = JSON.parse(stdout) as { ok: boolean; pid: number; mapping: string; error?: unknown };
    if (!answer.ok) throw new Error(`The lab did not start: ${stdout}`);
    const lab = new Lab(caller, dir, answer.pid, answer.mapping);
    lab.control = await lab.connect();
    return lab;
  }

  get socket(): string {
    return join(this.dir, 'control.sock');
  }
  async connect(): Promise<Control> {
    const control = new Control(connectAs(this.caller.uid, this.socket));
    await control.call('hello');
    return control;
  }

  /** Applies a plan on the current revision; gives the supervisor's own milliseconds. */
  async apply(operations: Operation[], revision = this.revision): Promise<number> {
    const done = await this.control.call<{ revision: number; ms: number }>('apply', { revision, client: 'test', operations });
    this.revision = done.revision;
    return done.ms;
  }
  async observed(): Promise<Map<string, ObservedNode>> {
    const all = new Map<string, ObservedNode>();
    for (let from: number | null = 0; from !== null;) {
      const part: { nodes: ObservedNode[]; next: number | null } = await this.control.call('observe', { from });
      for (const node of part.nodes) all.set(node.node, node);
      from = part.next;
    }
    return all;
  }
  async node(id: string): Promise<ObservedNode> {
    const node = (await this.observed()).get(id);
    if (!node) throw new Error(`The lab has no node ${id}.`);
    return node;
  }

  open(request: Json): Promise<Terminal> {
    return Terminal.open(connectAs(this.caller.uid, this.socket), request);
  }
  terminal(node: string, more: Json = {}): Promise<Terminal> {
    return this.open({ open: 'terminal', node, cols: 80, rows: 24, ...more });
  }
  /** Runs a command in a node through the supervisor, to its end. */
  async exec(node: string, argv: string[], more: Json = {}, input = ''): Promise<Output> {
    const command = await this.open({ open: 'exec', node, argv, ...more });
    if (input) command.type(input);
    command.eof();
    const exit = await command.ended;
    if (!exit) throw new Error(`The connection of ${argv.join(' ')} in ${node} was lost.`);
    return { ...exit, stdout: command.output, stderr: command.errors };
  }
  /** A command line in a node's shell; its output, and an error if it fails. */
  async sh(node: string, script: string): Promise<string> {
    const { stdout, stderr, code, signal } = await this.exec(node, ['/bin/sh', '-c', script]);
    if (code !== 0 || signal !== 0) throw new Error(`${script} in ${node}: exit ${code}, signal ${signal}: ${stdout}${stderr}`);
    return stdout;
  }
  /** Runs a command in the node's network from outside, as a person would. */
  async outside(node: string, ...argv: string[]): Promise<string> {
    const { pid } = await this.node(node);
    return (await run('nsenter', ['--target', String(pid), '--user', '--preserve-credentials', '--net', ...argv], { maxBuffer: 1 << 26 }))
      .stdout;
  }

  /** Ends the lab in order, and waits until its last process has gone. */
  async down(): Promise<void> {
    await this.control.call('down').catch((error: unknown) => {
      if (!this.control.socket.destroyed) throw error;
    });
    await this.gone();
    rmSync(this.dir, { recursive: true, force: true });
  }
  /** Waits until no process of the lab is left. */
  async gone(): Promise<void> {
    this.control.close();
    await until(`the end of the lab ${this.dir}`, () => !existsSync(`/proc/${this.pid}`) || state(this.pid) === 'Z');
    await until(`the end of all processes of ${this.dir}`, () => processesWith(this.dir).length === 0);
  }
}

/** The one-letter state of a process, `` if there is none. */
export function state(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '')[0] ?? '';
  } catch {
    return '';
  }
}
/** Processes whose command line names `text`, by pid: the supervisor and what it forked, before they became something else. */
export function processesWith(text: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => {
      try {
        return readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(text) && state(Number(name)) !== 'Z';
      } catch {
        return false;
      }
    })
    .map(Number);
}
/** Processes that live in one of these PID namespaces (inode numbers). */
export function processesIn(namespaces: ReadonlySet<number>): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return namespaces.has(Number(/\d+/.exec(readlinkSync(`/proc/${name}/ns/pid`))?.[0]));
      } catch {
        return false;
      }
    })
    .map(Number);
}
/** True when the command succeeds. */
export function succeeds(file: string, ...args: string[]): boolean {
  try {
    execFileSync(file, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
