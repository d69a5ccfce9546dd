/** Inside the machine: who does things and in which control group, what the kernel says of groups, and what is told to the outside. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Control, Terminal, connectAs } from '../kernel/client';
import type { Exit } from '../kernel/client';
import { mark } from './told';

export const groups = '/sys/fs/cgroup';
export const ownGroup = `${groups}/user.slice/user-61001.slice/user@61001.service`;

/** Somebody at a terminal, which lies in a control group. */
export interface Person {
  uid: number;
  group: string;
}
/** Of an ordinary user's desktop session, below a group that is delegated. */
export const atDesktop: Person = { uid: 61001, group: `${ownGroup}/app.slice/terminal.scope` };
/** The same user, come in by ssh: nothing is delegated. */
export const bySsh: Person = { uid: 61001, group: `${groups}/user.slice/user-61001.slice/session-1.scope` };
export const root: Person = { uid: 0, group: groups };

export interface Ended {
  code: number | null;
  out: string;
  err: string;
}
const runtime = ({ uid }: Person): string => `/run/user/${uid}`;

/** Runs the program under test as it is installed: `nestwork …`. */
export const nestwork = (person: Person, ...args: string[]): Promise<Ended> =>
  run(person, process.execPath, '/run/nestwork/dist/cli.cjs', ...args);
/** Starts a supervisor and nothing in it; the folder is the person's, and its socket lies there. */
export const supervisor = (person: Person, lab: string, folder: string): Promise<Ended> =>
  run(person, '/run/nestwork/native/bin/nestwork-lab', '--lab', lab, '--dir', folder);

function run(person: Person, ...command: string[]): Promise<Ended> {
  const home = person.uid === 0 ? '/root' : '/home/nestwork-test';
  const change = person.uid === 0 ? [] : ['setpriv', `--reuid=${person.uid}`, `--regid=${person.uid}`, '--clear-groups', '--inh-caps=-all'];
  const child = spawn('/bin/sh', ['-c', 'echo $$ > "$0/cgroup.procs" && exec "$@"', person.group, ...change, ...command], {
    cwd: home,
    env: { PATH: process.env.PATH, LC_ALL: 'C', NO_COLOR: '1', HOME: home, SHELL: '/bin/bash', XDG_RUNTIME_DIR: runtime(person) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (bytes: Buffer) => (out += bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => (err += bytes.toString()));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
}

const socketOf = (person: Person, lab: string): string => `${runtime(person)}/nestwork/${lab}/control.sock`;
export async function control(person: Person, lab: string): Promise<Control> {
  const connection = new Control(connectAs(person.uid, socketOf(person, lab)));
  await connection.call('hello');
  return connection;
}
/** A command in a device, by the supervisor. */
export function start(person: Person, lab: string, node: string, argv: string[]): Promise<Terminal> {
  return Terminal.open(connectAs(person.uid, socketOf(person, lab)), { open: 'exec', node, argv });
}
/** The same, to its end. */
export async function exec(person: Person, lab: string, node: string, ...argv: string[]): Promise<Exit & { out: string; err: string }> {
  const command = await start(person, lab, node, argv);
  command.eof();
  const exit = (await command.ended) ?? { code: -1, signal: -1 };
  return { ...exit, out: command.output, err: command.errors };
}

/** Groups below one, by their paths in it, in order. One may go while they are listed. */
export function groupsIn(folder: string, path = ''): string[] {
  const names = ((): string[] => {
    try {
      return readdirSync(join(folder, path), { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
    } catch (error) {
      if (['ENOENT', 'ENODEV'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
      throw error;
    }
  })();
  return names.sort().flatMap((name) => [join(path, name), ...groupsIn(folder, join(path, name))]);
}
/** The group of a device of a lab, wherever that has put it. */
export function groupOf(lab: string, node: string): string {
  const found = groupsIn(groups).filter((path) => new RegExp(`(^|/)nestwork-${lab}-[0-9a-f]{16}/${node}\\.\\d+$`).test(path));
  if (found.length !== 1) throw new Error(`${node} of ${lab} has ${found.length} groups: ${found.join(' ')}`);
  return join(groups, found[0]!);
}
/** One file of a group; null: it is not there. */
export const word = (group: string, file: string): string | null =>
  existsSync(join(group, file)) ? readFileSync(join(group, file), 'utf8').trim() : null;
/** A file of lines `key value`. */
export const numbers = (group: string, file: string): Record<string, number> =>
  Object.fromEntries(
    (word(group, file) ?? '').split('\n').map((line) => [line.replace(/ .*/s, ''), Number(line.replace(/^\S+ /, ''))] as const),
  );
/** Of the three files by their names. */
export type ControlGroupWords = Record<string, string | null>;
export const limitsOf = (group: string): ControlGroupWords =>
  Object.fromEntries(['cpu.max', 'memory.max', 'pids.max'].map((file) => [file, word(group, file)]));
export const membersOf = (group: string): number[] => (word(group, 'cgroup.procs') ?? '').split('\n').filter(Boolean).map(Number);

/** Waits until `check` gives something. */
export async function until<T>(
  what: string,
  check: () => T | undefined | false | null | Promise<T | undefined | false | null>,
): Promise<T> {
  for (const end = Date.now() + 60_000; ;) {
    const value = await check();
    if (value) return value;
    if (Date.now() > end) throw new Error(`Waited in vain: ${what}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}

/** Does it, and tells what came of it under this name. What fails is told too, and what follows is done all the same. */
export async function tell(name: string, action: () => unknown): Promise<void> {
  const value = await Promise.resolve()
    .then(action)
    .catch((error: unknown) => ({ failed: error instanceof Error ? error.stack : String(error) }));
  await new Promise((done) => process.stdout.write(`${mark}${JSON.stringify({ [name]: value ?? null })}\n`, done));
}
