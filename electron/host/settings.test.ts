import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { defaultSettings, settingsChangeSchema } from '../shared/contract';
import { settingsFile } from './places';
import { SettingsStore } from './settings';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'nw-settings-'));
  process.env.XDG_CONFIG_HOME = home;
});
afterEach(() => rm(home, { recursive: true }));
const store = (): SettingsStore => new SettingsStore(() => undefined);
const write = async (text: string): Promise<void> => {
  await mkdir(dirname(settingsFile()), { recursive: true });
  await writeFile(settingsFile(), text);
};

test('a change keeps everything that it does not name, also inside a part', async () => {
  const settings = store();
  await settings.set({ theme: 'dark', terminal: { fontSize: 18 }, keys: { 'lab.run': ['F9'], 'edit.undo': [] } });
  await settings.opened('/home/me/a.nestwork.json', 'a');
  // As the contract hands it over: parsed, with nothing filled in.
  await settings.set(settingsChangeSchema.parse({ terminal: { bell: 'off' }, keys: { 'edit.undo': null } }));
  expect(await store().get()).toEqual({
    ...defaultSettings,
    theme: 'dark',
    terminal: { ...defaultSettings.terminal, fontSize: 18, bell: 'off' },
    keys: { 'lab.run': ['F9'] },
    recent: [{ path: '/home/me/a.nestwork.json', name: 'a', at: expect.any(Number) as number }],
  });
});

test('what cannot be read in the file is its default, and the rest stands', async () => {
  await write('{"theme":"dark","zoom":17,"seen":{"tour":1},"terminal":{"fontSize":9},"unknown":1,"language":"de"}');
  const terminal = { ...defaultSettings.terminal, fontSize: 9 };
  expect(await store().get()).toEqual({ ...defaultSettings, theme: 'dark', language: 'de', terminal });
  await write('{"theme":');
  expect(await store().get()).toEqual(defaultSettings);
});

test('a value that is none is refused, and nothing is changed', async () => {
  const settings = store();
  await settings.set({ zoom: 150 });
  expect(await settings.set({ zoom: 155 })).toMatchObject({ ok: false, error: { code: 'invalid-arguments' } });
  expect(settingsChangeSchema.safeParse({ keys: { 'lab.run': ['Strg+R und mehr'] } }).success).toBe(false);
  expect((JSON.parse(await readFile(settingsFile(), 'utf8')) as { zoom: number }).zoom).toBe(150);
});

test('recent files are told apart from those that are gone', async () => {
  const settings = store();
  const here = join(home, 'here.nestwork.json');
  await writeFile(here, '{}');
  await settings.opened('/nowhere/gone.nestwork.json', 'gone');
  await settings.opened(here, 'here');
  expect((await settings.recent()).files.map(({ name, there }) => [name, there])).toEqual([
    ['here', true],
    ['gone', false],
  ]);
});
