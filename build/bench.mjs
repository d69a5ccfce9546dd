/** `npm run bench`: figures of labs against the bare netlink program, and of the canvas against a bare page. Arguments go to the benchmarks. */
import { existsSync } from 'node:fs';
import { at, main, run, Stop } from './run.mjs';
import { build } from './build.mjs';
import { setup } from './setup.mjs';

const benchmarks = { labs: 'e2e/bench/start.mjs', canvas: 'e2e/bench/canvas/run.mjs' };

main(async () => {
  const [name, ...args] = process.argv.slice(2);
  if (name !== undefined && !(name in benchmarks))
    throw new Stop(`There is no benchmark "${name}". There are: ${Object.keys(benchmarks).join(', ')}.`);
  await setup({ test: true });
  await build(['native', 'cli', 'renderer', 'data']);
  let worst = 0;
  for (const one of name === undefined ? Object.keys(benchmarks) : [name]) {
    const script = at(benchmarks[one]);
    if (!existsSync(script)) throw new Stop(`The benchmark ${benchmarks[one]} is not there.`);
    worst = Math.max(worst, await run(process.execPath, [script, ...args]));
  }
  return worst;
});
