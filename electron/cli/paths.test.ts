/** S18: paths. Whatever a lab file, the files beside it, an archive of a device or a name says: nothing outside the folder that was meant is read or written. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { home, nestwork, starFile, startProgram } from './cli.fixture';

const local = (...parts: string[]): string => join(home, ...parts);
/** All files below a folder, with what each is and holds. */
function inventory(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true }).map((entry) => {
    const path = join(entry.parentPath, entry.name);
    const { mode, size } = lstatSync(path);
    return [path, `${mode.toString(8)} ${size} ${entry.isFile() ? readFileSync(path).toString('latin1').slice(0, 100) : ''}`];
  });
  return Object.fromEntries(entries) as Record<string, string>;
}

test('a lab file that is none is refused at once, and a pipe or a device is never opened', async () => {
  const folder = local('no-files');
  mkdirSync(folder);
  const at = (name: string): string => join(folder, name);
  execFileSync('mkfifo', [at('pipe.nestwork.json')]);
  const server = createServer().listen(at('socket.nestwork.json'));
  mkdirSync(at('folder.nestwork.json'));
  for (const [name, target] of [
    ['zero', '/dev/zero'],
    ['terminal', '/dev/tty'],
    ['random', '/dev/random'],
    ['loop', 'loop.nestwork.json'],
    ['nowhere', '/nonexistent'],
    ['memory', '/proc/self/mem'],
    ['by-pipe', 'pipe.nestwork.json'],
  ] as const)
    symlinkSync(target, at(`${name}.nestwork.json`));
  writeFileSync(at('huge.nestwork.json'), '');
  truncateSync(at('huge.nestwork.json'), 1 << 30);
  const paths = [
    ...readdirSync(folder).map(at),
    `${at('a')}${'/a'.repeat(3000)}`,
    `${at('x'.repeat(300))}`,
    '/',
    '',
    at('\u001b]0;x\u0007'),
  ];
  const answers = await Promise.all(paths.map((path) => nestwork(['validate', path])));
  for (const [index, { code, out, err }] of answers.entries()) {
    expect(code, paths[index]).not.toBe(0);
    expect(out).toBe('');
    expect(err, paths[index]).toMatch(/\S/);
    expect(err).not.toMatch(/\u001b|at \w+ \(/);
  }
  server.close();
  process.stdout.write(`S18: ${paths.length} paths of lab files that are none: all refused\n`);
});

test('of files beside the lab only those in its folder are opened', async () => {
  const [outer, lab] = [local('outer'), local('outer/lab')];
  mkdirSync(join(lab, 'frr'), { recursive: true });
  writeFileSync(join(outer, 'secret'), 'secret');
  writeFileSync(join(lab, 'frr/r1.conf'), 'hostname r1');
  execFileSync('mkfifo', [join(lab, 'pipe')]);
  symlinkSync('../secret', join(lab, 'outside'));
  symlinkSync(outer, join(lab, 'up'));
  symlinkSync('/dev/zero', join(lab, 'device'));
  symlinkSync('frr/r1.conf', join(lab, 'inside'));
  const sources = [
    'frr/r1.conf',
    'inside',
    'outside',
    'up/secret',
    'up/lab/frr/r1.conf',
    'device',
    'pipe',
    'frr',
    'frr/../../secret',
    '../secret',
    '/etc/passwd',
  ];
  const files = sources.map((source, at) => ({ path: `/srv/${at}`, source }));
  const node = { id: 'h1', name: 'h1', kind: 'host', position: { x: 0, y: 0 } };
  const write = (list: typeof files): void =>
    writeFileSync(
      join(lab, 'lab.nestwork.json'),
      JSON.stringify({ nestwork: 1, id: 'l', name: 'l', nodes: [{ ...node, files: list }], links: [] }),
    );
  // Some are no paths of a lab at all, and are refused with the file; the others are looked at, each of them.
  let refused = 0;
  for (const file of files) {
    write([file]);
    if (/schema|path|below/.test((await nestwork(['validate', join(lab, 'lab.nestwork.json')])).err)) refused++;
  }
  write(files.filter(({ source }) => !source.startsWith('/') && !source.includes('..')));
  const log = local('opened');
  const program = (await nestwork(['--version'])) && local('dist/cli.cjs');
  const traced = [
    '-f',
    '-y',
    '-o',
    log,
    '-e',
    'trace=open,openat,openat2',
    process.execPath,
    program,
    'validate',
    join(lab, 'lab.nestwork.json'),
  ];
  const { ended, child } = startProgram('strace', traced);
  child.stdin.end();
  await ended;
  // What the kernel opened in the end, for more than to look at its place.
  const opened = readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => !line.includes('O_PATH'))
    .flatMap((line) => /= \d+<(.*)>$/.exec(line)?.[1] ?? []);
  const ours = opened.filter((path) => path.startsWith(outer) || path.startsWith('/dev/zero') || path === '/etc/passwd');
  expect(ours.filter((path) => !path.startsWith(`${lab}/`) && path !== lab)).toEqual([]);
  expect(ours).not.toContain(join(lab, 'pipe'));
  // The control: what may be read is.
  expect(ours).toContain(join(lab, 'frr/r1.conf'));
  process.stdout.write(
    `S18: ${sources.length} files beside a lab, ${refused} refused as they stand; of ${opened.length} files opened none outside of its folder, no pipe, no device\n`,
  );
});

describe('what a device packs', () => {
  beforeAll(async () => {
    expect(await nestwork(['up', await starFile(1)])).toMatchObject({ code: 0 });
    // Root of the device puts its own programs over the computer's, as far as the device sees.
    const parts = local('parts');
    mkdirSync(parts);
    writeFileSync(join(parts, 'x'), 'evil');
    mkdirSync(join(parts, 'folder'));
    writeFileSync(join(parts, 'folder/x'), 'evil');
    writeFileSync(join(parts, 'suid'), 'evil');
    chmodSync(join(parts, 'suid'), 0o4755);
    writeFileSync(join(parts, 'open'), 'evil');
    chmodSync(join(parts, 'open'), 0o2777);
    linkSync(join(parts, 'x'), join(parts, 'hard'));
    symlinkSync(local('outside'), join(parts, 'link'));
    if (process.getuid!() === 0) execFileSync('mknod', [join(parts, 'disk'), 'b', '254', '0']);
    const tar = (...args: string[]): void => void execFileSync('tar', ['-P', '-C', parts, '-f', local('hostile.tar'), ...args]);
    tar('-c', 'suid', 'open', 'link');
    tar('-r', '--transform', 's,^x$,../beside,', 'x');
    tar('-r', '--transform', 's,^x$,../../outside/above,', 'x');
    tar('-r', '--transform', `s,^x$,${local('outside/absolute')},`, 'x');
    tar('-r', '--transform', 's,^folder/x$,link/through,', 'folder/x');
    tar('-r', '--transform', 's,^x$,deep/../../climbed,', 'x');
    tar('-r', '--transform', `flags=h;s,^x$,${local('outside/kept')},`, 'x', 'hard');
    if (process.getuid!() === 0) tar('-r', 'disk');
  });
  const outside = (): void => {
    execFileSync('rm', ['-rf', local('outside'), local('target'), local('beside'), local('climbed')]);
    mkdirSync(local('outside'));
    mkdirSync(local('target'));
    writeFileSync(local('outside/kept'), 'kept');
  };
  const strays = (): string[] =>
    ['outside/above', 'outside/absolute', 'outside/through', 'beside', 'climbed'].filter((path) => existsSync(local(path)));

  test('the archive is hostile: unpacked as it says, it writes outside', () => {
    outside();
    try {
      execFileSync('tar', ['-P', '-C', local('target'), '-xf', local('hostile.tar')], { stdio: 'ignore' });
    } catch {
      // It may complain of a part.
    }
    expect(strays().length).toBeGreaterThanOrEqual(4);
  });

  test('a folder that is copied out of it stays below the place that was named, without devices and set-user-id', async () => {
    outside();
    const cover = `mkdir /tmp/folder && printf '#!/bin/sh\\nexec cat /tmp/hostile.tar\\n' > /tmp/tar && chmod 755 /tmp/tar && mount --bind /tmp/tar "$(command -v tar)"`;
    expect(await nestwork(['cp', 'hostile.tar', 'h1:/tmp/hostile.tar'])).toMatchObject({ code: 0 });
    expect(await nestwork(['exec', 'h1', '--', 'sh', '-c', cover])).toMatchObject({ code: 0 });
    const { err } = await nestwork(['cp', '-r', 'h1:/tmp/folder', 'target']);
    expect(strays(), err).toEqual([]);
    expect(readFileSync(local('outside/kept'), 'utf8')).toBe('kept');
    expect(readdirSync(local('outside'))).toEqual(['kept']);
    const there = Object.entries(inventory(local('target')));
    // The control: it was unpacked.
    expect(there.some(([path]) => path.endsWith('/suid'))).toBe(true);
    for (const [path, what] of there) {
      expect(parseInt(what, 8) & 0o7000, path).toBe(0);
      expect(lstatSync(path).isFile() || lstatSync(path).isDirectory() || lstatSync(path).isSymbolicLink(), `${path} ${what}`).toBe(true);
    }
    process.stdout.write(
      `S18: an archive of a device with 8 ways out, a device and set-user-id: ${there.length} files unpacked below the place named, none elsewhere\n`,
    );
  });

  test('a file that is copied out of it has no set-user-id, and a link in its place is replaced, not followed', async () => {
    outside();
    const cover = `echo content > /tmp/file && printf '#!/bin/sh\\necho 4755\\n' > /tmp/stat && chmod 755 /tmp/stat && mount --bind /tmp/stat "$(command -v stat)"`;
    expect(await nestwork(['exec', 'h1', '--', 'sh', '-c', cover])).toMatchObject({ code: 0 });
    expect(await nestwork(['cp', 'h1:/tmp/file', 'target/new'])).toMatchObject({ code: 0 });
    expect(lstatSync(local('target/new')).mode & 0o7777).toBe(0o755);
    symlinkSync(local('outside/kept'), local('target/linked'));
    expect(await nestwork(['cp', 'h1:/tmp/file', 'target/linked'])).toMatchObject({ code: 0 });
    expect(readFileSync(local('outside/kept'), 'utf8')).toBe('kept');
    expect(readFileSync(local('target/linked'), 'utf8')).toBe('content\n');
  });

  test('a snapshot keeps to its folder, whatever it is called', async () => {
    const before = inventory(local('nestwork'));
    const names = ['../../evil', '/etc/evil', '..', '.', 'a/b', `${'../'.repeat(20)}tmp/evil`, '%2e%2e%2fevil', 'x\ny'];
    for (const name of names) await nestwork(['snapshot', 'take', name]);
    const made = Object.keys(inventory(local('nestwork'))).filter((path) => !(path in before));
    // What a person agreed to is noted there, too.
    const files = made.filter((path) => lstatSync(path).isFile() && !path.endsWith('/nestwork/agreed.json'));
    expect(files.length).toBeGreaterThan(0);
    for (const path of files) expect(path).toMatch(/\/nestwork\/snapshots\/[a-z0-9-]+\/[^/]+\.nestwork\.json$/);
    expect(existsSync('/tmp/evil') || existsSync('/etc/evil') || existsSync(local('evil'))).toBe(false);
    process.stdout.write(
      `S18: ${names.length} hostile names of snapshots: ${files.length} kept in the lab's own folder, the others refused\n`,
    );
  });
});
