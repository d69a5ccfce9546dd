/** S29: the file is never lost. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chmod, lstat, mkdir, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { generate } from '../engine/generate';
import { serializeTopology } from '../shared/topology/serialize';
import { mayReplace, saveAtomically } from './save';

let base: string;
let folder: string;
let count = 0;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'nw-save-'));
});
afterAll(() => rm(base, { recursive: true }));
beforeEach(async () => {
  folder = join(base, `t${count++}`);
  await mkdir(folder);
});

describe('a save', () => {
  test('keeps mode and symbolic link, and the version before as name~', async () => {
    const target = join(folder, 'lab.json');
    await writeFile(target, 'one');
    await chmod(target, 0o640);
    await symlink('lab.json', join(folder, 'link.json'));
    expect(await saveAtomically(join(folder, 'link.json'), 'two', { backup: true })).toEqual({ ok: true, value: target });
    expect(await readFile(target, 'utf8')).toBe('two');
    expect((await stat(target)).mode & 0o777).toBe(0o640);
    expect((await lstat(join(folder, 'link.json'))).isSymbolicLink()).toBe(true);
    expect(await readFile(`${target}~`, 'utf8')).toBe('one');
    await saveAtomically(target, 'three', { backup: true });
    expect(await readFile(`${target}~`, 'utf8')).toBe('two');
    expect((await readdir(folder)).sort()).toEqual(['lab.json', 'lab.json~', 'link.json']);
  });

  test('that cannot be made says why, and leaves everything as it was', async () => {
    expect(await saveAtomically(join(folder, 'no/such/lab.json'), 'x')).toMatchObject({
      ok: false,
      error: { code: 'save-failed', errno: 'ENOENT' },
    });
    await mkdir(join(folder, 'lab.json'));
    expect(await saveAtomically(join(folder, 'lab.json'), 'x')).toMatchObject({ ok: false, error: { code: 'not-a-file' } });
    expect(await readdir(folder)).toEqual(['lab.json']);
  });

  test('never replaces a file that does not parse', async () => {
    const target = join(folder, 'notes.json');
    await writeFile(target, '{ my notes, not yet a lab');
    expect(await mayReplace(target)).toMatchObject({ ok: false, error: { code: 'unreadable-file' } });
    await writeFile(target, serializeTopology(generate('star', 2)));
    expect(await mayReplace(target)).toEqual({ ok: true, value: null });
    expect(await mayReplace(join(folder, 'new.json'))).toEqual({ ok: true, value: null });
  });
});

/** Every call that changes something, or that the next one depends on. */
const calls = [
  'openat',
  'write',
  'pwrite64',
  'fchmod',
  'fchown',
  'fsync',
  'fdatasync',
  'link',
  'linkat',
  'rename',
  'renameat',
  'renameat2',
  'close',
  'statx',
  'readlink',
  'unlink',
];

/** What changes no file and no disk: waiting, memory, threads, signals, and looking at what is open. */
const harmless = new Set(
  `futex epoll_pwait epoll_wait epoll_ctl read fstat getpid gettid rt_sigprocmask rt_sigaction rt_sigreturn madvise munmap mmap mprotect brk clone clone3 rseq
  set_robust_list sched_getaffinity sched_yield uname exit exit_group fcntl eventfd2 prctl restart_syscall newfstatat clock_nanosleep getrandom prlimit64`.split(
    /\s+/,
  ),
);

test('killed at any call of a save, the file is the old one or the new one, whole', { timeout: 180_000 }, async () => {
  const program = join(base, 'save.cjs');
  await build({
    stdin: {
      contents: `import { saveAtomically } from './save';
        process.stdout.write('ready');
        process.stdin.once('data', () => void saveAtomically(process.argv[2]!, 'x'.repeat(100_000) + 'new', { backup: true }).then((r) => process.exit(r.ok ? 0 : 1)));`,
      resolveDir: __dirname,
      loader: 'ts',
    },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile: program,
    logLevel: 'error',
  });
  const tally = { kills: 0, old: 0, new: 0, completed: 0 };
  // The list of calls is complete: a save that is let through makes no other that could change something.
  const [target, log] = [join(base, 'traced.json'), join(base, 'log')];
  await writeFile(target, 'old');
  expect(await saveTraced(program, target, ['-o', log])).toBeNull();
  const made = new Set([...(await readFile(log, 'utf8')).matchAll(/^\d+ +(?:<\.\.\. )?([a-z]\w+)[ (]/gm)].map(([, name]) => name!));
  expect(made.size).toBeGreaterThan(8);
  expect([...made].filter((name) => !calls.includes(name) && !harmless.has(name))).toEqual([]);
  for (const call of calls) {
    for (let when = 1; when < 40; when++) {
      const place = join(base, `${call}-${when}`);
      await mkdir(place);
      const target = join(place, 'lab.json');
      await writeFile(target, 'old');
      const killed = await saveKilledAt(program, target, call, when);
      const now = await readFile(target, 'utf8');
      const whole = 'x'.repeat(100_000) + 'new';
      expect([`${call} ${when}: old`, `${call} ${when}: new`]).toContain(
        now === 'old' ? `${call} ${when}: old` : now === whole ? `${call} ${when}: new` : `${call} ${when}: ${now.length} bytes`,
      );
      const previous = await readFile(`${target}~`, 'utf8').catch(() => 'old');
      expect(previous).toBe('old');
      await rm(place, { recursive: true });
      if (!killed) {
        // This call is made less often than that; a save that was let through is the control.
        expect(now).toBe(whole);
        tally.completed += 1;
        break;
      }
      tally.kills += 1;
      tally[now === 'old' ? 'old' : 'new'] += 1;
    }
  }
  process.stdout.write(
    `S29: killed at ${tally.kills} calls of ${calls.length} kinds (a save makes calls of ${made.size} kinds, and no other that changes something): ${tally.old} times the old file, ${tally.new} times the new one, never anything else; ${tally.completed} saves let through\n`,
  );
  expect(tally.kills).toBeGreaterThan(8);
  expect(tally.old).toBeGreaterThan(0);
  expect(tally.new).toBeGreaterThan(0);
  expect(tally.completed).toBe(calls.length);
});

/** strace is attached only after start-up, so that only calls of the save are counted. One thread makes all file calls. */
async function saveKilledAt(program: string, target: string, call: string, when: number): Promise<boolean> {
  const options = ['-o', '/dev/null', '-e', `trace=${call}`, '-e', `inject=${call}:signal=SIGKILL:when=${when}`];
  return (await saveTraced(program, target, options)) === 'SIGKILL';
}
/** A save under strace(1). @returns the signal that ended it */
async function saveTraced(program: string, target: string, options: readonly string[]): Promise<NodeJS.Signals | null> {
  const child = spawn(process.execPath, [program, target], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...process.env, UV_THREADPOOL_SIZE: '1' },
  });
  await heard(child.stdout, 'ready');
  const tracer = spawn('strace', ['-f', '-p', String(child.pid), ...options], { stdio: ['ignore', 'ignore', 'pipe'] });
  await heard(tracer.stderr, 'attached');
  const ended = new Promise<NodeJS.Signals | null>((resolve) => child.once('close', (_code, signal) => resolve(signal)));
  child.stdin.write('go');
  const signal = await ended;
  await exited(tracer);
  return signal;
}

function heard(stream: NodeJS.ReadableStream, word: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = '';
    stream.on('data', (bytes: Buffer) => {
      text += bytes.toString();
      if (text.includes(word)) resolve();
    });
    stream.on('close', () => reject(new Error(`It ended without saying "${word}": ${text}`)));
  });
}
function exited(child: ChildProcess): Promise<void> {
  return new Promise((resolve) =>
    child.exitCode !== null || child.signalCode !== null ? resolve() : void child.once('close', () => resolve()),
  );
}
