import { mkdtemp, rename, rm, unlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Disk } from '../shared/contract';
import { WatchedFile, fingerprint } from './watched-file';

let folder: string;
let file: string;
let heard: Disk[];
let watched: WatchedFile;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nw-watch-'));
  file = join(folder, 'lab.nestwork.json');
  heard = [];
  await writeFile(file, 'one');
  watched = new WatchedFile(
    file,
    fingerprint('one'),
    (text) => text.trim() === 'one',
    (state) => heard.push(state),
  );
});
afterEach(async () => {
  watched.close();
  await rm(folder, { recursive: true });
});

test('a change by somebody else is told without being asked for, and so is its end', async () => {
  await writeFile(file, 'two');
  await expect.poll(() => heard).toEqual(['changed']);
  await writeFile(file, 'one');
  await expect.poll(() => heard).toEqual(['changed', 'same']);
});

test('a file that takes the name counts, one that goes away too', async () => {
  await writeFile(join(folder, 'new'), 'two');
  await rename(join(folder, 'new'), file);
  await expect.poll(() => heard).toEqual(['changed']);
  await unlink(file);
  await expect.poll(() => heard).toEqual(['changed', 'gone']);
});

test('an own save is no change, and neither is another time or the same drawing written differently', async () => {
  watched.expect(fingerprint('three'));
  await writeFile(file, 'three');
  expect(await watched.look()).toBe('same');
  await utimes(file, 1, 1);
  expect(await watched.look()).toBe('same');
  await writeFile(file, ' one ');
  expect(await watched.look()).toBe('same');
  await writeFile(file, 'one more');
  expect(await watched.look()).toBe('changed');
  expect(heard).toEqual(['changed']);
});

test('a folder that is not there is no error: looking tells', async () => {
  const nowhere = new WatchedFile(
    join(folder, 'no/such/lab.json'),
    '',
    () => false,
    () => undefined,
  );
  expect(await nowhere.look()).toBe('gone');
  nowhere.close();
});
