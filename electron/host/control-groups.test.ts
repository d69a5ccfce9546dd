/** Control groups as the kernel shows them, in a folder of files of the same names. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { controlGroups, mostProcesses } from './control-groups';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nw-groups-'));
  await write('mountinfo', `30 29 0:26 / ${folder}/fs rw - cgroup2 cgroup2 rw\n`);
  await group('', { controllers: 'cpu memory pids', subtree: 'memory pids', procs: '' });
  // Where a session is: it has processes, and gives nothing to others.
  await group('/user/app', { controllers: 'memory pids', subtree: '', procs: '12\n' });
});
afterAll(() => rm(folder, { recursive: true }));

const write = (name: string, text: string): Promise<void> => writeFile(join(folder, name), text);
async function group(path: string, { controllers, subtree, procs }: Record<'controllers' | 'subtree' | 'procs', string>): Promise<void> {
  await mkdir(join(folder, 'fs', path), { recursive: true });
  await write(`fs${path}/cgroup.controllers`, controllers);
  await write(`fs${path}/cgroup.subtree_control`, subtree);
  await write(`fs${path}/cgroup.procs`, procs);
}

test('the group that most limits can be set in, from the own one upwards', async () => {
  await write('cgroup', '3:cpuset:/\n0::/user/app\n');
  expect(await controlGroups(folder)).toEqual({
    folder: `${folder}/fs`,
    controllers: ['cpu', 'memory', 'pids'],
    missing: [],
    own: `${folder}/fs/user/app`,
  });
  await group('', { controllers: 'memory', subtree: '', procs: '' });
  await group('/user', { controllers: 'memory pids', subtree: 'pids', procs: '' });
  expect(await controlGroups(folder)).toMatchObject({ folder: `${folder}/fs/user`, controllers: ['memory', 'pids'], missing: ['cpu'] });
});

test('the fewest processes that the own group and those above it may have', async () => {
  await write('cgroup', '0::/user/app\n');
  expect(await mostProcesses(folder)).toBeNull();
  await write('fs/user/app/pids.max', 'max\n');
  await write('fs/user/pids.max', '300\n');
  expect(await mostProcesses(folder)).toEqual({ folder: `${folder}/fs/user`, value: 300 });
  await write('fs/user/app/pids.max', '40\n');
  expect(await mostProcesses(folder)).toEqual({ folder: `${folder}/fs/user/app`, value: 40 });
});

test('none is delegated, or none is mounted', async () => {
  await write('cgroup', '0::/other\n');
  await rm(join(folder, 'fs/cgroup.procs'));
  expect(await controlGroups(folder)).toMatchObject({ folder: null, controllers: [], own: `${folder}/fs/other` });
  await write('mountinfo', `30 29 0:26 / ${folder}/fs rw - cgroup cgroup rw,memory\n`);
  expect(await controlGroups(folder)).toMatchObject({ folder: null, own: null });
});
