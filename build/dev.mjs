/** `npm run dev`: browser mode that is built and started again when a source changes. Labs run on meanwhile: they outlive their doors. */
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { at, main, say } from './run.mjs';
import { build } from './build.mjs';
import { setup } from './setup.mjs';

/** Which part a changed file belongs to. */
export function partsOf(path) {
  if (path.startsWith('native/')) return ['native'];
  if (path.startsWith('renderer/')) return ['renderer'];
  if (path.startsWith('labs/')) return ['data'];
  return /^electron\/(shared|engine|formats)\//.test(path) ? ['cli', 'renderer'] : ['cli'];
}

if (process.argv[1] === at('build/dev.mjs'))
  main(async () => {
    await setup();
    await build(['native', 'cli', 'renderer', 'data']);
    let server;
    const serve = () => {
      server = spawn(process.execPath, [at('dist/cli.cjs'), 'serve', ...process.argv.slice(2)], { stdio: 'inherit' });
    };
    serve();
    const changed = new Set();
    let timer;
    const rebuild = async () => {
      const parts = [...new Set([...changed].flatMap(partsOf))];
      changed.clear();
      try {
        await build(parts);
        say(`Built ${parts.join(', ')}.`);
      } catch (error) {
        say(error.message);
        return;
      }
      if (!parts.some((part) => part !== 'renderer' && part !== 'data')) return;
      server.once('close', serve);
      server.kill('SIGINT');
    };
    for (const folder of ['electron', 'renderer', 'native/src', 'labs'])
      watch(at(folder), { recursive: true }, (_kind, name) => {
        if (!name || /[.]test[.]ts$/.test(name)) return;
        changed.add(`${folder}/${name}`);
        clearTimeout(timer);
        timer = setTimeout(rebuild, 100);
      });
    await new Promise((done) => {
      process.once('SIGINT', () => {
        server.removeListener('close', serve);
        server.once('close', done);
        server.kill('SIGINT');
      });
    });
    process.exit(0);
  });
