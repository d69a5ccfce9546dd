#!/usr/bin/env node
/**
 * Stands in for fpm, of which electron-builder asks one thing here: a Debian package from folders and files. fpm itself would have to be
 * downloaded; dpkg-deb is on every Debian machine.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** fpm's arguments: options that take a value, those that do not, and `SOURCE=TARGET` pairs. */
export function parse(argv) {
  const given = { depends: [], recommends: [], pairs: [] };
  const names = { '-d': 'depends', '--depends': 'depends', '--deb-recommends': 'recommends' };
  for (let index = 0; index < argv.length; index++) {
    const argument = argv[index];
    if (argument === '--force' || argument.startsWith('--no-')) continue;
    if (names[argument]) given[names[argument]].push(argv[++index]);
    else if (argument.startsWith('-')) given[argument.replace(/^-+/, '')] = argv[++index];
    else given.pairs.push([argument.slice(0, argument.lastIndexOf('=')), argument.slice(argument.lastIndexOf('=') + 1)]);
  }
  return given;
}

/** The package's control file; the size is in KiB, and continued lines of a description begin with a space. */
export function control(given, kib) {
  const [first = '', ...more] = (given.description ?? '').split('\n');
  const fields = {
    Package: given.name,
    Version: given.version,
    Architecture: given.architecture,
    Maintainer: given.maintainer,
    'Installed-Size': kib,
    Depends: given.depends.join(', '),
    Recommends: given.recommends.join(', '),
    Section: given.category ?? 'net',
    Priority: given['deb-priority'] ?? 'optional',
    Homepage: given.url,
    Description: [first.trim() || given.name, ...more.map((line) => ` ${line.trim() || '.'}`)].join('\n'),
  };
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('');
}

function kibOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + Math.ceil(statSync(join(entry.parentPath, entry.name)).size / 1024), 0);
}

function main() {
  const given = parse(process.argv.slice(2));
  if (given.t !== 'deb' || given.s !== 'dir')
    throw new Error(`Only a Debian package from folders can be made, not ${given.s} to ${given.t}.`);
  const top = mkdtempSync(join(tmpdir(), 'nestwork-deb-'));
  try {
    chmodSync(top, 0o755);
    for (const [source, target] of given.pairs) {
      mkdirSync(dirname(join(top, target)), { recursive: true });
      cpSync(source, join(top, target), { recursive: true, verbatimSymlinks: true });
    }
    const kib = kibOf(top);
    mkdirSync(join(top, 'DEBIAN'));
    writeFileSync(join(top, 'DEBIAN/control'), control(given, kib));
    for (const [option, script] of [
      ['after-install', 'postinst'],
      ['after-remove', 'postrm'],
    ])
      if (given[option]) {
        cpSync(given[option], join(top, 'DEBIAN', script));
        chmodSync(join(top, 'DEBIAN', script), 0o755);
      }
    const compression = given['deb-compression'] ?? 'xz';
    const made = spawnSync('dpkg-deb', ['--root-owner-group', `-Z${compression}`, '--build', top, given.package], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (made.status !== 0) throw new Error('dpkg-deb failed.');
  } finally {
    rmSync(top, { recursive: true, force: true });
  }
}

if (process.argv[1]?.endsWith('fpm.mjs')) main();
