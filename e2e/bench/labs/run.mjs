/**
 * How fast labs go up, down and change, and what they hold, as ratios to yardsticks in the same run: `node e2e/bench/labs/run.mjs`
 * (`--quick`; `--only programs,up,edits,inside`; `--sizes 10,100`; `--json FILE`). See docs/speed.md. As root everything runs before other
 * programs of the computer (SCHED_RR), which its load would disturb; the yardsticks too.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '../../..');
const args = process.argv.slice(2);
if (process.getuid?.() === 0) spawnSync('chrt', ['--all-tasks', '--rr', '--pid', '1', String(process.pid)], { stdio: 'ignore' });
const outfile = join(root, 'out/bench/labs.mjs');
await build({
  entryPoints: [join(import.meta.dirname, 'main.ts')],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  logLevel: 'warning',
  // A package in CommonJS asks for Node's own modules by `require`.
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  define: { NESTWORK_VERSION: '"bench"' },
});
const load = loadavg()[0].toFixed(1);
const { main } = await import(pathToFileURL(outfile).href);
const { rows, good, json } = await main(root, args);
process.stdout.write(`Load of the computer: ${load} before, ${loadavg()[0].toFixed(1)} after.\n`);
if (json) writeFileSync(json, `${JSON.stringify(rows, null, 2)}\n`);
process.exit(good ? 0 : 1);
