/**
 * A machine with a kernel of its own, for what the kernel under the tests may lack: User-Mode Linux, which boots the computer's own files (read-only) as an ordinary
 * process in a few seconds. One boot runs one scenario; what that tells comes back by name.
 */
import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { mark } from './told';
import type { Told } from './told';

const root = join(import.meta.dirname, '../..');
const kernel = '/usr/bin/linux.uml';
/** Bytes that the machine believes to have. Taken from the computer as they are used. */
const memory = 1024 ** 3;
/** A boot with its scenario may take so long, ms: it takes half a minute, and more on a computer that is busy. */
const patience = 240_000;

/** Boots, runs `scenario` (a file of this folder), and gives what it told, when the machine has switched itself off. Everything else is an error with the console. */
export async function boot(scenario: string): Promise<Told> {
  const folder = mkdtempSync(join(tmpdir(), 'nestwork-machine-'));
  try {
    for (const name of ['dist', 'native/bin']) mkdirSync(join(folder, name), { recursive: true });
    for (const name of ['dist/cli.cjs', 'native/bin/nestwork-lab']) copyFileSync(join(root, name), join(folder, name));
    copyFileSync(join(import.meta.dirname, 'init.sh'), join(folder, 'init.sh'));
    await build({
      entryPoints: [join(import.meta.dirname, scenario)],
      bundle: true,
      platform: 'node',
      format: 'cjs',
      outfile: join(folder, 'scenario.cjs'),
      logLevel: 'error',
    });
    return await run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(folder: string): Promise<Told> {
  // Its memory is a file, which must be mapped executable: in /dev/shm, where that is large enough.
  const shared = statfsSync('/dev/shm');
  const roomy = shared.bavail * shared.bsize > memory;
  const given = ['rootfstype=hostfs', 'rootflags=/', 'ro', `init=${join(folder, 'init.sh')}`, `folder=${folder}`];
  const child = spawn(kernel, [`mem=${memory / 1024 ** 2}M`, ...given, 'con0=fd:0,fd:1', 'con=null', 'loglevel=1'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, HOME: folder, ...(!roomy && { TMPDIR: folder }) },
    detached: true,
  });
  // Each of its system calls goes back and forth between two processes: beside others that compute, each would wait for its turn.
  if (process.getuid?.() === 0 && child.pid !== undefined) setPriority(child.pid, -10);
  const told: Told = new Map();
  let [said, rest] = ['', ''];
  const read = (bytes: Buffer): void => {
    const lines = (rest + bytes.toString()).split(/\r?\n/);
    rest = lines.pop()!;
    for (const line of lines) {
      if (!line.startsWith(mark)) said += `${line}\n`;
      else for (const [name, value] of Object.entries(JSON.parse(line.slice(mark.length)) as object)) told.set(name, value);
    }
  };
  child.stdout.on('data', read);
  child.stderr.on('data', (bytes: Buffer) => (said += bytes.toString()));
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => process.kill(-child.pid!, 'SIGKILL'), patience);
    const failed = (why: string): void => reject(new Error(`The machine ${why}. Its console: ${said.slice(-4000)}`));
    child.on('error', (error) => failed(`could not be started: ${error.message}`));
    child.on('close', (code, signal) => {
      clearTimeout(limit);
      if (told.has('end')) resolve(told);
      else failed(`ended early (${signal ?? code})`);
    });
  });
}
