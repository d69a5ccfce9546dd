import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { generate } from '../engine/generate';
import { serializeTopology } from '../shared/topology/serialize';
import { versionsFolder } from './places';
import { keepVersion, listVersions, readVersion } from './versions';

let state: string;
beforeEach(async () => {
  state = await mkdtemp(join(tmpdir(), 'nw-versions-'));
  process.env.XDG_STATE_HOME = state;
});
afterEach(() => rm(state, { recursive: true }));
const path = '/home/me/star.nestwork.json';
const text = (hosts: number): string => serializeTopology(generate('star', hosts));
const hour = 3_600_000;

test('what a file held before is kept, listed with its size, and read again', async () => {
  for (const hosts of [2, 3, 4]) await keepVersion(path, text(hosts), { at: hosts * hour, most: 10, quiet: false });
  const versions = await listVersions(path);
  expect(versions.map(({ at, nodes, links }) => [at / hour, nodes, links])).toEqual([
    [4, 5, 4],
    [3, 4, 3],
    [2, 3, 2],
  ]);
  expect(await readVersion(path, versions[1]!.version)).toMatchObject({ ok: true, value: { nodes: { length: 4 } } });
  expect(await listVersions('/home/me/other.nestwork.json')).toEqual([]);
  const folder = join(versionsFolder(), (await readdir(versionsFolder()))[0]!);
  expect((await stat(join(folder, versions[0]!.version))).mode & 0o777).toBe(0o600);
});

test('so many are kept and no more; the same content twice in a row is one', async () => {
  for (let hosts = 1; hosts <= 6; hosts++) await keepVersion(path, text(hosts), { at: hosts * hour, most: 3, quiet: false });
  await keepVersion(path, text(6), { at: 7 * hour, most: 3, quiet: false });
  expect((await listVersions(path)).map(({ nodes }) => nodes)).toEqual([7, 6, 5]);
  await keepVersion('/none', text(1), { at: hour, most: 0, quiet: false });
  expect(await listVersions('/none')).toEqual([]);
});

test('saves that nobody asked for are kept five minutes apart', async () => {
  for (const [hosts, minutes] of [
    [1, 0],
    [2, 3],
    [3, 6],
  ] as const)
    await keepVersion(path, text(hosts), { at: hour + minutes * 60_000, most: 10, quiet: true });
  expect((await listVersions(path)).map(({ nodes }) => nodes)).toEqual([4, 2]);
});

test('what is no lab is not kept, and a version never leads out of its folder', async () => {
  await keepVersion(path, '{ not a lab', { at: hour, most: 10, quiet: false });
  expect(await listVersions(path)).toEqual([]);
  await writeFile(join(state, 'secret'), text(1));
  for (const name of ['../../secret', 'path', '', '1-1-1-../../../secret'])
    expect(await readVersion(path, name)).toMatchObject({ ok: false });
});
