/**
 * `npm test`: set-up, build, every check and every test, and as its last line `N passed, N failed, N skipped` over all suites. Exits with 1
 * if anything failed, if a test was skipped, or if a suite ran no test.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { at, capture, main, say, Stop, tool } from './run.mjs';
import { setup } from './setup.mjs';
import { build } from './build.mjs';
import { closingLine, fromLines, fromVitest, verdict } from './count.mjs';

/** A check that runs no test (types, layers) counts as one. */
const checks = [
  ...['shared', 'engine', 'helper', 'host', 'serve', 'cli'].map((layer) => [`types of electron/${layer}`, 'typescript/bin/tsc', '--project', `electron/${layer}`]),
  ['types of renderer', 'vue-tsc/bin/vue-tsc.js', '--project', 'renderer'],
  ['layers', 'dependency-cruiser/bin/dependency-cruise.mjs', '--config', 'build/layers.cruise.cjs', 'electron', 'renderer'],
];

async function vitest(name, ...filters) {
  const file = at('out', `${name}.json`);
  rmSync(file, { force: true });
  const ran = await capture(process.execPath, [tool('vitest/vitest.mjs'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...filters], { seconds: 480 });
  const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  return { name, ...fromVitest(report, ran.code), ms: ran.ms, output: ran.both };
}

async function native(target) {
  const ran = await capture('make', ['-C', 'native', '--no-print-directory', target], { seconds: 480 });
  return { name: `native ${target}`, ...fromLines(ran.both, ran.code), ms: ran.ms, output: ran.both };
}

async function check([name, program, ...args]) {
  const ran = await capture(process.execPath, [tool(program), ...args], { seconds: 300 });
  return { name, passed: ran.code === 0 ? 1 : 0, failed: ran.code === 0 ? 0 : 1, skipped: 0, ms: ran.ms, output: ran.both };
}

main(async () => {
  await setup({ test: true });
  await build(['native', 'cli', 'renderer', 'data']);
  const suites = [...checks.map((one) => () => check(one)), () => vitest('units', 'electron', 'renderer', 'build'), () => native('check')];
  const results = [];
  for (const suite of suites) {
    const result = await suite();
    results.push(result);
    const { name, passed, failed, skipped, ms } = result;
    say(`${failed || passed === 0 ? 'FAIL' : 'ok  '} ${name}: ${passed} passed, ${failed} failed, ${skipped} skipped (${(ms / 1000).toFixed(1)} s)`);
    if (failed || passed === 0) process.stdout.write(result.output);
  }
  if (results.length === 0) throw new Stop('No suite ran.');
  process.stdout.write(`${closingLine(results)}\n`);
  return verdict(results);
});
