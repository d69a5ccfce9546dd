import { spawn } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { generate } from '../engine/generate';
import { Documents } from './documents';
import { RootSession } from './root-session';
import { recoveryCopies, readCopy, writeRecovery } from './recovery';

let state: string;
beforeEach(async () => {
  state = await mkdtemp(join(tmpdir(), 'nw-state-'));
  process.env.XDG_STATE_HOME = state;
  process.env.XDG_RUNTIME_DIR = state;
});
afterEach(() => rm(state, { recursive: true }));
const folder = (): string => join(state, 'nestwork/recovery');
const silent = {
  edited: () => undefined,
  state: () => undefined,
  observed: () => undefined,
  command: () => undefined,
  commands: () => undefined,
  statistics: () => undefined,
  uplinks: () => undefined,
  terminals: () => undefined,
  saved: () => undefined,
  disk: () => undefined,
};

test('a copy is offered only when the process that wrote it is gone', async () => {
  await writeRecovery({ document: 'd-1', topology: generate('star', 2) });
  expect(await recoveryCopies()).toEqual([]);
  const dead = spawn('/bin/true');
  await new Promise((resolve) => dead.once('close', resolve));
  const file = join(folder(), 'd-1.json');
  await writeFile(file, (await readFile(file, 'utf8')).replace(/"pid":\d+/, `"pid":${dead.pid}`));
  expect((await recoveryCopies()).map(({ document }) => document)).toEqual(['d-1']);
});

test('what is no copy is passed over, and its name never leads elsewhere', async () => {
  await writeRecovery({ document: 'd-1', topology: generate('star', 2) });
  await writeFile(join(folder(), 'd-2.json'), '{"half":');
  expect(await recoveryCopies()).toEqual([]);
  expect(await readCopy('../../etc/passwd')).toBeNull();
});

test('an unsaved drawing is copied on its own, and the copy goes when it is saved', async () => {
  const documents = new Documents({ root: state, elevated: new RootSession(state, false, () => undefined) }, silent, () =>
    Promise.resolve({ seconds: 0, saveFile: false, versions: 0 }),
  );
  const document = documents.create(generate('star', 2));
  document.edit({ lab: [{ name: document.topology.name }, { name: 'Mine' }] } as never, 0, 'Rename', 'me');
  await expect.poll(() => readdir(folder()).catch(() => [])).toEqual([`${document.id}.json`]);
  expect(await readFile(join(folder(), `${document.id}.json`), 'utf8')).toContain('"name":"Mine"');
  expect(await documents.save(document, { path: join(state, 'mine.nestwork.json'), replace: false, quiet: false })).toMatchObject({
    ok: true,
  });
  await expect.poll(() => readdir(folder())).toEqual([]);
  await documents.shutDown();
});
