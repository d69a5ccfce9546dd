/**
 * How fast a lab comes up, goes down and changes, against the yardstick bare.c that makes the same kernel objects, in one run and taking turns.
 *
 *     node e2e/bench/start.mjs [--json FILE] [--sizes 10,100,1000] [--rounds N]
 *
 * `up` is from request to acknowledgement in a running host; what starting the supervisor takes is shown apart. `down` ends with the last process.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { chain, star, starCable, startLab } from './wire.mjs';

const here = import.meta.dirname;
const program = resolve(process.env.NESTWORK_LAB ?? join(here, '../../native/bin/nestwork-lab'));
const option = (name) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : undefined);
const sizes = (option('--sizes') ?? '10,100,1000').split(',').map(Number);
const roundsOf = (n) => Number(option('--rounds') ?? (n >= 1000 ? 5 : n >= 100 ? 9 : 15));

const bare = join(here, 'bin/bare');
mkdirSync(dirname(bare), { recursive: true });
execFileSync('cc', ['-std=c17', '-O2', '-o', bare, join(here, 'bare.c'), '-lmnl']);

const shapes = [
  { name: 'star', yardstick: 'star', plan: star, target: true },
  { name: 'chain', yardstick: 'wires', plan: (n) => chain(n, 'wire'), target: true },
  // The same row with one veth pair a cable on both sides: what cutting on both ends costs is the difference to the line above.
  { name: 'chain of pairs', yardstick: 'chain', plan: (n) => chain(n, 'pair'), target: false },
];

const sorted = (all) => [...all].sort((a, b) => a - b);
const median = (all) => sorted(all)[Math.floor(all.length / 2)];
const ms = (value) => (value < 10 ? value.toFixed(2) : value.toFixed(0)).padStart(8);

/** Medians of the times, and the median of the ratios of neighbouring rounds: what disturbs one disturbs the other. */
const rows = [];
const starts = [];
for (const shape of shapes) {
  for (const n of sizes) {
    const rounds = { up: [], down: [], bareUp: [], bareDown: [] };
    for (let round = 0; round < roundsOf(n); round++) {
      const yardstick = JSON.parse(execFileSync(bare, [shape.yardstick, String(n)], { encoding: 'utf8' }));
      rounds.bareUp.push(yardstick.up);
      rounds.bareDown.push(yardstick.down);
      const lab = await startLab(program);
      starts.push(lab.started);
      rounds.up.push(await lab.apply(shape.plan(n)));
      rounds.down.push(await lab.down());
    }
    const ratios = rounds.up.map((up, i) => up / rounds.bareUp[i]);
    const row = {
      shape: shape.name,
      n,
      target: shape.target,
      ratio: median(ratios),
      best: Math.min(...rounds.up) / Math.min(...rounds.bareUp),
      downRatio: median(rounds.down.map((down, i) => down / rounds.bareDown[i])),
    };
    for (const [name, all] of Object.entries(rounds)) row[name] = median(all);
    rows.push(row);
    console.log(
      `${shape.name.padEnd(15)} ${String(n).padStart(5)}  up ${ms(row.up)} ms, bare ${ms(row.bareUp)} ms, ratio ${row.ratio.toFixed(2)} (best of both ${row.best.toFixed(2)})   down ${ms(row.down)} ms, bare ${ms(row.bareDown)} ms`,
    );
  }
}

const largest = Math.max(...sizes);
const lab = await startLab(program);
await lab.apply(star(largest));
const edits = { 'delete a cable': [], 'draw it again, with addresses': [], 'cut it': [], 'restore it': [] };
for (let turn = 0; turn < 40; turn++) {
  const i = (turn * 23) % largest;
  edits['delete a cable'].push(await lab.apply([{ op: 'link.delete', link: `l${i}` }]));
  edits['draw it again, with addresses'].push(await lab.apply(starCable(i)));
  edits['cut it'].push(await lab.apply([{ op: 'link.cut', link: `l${i}` }]));
  edits['restore it'].push(await lab.apply([{ op: 'link.restore', link: `l${i}` }]));
}
const first = [];
const again = [];
for (let i = 0; i < Math.min(30, largest); i++) first.push(await lab.prompt(`h${i}`));
for (let i = 0; i < Math.min(30, largest); i++) again.push(await lab.prompt(`h${i}`));
// A shell of this computer on a pty of script(1), outside: what bash itself needs here.
await lab.down();

const figure = (name, all) => ({ name, median: median(all), worst: Math.max(...all) });
const figures = [
  ...Object.entries(edits).map(([name, all]) => figure(`edit at ${largest}: ${name}`, all)),
  figure(`prompt, first shell of a node (of ${largest})`, first),
  figure('prompt, next shell', again),
  figure('start of a supervisor (shown apart)', starts),
];
for (const { name, median: middle, worst } of figures) console.log(`${name.padEnd(48)} median ${ms(middle)} ms, worst ${ms(worst)} ms`);

const at = (shape, n) => rows.find((row) => row.shape === shape && row.n === n);
const goals = [];
for (const shape of shapes.filter((one) => one.target)) {
  const [big, middle] = [at(shape.name, 1000), at(shape.name, 100)];
  if (big) goals.push({ goal: `${shape.name}: up of 1,000 at most 1.5 of bare`, value: big.ratio, limit: 1.5 });
  if (big && middle)
    goals.push({ goal: `${shape.name}: ratio at 1,000 at most 1.1 of the ratio at 100`, value: big.ratio / middle.ratio, limit: 1.1 });
}
for (const one of figures.filter(({ name }) => name.startsWith('edit')))
  goals.push({ goal: `${one.name} at most 10 ms`, value: one.median, limit: 10 });
for (const one of figures.filter(({ name }) => name.startsWith('prompt')))
  goals.push({ goal: `${one.name} at most 20 ms`, value: one.median, limit: 20 });
for (const goal of goals) console.log(`${goal.value <= goal.limit ? 'reached' : 'MISSED '}  ${goal.goal}: ${goal.value.toFixed(2)}`);
const file = option('--json');
if (file) writeFileSync(file, `${JSON.stringify({ rows, figures, goals }, null, 2)}\n`);
