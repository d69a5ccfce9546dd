/** S20: malformed lab files: a message with its place, within 2 s and 256 MB, and the open document untouched. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createHost } from '../../electron/host/host';
import { pair } from '../../electron/host/in-process';
import { createClient } from '../../electron/shared/client';
import { generate } from '../../electron/engine/generate';
import { serializeTopology } from '../../electron/shared/topology/serialize';
import { Random } from '../support/random';
import { bombs, realLabs, textMutants } from './lab-mutants';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');
const labs = join(root, 'labs');
const seed = Number(process.env.NESTWORK_SEED ?? Date.now() % 1e9);
/** Bytes. */
const most = 256 * 1024 * 1024;

let dir: string;
let reader: string;
const count = 10_000;
/** Beside the other tests of this file: each has a core. */
let mutants: Promise<Tally>;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'nestwork-files-'));
  reader = join(dir, 'reader.cjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'lab-files.child.ts')],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile: reader,
    logLevel: 'error',
  });
  mutants = read('mutants', labs, String(seed), String(count));
  mutants.catch(() => undefined);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

interface Tally {
  read: number;
  refused: number;
  slowest: { name: string; ms: number };
  wrong: string[];
  /** KiB */
  memory: number;
}
const read = async (...args: string[]): Promise<Tally> => {
  const { stdout } = await run(process.execPath, [reader, ...args], { maxBuffer: 1 << 28 });
  return JSON.parse(stdout) as Tally;
};

it('files that are small to write and large to read cost neither time nor memory', async () => {
  const worst = { ms: 0, slow: '', memory: 0, large: '', refused: 0, count: 0 };
  const small: string[] = [];
  const judge = async (name: string, ...paths: string[]): Promise<void> => {
    const { wrong, slowest, memory, refused } = await read('files', ...paths);
    expect(wrong, name).toEqual([]);
    worst.refused += refused;
    worst.count += paths.length;
    if (slowest.ms > worst.ms) Object.assign(worst, { ms: slowest.ms, slow: name });
    if (memory > worst.memory) Object.assign(worst, { memory, large: name });
  };
  for (const [name, text] of bombs()) {
    const path = join(dir, name.replaceAll(/[^\w ]/g, '-'));
    writeFileSync(path, text);
    // Each of the large ones to a process that has read nothing else.
    if (text.length < 5_000_000) small.push(path);
    else await judge(name, path);
  }
  await judge('the small ones', ...small);
  expect(worst.ms, worst.slow).toBeLessThan(2000);
  expect(worst.memory * 1024, worst.large).toBeLessThan(most);
  console.log(
    `S20: ${worst.count} bombs, ${worst.refused} refused; the slowest (${worst.slow}) took ${worst.ms.toFixed(0)} ms, the largest process (${worst.large}) ${(worst.memory / 1024).toFixed(0)} MiB`,
  );
}, 600_000);

it('the open document is what it was, whatever its file or another one became', async () => {
  for (const name of ['XDG_RUNTIME_DIR', 'XDG_STATE_HOME', 'XDG_CONFIG_HOME']) process.env[name] = dir;
  const host = createHost({ door: 'browser', root });
  const [near, far] = pair();
  const client = createClient(near);
  host.connect(far);
  const path = join(dir, 'open.nestwork.json');
  const text = serializeTopology(generate('star', 5));
  writeFileSync(path, text);
  const opened = await client.call('documents.open', { path });
  if (!opened.ok) throw new Error(opened.error.message);
  const { document } = opened.value;
  const random = new Random(seed);
  const next = textMutants(realLabs(labs, seed), random);
  let refused = 0;
  let tried = 0;
  try {
    while (refused < 200 && tried < 2000) {
      tried++;
      const broken = next();
      writeFileSync(path, broken);
      writeFileSync(join(dir, 'other.nestwork.json'), broken);
      // By way of the file that is open, and of another one.
      const [same, other] = await Promise.all([
        client.call('documents.acceptFile', { document }),
        client.call('documents.open', { path: join(dir, 'other.nestwork.json') }),
      ]);
      expect(same.ok).toBe(other.ok);
      if (same.ok) {
        // It could be read, and that is another matter: what was open comes back.
        writeFileSync(path, text);
        await client.call('documents.acceptFile', { document });
        if (other.ok) await client.call('documents.close', { document: other.value.document });
        continue;
      }
      refused++;
      const now = await client.call('documents.get', { document });
      if (!now.ok) throw new Error(now.error.message);
      expect(serializeTopology(now.value.topology), `seed ${seed}: ${broken.slice(0, 500)}`).toBe(text);
    }
  } finally {
    await host.close();
  }
  expect(refused).toBe(200);
  console.log(
    `S20: ${refused} malformed files (seed ${seed}), each in place of the open one and opened beside it: the open document as it was`,
  );
}, 600_000);

it('10,000 mutants of real labs are read whole, or refused with their place', async () => {
  const tally = await mutants;
  expect(tally.wrong.slice(0, 3), `seed ${seed}, ${tally.wrong.length} of them`).toEqual([]);
  // Else they might all be refused, or all let through.
  expect(tally.refused).toBeGreaterThan(count / 4);
  expect(tally.read).toBeGreaterThan(count / 10);
  expect(tally.slowest.ms).toBeLessThan(2000);
  expect(tally.memory * 1024).toBeLessThan(most);
  console.log(
    `S20: ${count} mutants of lab files (seed ${seed}): ${tally.refused} refused with place, ${tally.read} read and looked through; the slowest took ${tally.slowest.ms.toFixed(0)} ms, the process ${(tally.memory / 1024).toFixed(0)} MiB`,
  );
}, 600_000);
