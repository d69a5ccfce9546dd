/** What can be taken back outlives the window, and the host. */
import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { generate } from '../engine/generate';
import { createClient } from '../shared/client';
import type { Client } from '../shared/client';
import type { History, HistoryEntry } from '../shared/contract';
import { diffTopologies, reverseDiff } from '../shared/topology/diff';
import type { Topology } from '../shared/topology/schema';
import { DocumentHistory } from './document-history';
import { createHost } from './host';
import type { Host } from './host';
import { pair } from './in-process';
import { value } from './labs.fixture';

let home: string;
let host: Host;
const hosts: Host[] = [];
const folder = (): string => join(home, 'nestwork/history');

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'nw-journal-'));
  for (const name of ['XDG_RUNTIME_DIR', 'XDG_STATE_HOME', 'XDG_CONFIG_HOME']) process.env[name] = home;
  await mkdir(join(home, 'nestwork'), { mode: 0o700 });
  await writeFile(join(home, 'nestwork/settings.json'), '{"autosaveSeconds":1}');
  host = another();
});
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((one) => one.close()));
  await rm(home, { recursive: true });
});
function another(): Host {
  const made = createHost({ door: 'browser', root: resolve(__dirname, '../..') });
  hosts.push(made);
  return made;
}
function door(): Client {
  const [near, far] = pair();
  const client = createClient(near);
  host.connect(far);
  return client;
}
/** What is on the disk then is what a process that is no more has left there. */
async function crashed(): Promise<void> {
  const dead = spawn('/bin/true');
  await new Promise((done) => dead.once('close', done));
  for (const place of ['recovery', 'history'])
    for (const name of await readdir(join(home, 'nestwork', place)).catch(() => [])) {
      const file = join(home, 'nestwork', place, name);
      const text = await readFile(file, 'utf8');
      await writeFile(file, text.replace(`"pid":${process.pid}`, `"pid":${dead.pid}`));
    }
  host = another();
}

let clock = 1;
/** As a window does it: shown, told to the host, and kept for taking back. */
async function edited(client: Client, document: string, label: string, next: (topology: Topology) => Topology): Promise<HistoryEntry> {
  const { topology, version } = await value(client.call('documents.get', { document }));
  const diff = diffTopologies(topology, next(topology));
  await value(client.call('edits.apply', { document, version, diff, label }));
  return { label, diff, at: clock++ };
}
const renamed = (name: string) => (topology: Topology) => ({ ...topology, name });
const without = (topology: Topology): Topology => ({ ...topology, nodes: topology.nodes.slice(1), links: [] });
const labels = ({ done, undone }: History): [string[], string[]] => [done.map(({ label }) => label), undone.map(({ label }) => label)];
const journalOf = (document: string): Promise<string> => readFile(join(folder(), `${document}.json`), 'utf8').catch(() => '');

test('two windows each take back their own; after a crash the first that shows the lab has both, in the order of time, and the second none', async () => {
  const [one, two] = [door(), door()];
  const { document } = await value(one.call('documents.create', { topology: generate('star', 2) }));
  await value(two.call('documents.get', { document }));
  for (const client of [one, two]) expect(await value(client.call('history.take', { document }))).toEqual({ done: [], undone: [] });
  const a = await edited(one, document, 'a', renamed('a'));
  const b = await edited(two, document, 'b', renamed('b'));
  const c = await edited(one, document, 'c', renamed('c'));
  await value(one.call('history.keep', { document, done: { from: 0, entries: [a] } }));
  await value(one.call('history.keep', { document, done: { from: 1, entries: [c] } }));
  await value(two.call('history.keep', { document, done: { from: 0, entries: [] }, undone: { from: 0, entries: [b] } }));
  expect(labels(await value(one.call('history.take', { document })))).toEqual([['a', 'c'], []]);
  await expect.poll(() => journalOf(document), { timeout: 20_000 }).toContain('"label":"b"');
  expect((await stat(join(folder(), `${document}.json`))).mode & 0o777).toBe(0o600);
  expect((await stat(folder())).mode & 0o777).toBe(0o700);

  // While its process lives, the journal is nobody else's.
  host = another();
  expect(await door().call('documents.get', { document })).toMatchObject({ ok: false });
  await crashed();
  const [again, other] = [door(), door()];
  for (const client of [again, other]) await value(client.call('documents.get', { document }));
  expect(labels(await value(again.call('history.take', { document, was: one.name })))).toEqual([['a', 'c'], ['b']]);
  expect(labels(await value(other.call('history.take', { document })))).toEqual([[], []]);
  // A page that was loaded again is another connection.
  const { name } = again;
  again.close();
  expect(labels(await value(door().call('history.take', { document, was: name })))).toEqual([['a', 'c'], ['b']]);
});

test('a journal that is broken, or not ours alone, is refused whole, and the drawing opens', async () => {
  const client = door();
  const { document } = await value(client.call('documents.create', { topology: generate('star', 2) }));
  const entry = await edited(client, document, 'renamed', renamed('mine'));
  await value(client.call('history.keep', { document, done: { from: 0, entries: [entry] } }));
  await expect.poll(() => journalOf(document), { timeout: 20_000 }).toContain('renamed');
  const file = join(folder(), `${document}.json`);
  await crashed();
  const whole = await readFile(file, 'utf8');
  const copy = await readFile(join(home, `nestwork/recovery/${document}.json`), 'utf8');
  const opened = async (prepare: () => Promise<unknown>): Promise<[string[], string[]]> => {
    await host.close();
    await writeFile(join(home, `nestwork/recovery/${document}.json`), copy);
    await rm(file, { force: true });
    await prepare();
    host = another();
    const fresh = door();
    expect((await value(fresh.call('documents.get', { document }))).topology.name).toBe('mine');
    return labels(await value(fresh.call('history.take', { document })));
  };
  const holding =
    (text: string, mode = 0o600) =>
    async (): Promise<void> => {
      await writeFile(file, text);
      await chmod(file, mode);
    };
  const wrong = [
    whole.slice(0, -20),
    whole.replace('"journal":1', '"journal":2'),
    whole.replace('"label":"renamed"', '"label":7'),
    whole.replace(`"document":"${document}"`, '"document":"d-other"'),
    whole.replace('"done":[', '"more":1,"done":['),
    'null',
    '',
  ];
  for (const text of wrong) expect(await opened(holding(text)), text.slice(0, 80)).toEqual([[], []]);
  expect(await opened(holding(whole, 0o622)), 'others may write it').toEqual([[], []]);
  const elsewhere = join(home, 'elsewhere');
  await writeFile(elsewhere, whole, { mode: 0o600 });
  expect(await opened(() => symlink(elsewhere, file)), 'a link').toEqual([[], []]);
  expect(await opened(holding(whole))).toEqual([['renamed'], []]);
});

test('a file that is opened again brings what can be taken back, unless it holds something else by now; programs that would come back have to be seen', async () => {
  const client = door();
  const star = generate('star', 2);
  const started = { ...star, nodes: star.nodes.map((node, at) => (at === 0 ? { ...node, startup: ['touch /tmp/x'] } : node)) };
  const { document } = await value(client.call('documents.create', { topology: started }));
  const entry = await edited(client, document, 'removed', without);
  await value(client.call('history.keep', { document, done: { from: 0, entries: [entry] } }));
  const path = join(home, 'mine.nestwork.json');
  await value(client.call('documents.save', { document, path }));
  await value(client.call('documents.close', { document }));
  await crashed();

  const again = door();
  const opened = await value(again.call('documents.open', { path }));
  expect(labels(await value(again.call('history.take', { document: opened.document })))).toEqual([['removed'], []]);
  expect(await value(again.call('documents.programs', { document: opened.document }))).toMatchObject({ agreed: true, programs: [] });
  const back = { document: opened.document, version: opened.version, diff: reverseDiff(entry.diff), label: 'Undo' };
  await value(again.call('edits.apply', back));
  expect(await value(again.call('documents.programs', { document: opened.document }))).toMatchObject({
    agreed: false,
    programs: [{ text: 'touch /tmp/x' }],
  });

  await writeFile(path, (await readFile(path, 'utf8')).replace('"nestwork": 1', '"nestwork":  1'));
  host = another();
  const third = door();
  const changed = await value(third.call('documents.open', { path }));
  expect(labels(await value(third.call('history.take', { document: changed.document })))).toEqual([[], []]);
});

test('the newest edits are kept, as many as there is room for, and a gap forgets what was before it', () => {
  const history = new DocumentHistory();
  const nobody = (): boolean => false;
  const entry = (at: number, text = ''): HistoryEntry => ({ label: `${at}${text}`, diff: {}, at });
  const many = Array.from({ length: 500 }, (_, at) => entry(at));
  history.keep('me', { done: { from: 0, entries: many } });
  expect(history.take('me', undefined, nobody).done.map(({ at }) => at)).toEqual(many.slice(-200).map(({ at }) => at));
  history.keep('me', { done: { from: 499, entries: [entry(1000)] } });
  expect(
    history
      .take('me', undefined, nobody)
      .done.slice(-2)
      .map(({ at }) => at),
  ).toEqual([498, 1000]);
  history.keep('me', { done: { from: 700, entries: [entry(2000)] } });
  expect(history.take('me', undefined, nobody).done.map(({ at }) => at)).toEqual([2000]);
  const large = 'x'.repeat(1_500_000);
  history.keep('me', { done: { from: 701, entries: [1, 2, 3].map((at) => entry(at, large)) } });
  expect(history.take('me', undefined, nobody).done.map(({ at }) => at)).toEqual([2, 3]);
});
