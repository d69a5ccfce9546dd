/**
 * `npm run package`: a folder and a Debian package in out/package/, without a download. Needs an unpacked Electron: the one that
 * `npx install-electron` fetched, or `--electron FOLDER`.
 */
import { dirname, resolve } from 'node:path';
import { at, main, run, say, Stop, tool } from './run.mjs';
import { build } from './build.mjs';
import { electronBinary } from './electron-binary.mjs';
import { makeIcons } from './icons.mjs';
import { setup } from './setup.mjs';

/** Packages what dist/ and native/bin/ hold. @param electronDist folder of an unpacked Electron @param output folder for the packages */
export async function packageFrom(electronDist, output, options = {}) {
  await makeIcons(at('out/icons'));
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
