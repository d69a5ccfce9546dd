/**
 * `npm run package`: a folder and a Debian package in out/package/, without a download. Needs an unpacked Electron: the one that
 * `npx install-electron` fetched, or `--electron FOLDER`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { at, capture, main, run, say, Stop, tool } from './run.mjs';
import { build } from './build.mjs';
import { electronBinary } from './electron-binary.mjs';
import { makeIcons } from './icons.mjs';
import { setup } from './setup.mjs';

/** The manual page and what shells complete by, written by the command line itself from its table of commands. @param folder that they go to */
export async function makeShared(folder) {
  mkdirSync(folder, { recursive: true });
  for (const [name, ...args] of [
    ['nestwork.1', 'reference', 'man'],
    ['nestwork.bash', 'completion', 'bash'],
    ['_nestwork', 'completion', 'zsh'],
    ['nestwork.fish', 'completion', 'fish'],
  ]) {
    const { code, out, both } = await capture(process.execPath, [at('dist/cli.cjs'), ...args]);
    if (code !== 0) throw new Stop(`\`nestwork ${args.join(' ')}\` failed:\n${both}`);
    writeFileSync(join(folder, name), out);
    if (name === 'nestwork.1') writeFileSync(join(folder, `${name}.gz`), gzipSync(out, { level: 9 }));
  }
}

/** Packages what dist/ and native/bin/ hold. @param electronDist folder of an unpacked Electron @param output folder for the packages */
export async function packageFrom(electronDist, output, options = {}) {
  await makeIcons(at('out/icons'));
  await makeShared(at('out/share'));
  const settings = [`-c.electronDist=${electronDist}`, '-c.electronVersion=45.4.1', `-c.directories.output=${output}`];
  return run(
    process.execPath,
    [tool('electron-builder/out/cli/cli.js'), '--linux', 'dir', 'deb', '--x64', '--config', 'build/electron-builder.yml', ...settings],
    {
      ...options,
      env: { ...process.env, CUSTOM_FPM_PATH: at('build/fpm.mjs'), ELECTRON_OVERRIDE_DIST_PATH: electronDist },
    },
  );
}

if (process.argv[1] === at('build/package.mjs'))
  main(async () => {
    const [flag, folder] = process.argv.slice(2);
    if (flag && (flag !== '--electron' || !folder)) throw new Stop('Usage: npm run package [-- --electron FOLDER]');
    await setup();
    await build();
    const binary = folder ? { path: resolve(folder, 'electron') } : await electronBinary();
    if (!binary.path)
      throw new Stop(
        `Nestwork cannot be packaged: ${binary.why}. Or name an unpacked Electron 45.4.1: npm run package -- --electron FOLDER`,
      );
    const code = await packageFrom(dirname(binary.path), at('out/package'));
    if (code === 0) say('The packages are in out/package/.');
    return code;
  });
