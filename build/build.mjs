/**
 * Builds Nestwork into dist/ and native/bin/. `node build/build.mjs [part…]` builds only the named parts.
 * Parts: native (make), main, preload, cli, sudo-prompt (esbuild, milliseconds), renderer (vite, only when its sources changed), data.
 */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { at, capture, main, root, say, Stop, tool } from './run.mjs';
import { setup } from './setup.mjs';

/**
 * What each bundle is made of. CommonJS, one file each: Electron loads a CommonJS main synchronously, so all that must come before
 * `ready` does, and sandboxed preloads cannot be anything else.
 * @returns {Record<'main' | 'preload' | 'cli' | 'sudo-prompt', import('esbuild').BuildOptions>}
 */
export function bundles() {
  const { version } = JSON.parse(readFileSync(at('package.json'), 'utf8'));
  const common = {
    absWorkingDir: root,
    bundle: true,
    format: 'cjs',
    sourcemap: 'linked',
    logLevel: 'warning',
    define: { NESTWORK_VERSION: JSON.stringify(version) },
  };
  // ws looks for these two accelerators and does without them.
  const optional = ['bufferutil', 'utf-8-validate'];
  return {
    main: {
      ...common,
      entryPoints: ['electron/main/main.ts'],
      outfile: 'dist/main/main.cjs',
      platform: 'node',
      target: 'node24',
      external: ['electron', ...optional],
    },
    // For the browser platform: an import of a Node module fails the build here, and not in the sandbox.
    preload: {
      ...common,
      entryPoints: ['electron/preload/preload.ts'],
      outfile: 'dist/preload/preload.cjs',
      platform: 'browser',
      target: 'chrome156',
      external: ['electron'],
    },
    cli: {
      ...common,
      entryPoints: ['electron/cli/cli.ts'],
      outfile: 'dist/cli.cjs',
      platform: 'node',
      target: 'node20',
      external: optional,
    },
    // A process of its own, run by whatever runs the two above.
    'sudo-prompt': {
      ...common,
      entryPoints: ['electron/helper/sudo-prompt.ts'],
      outfile: 'dist/sudo-prompt.cjs',
      platform: 'node',
      target: 'node20',
    },
  };
}

/** Hash over names and contents of everything that the page is built from. */
export function inputsHash(folders, files) {
  const hash = createHash('sha256');
  const add = (path) => hash.update(relative(root, path)).update('\0').update(readFileSync(path)).update('\0');
  const walk = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (!/\.test\.ts$/.test(entry.name)) add(path);
    }
  };
  for (const folder of folders) if (existsSync(folder)) walk(folder);
  for (const file of files) add(file);
  return hash.digest('hex');
}

async function bundle(name) {
  const { build } = await import(pathToFileURL(tool('esbuild/lib/main.js')).href);
  await build(bundles()[name]).catch((error) => {
    throw new Stop(`The ${name} bundle could not be built: ${error.errors?.length ?? 1} error(s), printed above.`);
  });
}

async function native() {
  const made = await capture('make', ['-C', 'native', '--no-print-directory', '-j2', 'all']);
  if (made.code !== 0) throw new Stop(`The supervisor could not be built. make says:\n${made.both}`);
}

async function renderer() {
  const stamp = at('dist/renderer.inputs');
  const hash = inputsHash(
    [at('renderer'), at('electron/shared'), at('electron/engine'), at('electron/formats')],
    [at('package-lock.json'), at('tsconfig.base.json')],
  );
  if (existsSync(stamp) && existsSync(at('dist/renderer/index.html')) && readFileSync(stamp, 'utf8') === hash) return;
  rmSync(stamp, { force: true });
  const made = await capture(
    process.execPath,
    [tool('vite/bin/vite.js'), 'build', '--config', 'renderer/vite.config.ts', '--logLevel', 'warn'],
    {
      env: { ...process.env, NODE_ENV: 'production' },
    },
  );
  if (made.code !== 0) throw new Stop(`The window could not be built. vite says:\n${made.both}`);
  if (made.both.trim()) say(made.both.trim());
  writeFileSync(stamp, hash);
}

/** What the programs read beside themselves: the labs that ship. */
function data() {
  rmSync(at('dist/labs'), { recursive: true, force: true });
  cpSync(at('labs'), at('dist/labs'), { recursive: true });
}

const parts = {
  native,
  main: () => bundle('main'),
  preload: () => bundle('preload'),
  cli: () => bundle('cli'),
  'sudo-prompt': () => bundle('sudo-prompt'),
  renderer,
  data,
};

/** Builds the named parts, all of them by default. Native code and the page side by side: they share nothing. */
export async function build(names = Object.keys(parts)) {
  mkdirSync(at('dist'), { recursive: true });
  for (const name of names)
    if (!(name in parts)) throw new Stop(`There is no part "${name}". Parts are: ${Object.keys(parts).join(', ')}.`);
  const results = await Promise.allSettled(names.map((name) => parts[name]()));
  const reasons = results.filter((result) => result.status === 'rejected').map((result) => result.reason);
  const bug = reasons.find((reason) => !(reason instanceof Stop));
  if (bug) throw bug;
  if (reasons.length > 0) throw new Stop(reasons.map((reason) => reason.message).join('\n\n'));
}

if (process.argv[1] === at('build/build.mjs'))
  main(async () => {
    const started = performance.now();
    await setup();
    const names = process.argv.slice(2);
    await build(names.length > 0 ? names : undefined);
    say(`Built in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
  });
