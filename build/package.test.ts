import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { build } from './build.mjs';
import { packageFrom } from './package.mjs';
import { at, capture } from './run.mjs';

/** Where a real Electron binary keeps its fuses: a sentinel, the version of the table, its length, then one digit for each. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
let folder = '';
let deb = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nw-package-'));
  const electron = join(folder, 'electron');
  mkdirSync(join(electron, 'resources'), { recursive: true });
  // Only the fuses of the binary matter here: it stands for Electron's, which is not run.
  writeFileSync(join(electron, 'electron'), `${sentinel}\x01\x09${'0'.repeat(9)}`);
  chmodSync(join(electron, 'electron'), 0o755);
  for (const name of ['version', 'LICENSE', 'LICENSES.chromium.html', 'chrome-sandbox']) writeFileSync(join(electron, name), 'x');
  await build();
  expect(await packageFrom(electron, join(folder, 'out'), { stdio: 'ignore' })).toBe(0);
  deb = join(folder, 'out/nestwork_0.1.0_amd64.deb');
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const unpacked = (...parts: string[]): string => join(folder, 'out/linux-unpacked', ...parts);

it('the fuses are set: Node on, its options and inspector off, nothing but the archive is loaded', () => {
  const binary = readFileSync(unpacked('nestwork-desktop'), 'latin1');
  const start = binary.indexOf(sentinel) + sentinel.length + 2;
  // runAsNode, cookie encryption, NODE_OPTIONS, inspector, archive integrity, archive only, own snapshot, file privileges.
  expect(binary.slice(start, start + 8)).toBe('10000100');
});

it('the archive holds the bundles, the page and the labs, and no module', async () => {
  const { out } = await capture(process.execPath, [at('node_modules/@electron/asar/bin/asar.js'), 'list', unpacked('resources/app.asar')]);
  for (const path of [
    '/dist/main/main.cjs',
    '/dist/preload/preload.cjs',
    '/dist/cli.cjs',
    '/dist/renderer/index.html',
    '/dist/labs/star.nestwork.json',
    '/package.json',
  ])
    expect(out).toContain(`${path}\n`);
  expect(out).not.toMatch(/node_modules|[.]map\n|[.]test[.]/);
});

it('the supervisor lies beside it, executable and without setuid', () => {
  expect(statSync(unpacked('resources/native/nestwork-lab')).mode & 0o7777).toBe(0o755);
  expect(existsSync(unpacked('resources/default_app.asar'))).toBe(false);
});

it('the Debian package owns its files as root, and brings the command, the desktop entry and the profile', async () => {
  const { out: list } = await capture('dpkg-deb', ['--contents', deb]);
  expect(list.split('\n').filter((line: string) => line !== '' && !line.includes(' root/root '))).toEqual([]);
  expect(list).not.toMatch(/^-..s/m);
  for (const path of [
    './usr/bin/nestwork',
    './usr/share/man/man1/nestwork.1.gz',
    './usr/share/bash-completion/completions/nestwork',
    './usr/share/zsh/vendor-completions/_nestwork',
    './usr/share/fish/vendor_completions.d/nestwork.fish',
    './usr/share/applications/org.nestwork.Nestwork.desktop',
    './usr/share/mime/packages/nestwork-desktop.xml',
    './opt/Nestwork/resources/apparmor-profile',
  ])
    expect(list).toContain(path);
  const { out: entry } = await capture('sh', [
    '-c',
    'dpkg-deb --fsys-tarfile "$1" | tar -xO ./usr/share/applications/org.nestwork.Nestwork.desktop',
    'sh',
    deb,
  ]);
  expect(entry).toContain('Exec=/opt/Nestwork/nestwork-desktop %F');
  expect(entry).toMatch(/Actions=NewWindow;[\s\S]*\[Desktop Action NewWindow\][\s\S]*Exec=nestwork-desktop --new-window/);
  expect(entry).toContain('MimeType=application/x-nestwork+json;');
  const { out: control } = await capture('dpkg-deb', ['--field', deb]);
  expect(control).toMatch(/^Depends: .*libmnl0/m);
});
