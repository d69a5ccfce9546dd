/** Browser mode of Nestwork with folders of its own, for benchmarks of the window. */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Starts `nestwork serve`.
 * @param settings what stands in its settings.json
 * @returns its folder, the address that lets a browser in, and `close`, which ends it and removes the folder
 */
export async function startServed(settings = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'nw-bench-'));
  const env = { ...process.env, HOME: folder };
  for (const name of ['RUNTIME_DIR', 'STATE_HOME', 'CONFIG_HOME', 'CACHE_HOME', 'DATA_HOME']) {
    env[`XDG_${name}`] = join(folder, name);
    await mkdir(env[`XDG_${name}`], { mode: 0o700 });
  }
  await mkdir(join(folder, 'CONFIG_HOME/nestwork'));
  await writeFile(join(folder, 'CONFIG_HOME/nestwork/settings.json'), JSON.stringify(settings));
  const served = spawn(process.execPath, [join(import.meta.dirname, '../../dist/cli.cjs'), 'serve', '--json', '--end'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const address = await new Promise((resolve, reject) => {
    let text = '';
    served.stdout.on('data', (bytes) => {
      text += bytes;
      if (text.includes('\n')) resolve(JSON.parse(text).address);
    });
    served.on('close', (code) => reject(new Error(`nestwork serve ended with ${code}`)));
  });
  return {
    folder,
    address,
    async close() {
      const closed = new Promise((done) => served.on('close', done));
      served.kill('SIGINT');
      await closed;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
