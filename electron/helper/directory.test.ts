import { chmod, lstat, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { labDirectory, runtimeDirectory } from './directory';

let base: string;
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'nw-'));
});
afterEach(() => rm(base, { recursive: true }));

test('the folder of a lab is made closed to others, and closed again if somebody opened it', async () => {
  const made = await labDirectory('star', { XDG_RUNTIME_DIR: base });
  expect(made).toEqual({ ok: true, value: { directory: join(base, 'nestwork/star'), socket: join(base, 'nestwork/star/control.sock') } });
  await chmod(join(base, 'nestwork'), 0o777);
  await labDirectory('star', { XDG_RUNTIME_DIR: base });
  for (const folder of ['nestwork', 'nestwork/star']) expect((await lstat(join(base, folder))).mode & 0o777).toBe(0o700);
});

test('a symbolic link or a file in the place of the folder is not followed', async () => {
  await mkdir(join(base, 'elsewhere'));
  await symlink(join(base, 'elsewhere'), join(base, 'nestwork'));
  const refused = await runtimeDirectory({ XDG_RUNTIME_DIR: base });
  expect(refused).toMatchObject({ ok: false, error: { code: 'runtime-directory' } });
});

test.runIf(process.getuid!() === 0)('a folder of another user is not used', async () => {
  const { chown } = await import('node:fs/promises');
  await mkdir(join(base, 'nestwork'), { mode: 0o700 });
  await chown(join(base, 'nestwork'), 65534, 65534);
  expect(await runtimeDirectory({ XDG_RUNTIME_DIR: base })).toMatchObject({
    ok: false,
    error: { message: expect.stringContaining('belongs to another user') as string },
  });
});

test('what is no lab id never becomes a path', async () => {
  for (const hostile of ['..', '.', '', 'a/b', '../x', 'A', 'a\0', 'x'.repeat(41)])
    expect(await labDirectory(hostile, { XDG_RUNTIME_DIR: base })).toMatchObject({ ok: false });
});

test('a path too long for a socket is refused in words', async () => {
  const long = join(base, 'x'.repeat(90));
  await mkdir(long);
  expect(await labDirectory('star', { XDG_RUNTIME_DIR: long })).toMatchObject({ ok: false, error: { code: 'path-too-long' } });
});
