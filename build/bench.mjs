/**
 * `npm run bench [-- labs|canvas|terminals|window] [--quick]`: figures as ratios to yardsticks in the same run, with what is to be reached and whether it is:
 * labs against a bare netlink program, the canvas against a bare page, terminals against xterm.js alone, a window against a bare one. Other arguments go to the benchmark that is named.
 */
import { at, main, run, Stop } from './run.mjs';
import { build } from './build.mjs';
import { setup } from './setup.mjs';

const benchmarks = Object.fromEntries(['labs', 'canvas', 'terminals', 'window'].map((name) => [name, `e2e/bench/${name}/run.mjs`]));

main(async () => {
  const args = process.argv.slice(2);
  const name = args[0]?.startsWith('-') ? undefined : args.shift();
  if (name !== undefined && !(name in benchmarks))
    throw new Stop(`There is no benchmark "${name}". There are: ${Object.keys(benchmarks).join(', ')}.`);
  await setup({ test: true });
  await build(['native', 'cli', 'renderer', 'data']);
  let worst = 0;
  for (const one of name === undefined ? Object.keys(benchmarks) : [name]) {
    process.stdout.write(`\n== ${one} ==\n`);
    worst = Math.max(worst, await run(process.execPath, [at(benchmarks[one]), ...args]));
  }
  return worst;
});
