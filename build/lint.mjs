/** All checks that run nothing of Nestwork: style, layers, types, generated files, C analysis. `npm run lint` prints what is wrong. */
import { existsSync, readdirSync } from 'node:fs';
import { at, capture, has, main, say, tool } from './run.mjs';
import { setup } from './setup.mjs';

const node = (...args) => [process.execPath, args];

/** Every folder with a tsconfig of its own is compiled by it; the page and the end-to-end suite by vue-tsc, which knows `.vue` files. */
export function typeProjects() {
  const layers = readdirSync(at('electron')).filter((name) => existsSync(at('electron', name, 'tsconfig.json')));
  return [
    ...layers.map((name) => ({ project: `electron/${name}`, compiler: 'typescript/bin/tsc' })),
    { project: 'electron', compiler: 'typescript/bin/tsc' },
    { project: 'build', compiler: 'typescript/bin/tsc' },
    { project: 'e2e', compiler: 'typescript/bin/tsc' },
    { project: 'renderer', compiler: 'vue-tsc/bin/vue-tsc.js' },
  ];
}

/** The checks, in order. Each is `[name, [command, arguments]]`. */
export function checks() {
  const list = [
    ['eslint', node(tool('eslint/bin/eslint.js'), '--max-warnings=0', '.')],
    ['prettier', node(tool('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.')],
    ['layers', node(tool('dependency-cruiser/bin/dependency-cruise.mjs'), '--config', 'build/layers.cruise.cjs', 'electron', 'renderer', 'build')],
    ...typeProjects().map(({ project, compiler }) => [`types ${project}`, node(tool(compiler), '--project', project)]),
    ['own rules', node('build/house-rules.mjs')],
  ];
  if (has('cppcheck'))
    list.push(['cppcheck', ['cppcheck', ['--error-exitcode=1', '--enable=warning,portability', '--inline-suppr', '--quiet', '--std=c11', '--library=posix', '-D__linux__', 'native/src']]]);
  return list;
}

/** Runs all checks, two at a time (the machine this is made for has two cores). @returns [{ name, ok, ms, output }] in order */
export async function lint() {
  const results = [];
  const queue = checks().map((check, place) => ({ check, place }));
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [name, [command, args]] = next.check;
      const { code, both, ms } = await capture(command, args, { seconds: 300 });
      results[next.place] = { name, ok: code === 0, ms, output: both };
    }
  };
  await Promise.all([worker(), worker()]);
  return results;
}

if (process.argv[1] === at('build/lint.mjs'))
  main(async () => {
    await setup({ test: true });
    const results = await lint();
    for (const { name, ok, ms, output } of results) {
      say(`${ok ? 'ok  ' : 'FAIL'} ${name} (${(ms / 1000).toFixed(1)} s)`);
      if (!ok) process.stdout.write(output);
    }
    return results.every(({ ok }) => ok) ? 0 : 1;
  });
