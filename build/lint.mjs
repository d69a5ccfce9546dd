/** All checks that run nothing of Nestwork: style, layers, types, generated files, C analysis. `npm run lint` prints what is wrong. */
import { existsSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { at, capture, has, main, say, tool } from './run.mjs';
import { setup } from './setup.mjs';

const node = (...args) => [process.execPath, args];

/** Every folder with a tsconfig of its own is compiled by it; the page and the end-to-end suite by vue-tsc, which knows `.vue` files. */
export function typeProjects() {
  const layers = readdirSync(at('electron')).filter((name) => existsSync(at('electron', name, 'tsconfig.json')));
  return [
    ...layers.map((name) => ({ project: `electron/${name}`, compiler: 'typescript/bin/tsc' })),
    { project: 'electron', compiler: 'typescript/bin/tsc' },
    { project: '.', compiler: 'vue-tsc/bin/vue-tsc.js' },
    { project: 'build', compiler: 'typescript/bin/tsc' },
    { project: 'e2e', compiler: 'typescript/bin/tsc' },
    { project: 'e2e/bench/canvas', compiler: 'vue-tsc/bin/vue-tsc.js' },
    { project: 'e2e/bench/terminals', compiler: 'typescript/bin/tsc' },
    { project: 'renderer', compiler: 'vue-tsc/bin/vue-tsc.js' },
  ];
}

/** The checks, in order. Each is `[name, [command, arguments]]`. */
export function checks() {
  const list = [
    ['eslint', node(tool('eslint/bin/eslint.js'), '--max-warnings=0', '.')],
    ['prettier', node(tool('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.')],
    [
      'layers',
      node(tool('dependency-cruiser/bin/dependency-cruise.mjs'), '--config', 'build/layers.cruise.cjs', 'electron', 'renderer', 'build'),
    ],
    ...typeProjects().map(({ project, compiler }) => [`types ${project}`, node(tool(compiler), '--project', project)]),
    ['own rules', node('build/house-rules.mjs')],
  ];
  const make = (target) => ['make', ['-C', 'native', '--no-print-directory', `-j${availableParallelism()}`, target]];
  if (has('cppcheck')) list.push(['cppcheck', make('cppcheck')]);
  // One version of it: each finds something else.
  if (has('clang-tidy-14')) list.push(['clang-tidy', make('tidy')]);
  return list;
}

/** Runs one check: it counts as one test. */
export async function runCheck([name, [command, args]]) {
  const { code, both, ms } = await capture(command, args, { seconds: 900 });
  return { name, passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0, ms, output: both };
}

if (process.argv[1] === at('build/lint.mjs'))
  main(async () => {
    await setup({ test: true });
    let failed = 0;
    for (const check of checks()) {
      const result = await runCheck(check);
      failed += result.failed;
      say(`${result.failed ? 'FAIL' : 'ok  '} ${result.name} (${(result.ms / 1000).toFixed(1)} s)`);
      if (result.failed) process.stdout.write(result.output);
    }
    return failed === 0 ? 0 : 1;
  });
