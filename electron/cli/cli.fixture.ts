/** The command line as a person or a script meets it: the bundle in a process of its own, with a home of its own. */
import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, vi } from 'vitest';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });
export const root = resolve(__dirname, '../..');
/** Folder of this file's labs and state. */
export let home: string;
let program: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'nw-cli-'));
  // Where the built one lies, so that it finds the supervisor as an installed one does.
  program = join(home, 'dist/cli.cjs');
  await build({
    entryPoints: [join(__dirname, 'cli.ts')],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile: program,
    logLevel: 'error',
    external: ['bufferutil', 'utf-8-validate'],
    define: { NESTWORK_VERSION: '"1.2.3"' },
  });
  // For shells: a command of this name.
  const command = join(home, 'bin/nestwork');
  await mkdir(join(home, 'bin'));
  await writeFile(command, `#!/bin/sh\nexec ${process.execPath} ${program} "$@"\n`, { mode: 0o755 });
});
afterAll(async () => {
  await nestwork(['down', '--all']);
  await rm(home, { recursive: true });
});

export interface Ended {
  code: number | null;
  out: string;
  err: string;
}

export function environment(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    NESTWORK_LAB: process.env.NESTWORK_LAB ?? join(root, 'native/bin/nestwork-lab'),
    XDG_RUNTIME_DIR: home,
    XDG_STATE_HOME: home,
    XDG_CONFIG_HOME: home,
    NO_COLOR: '1',
  };
}

export function startProgram(command: string, args: readonly string[]): { child: ChildProcessWithoutNullStreams; ended: Promise<Ended> } {
  const child = spawn(command, args, { cwd: home, env: environment() });
  let [out, err] = ['', ''];
  child.stdout.on('data', (bytes: Buffer) => (out += bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => (err += bytes.toString()));
  return { child, ended: new Promise((done) => child.on('close', (code) => done({ code, out, err }))) };
}
export const start = (args: readonly string[]) => startProgram(process.execPath, [program, ...args]);

export function nestwork(args: readonly string[], input: string | Buffer = ''): Promise<Ended> {
  const { child, ended } = start(args);
  child.stdin.end(input);
  return ended;
}
/** What it prints with --json. */
export async function json<T>(args: readonly string[]): Promise<T> {
  return JSON.parse((await nestwork([...args, '--json'])).out) as T;
}
export async function starFile(hosts: number): Promise<string> {
  const path = join(home, 'star.nestwork.json');
  await writeFile(path, (await nestwork(['generate', 'star', String(hosts)])).out);
  return path;
}

/** What a program shows on a terminal of its own while a person types. `typed`: what is typed, or done and then typed, once what stands before it has been seen. */
export function onTerminal(
  command: string,
  typed: readonly (readonly [seen: RegExp, keys: string | (() => Promise<string>)])[] = [],
): Promise<string> {
  return new Promise((done, failed) => {
    const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
      cwd: home,
      env: {
        ...environment(),
        PATH: `${join(home, 'bin')}:${process.env.PATH}`,
        TERM: 'xterm',
        HOME: home,
        ZDOTDIR: home,
        INPUTRC: join(home, '.inputrc'),
      },
    });
    let [shown, from, next] = ['', 0, 0];
    const limit = setTimeout(() => {
      child.kill('SIGKILL');
      failed(new Error(`Waited for ${String(typed[next]?.[0] ?? 'the end')}; it showed: ${shown}`));
    }, 200_000);
    child.stdout.on('data', (bytes: Buffer) => {
      shown += bytes.toString();
      const [seen, keys] = typed[next] ?? [];
      if (!seen || keys === undefined || !seen.test(plain(shown.slice(from)))) return;
      [from, next] = [shown.length, next + 1];
      if (typeof keys === 'string') child.stdin.write(keys);
      else keys().then((text) => child.stdin.write(text), failed);
    });
    child.on('close', () => {
      clearTimeout(limit);
      done(shown);
    });
  });
}
/** Without colours and movements of the cursor (ECMA-48). */
const plain = (text: string): string => text.replace(/\u001b(\[[0-9;?]*[A-Za-z]|[=>])|[\u0007]/g, '').replace(/.\u0008/g, '');
