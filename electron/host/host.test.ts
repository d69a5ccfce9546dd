/** What every door may rely on, without a lab that runs. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { generate } from '../engine/generate';
import { createClient } from '../shared/client';
import type { Client } from '../shared/client';
import { calls, defaultSettings } from '../shared/contract';
import type { Frame, Value } from '../shared/contract';
import { diffTopologies } from '../shared/topology/diff';
import { serializeTopology } from '../shared/topology/serialize';
import { createHost } from './host';
import type { Host } from './host';
import { pair } from './in-process';

let home: string;
let host: Host;
let client: Client;
const join_ = (): Client => {
  const [near, far] = pair();
  const joined = createClient(near);
  host.connect(far);
  return joined;
};
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'nw-host-'));
  for (const name of ['XDG_RUNTIME_DIR', 'XDG_STATE_HOME', 'XDG_CONFIG_HOME']) process.env[name] = home;
  host = createHost({ door: 'cli', root: resolve(__dirname, '../..') });
  client = join_();
});
afterEach(async () => {
  await host.close();
  await rm(home, { recursive: true });
});
async function value<T>(result: Promise<{ ok: true; value: T } | { ok: false; error: { message: string } }>): Promise<T> {
  const settled = await result;
  if (!settled.ok) throw new Error(settled.error.message);
  return settled.value;
}

test('unknown calls and wrong arguments are refused by name, and nothing of the prototype is a call', async () => {
  const [near, far] = pair();
  host.connect(far);
  const replies: Extract<Frame, { t: 'reply' }>[] = [];
  near.onFrame((frame) => {
    const message = JSON.parse(frame as string) as Frame;
    if (message.t === 'reply') replies.push(message);
  });
  const hostile = ['no.such', 'constructor', '__proto__', 'toString', 'hasOwnProperty', ''];
  hostile.forEach((call, id) => near.send(JSON.stringify({ t: 'call', id, call, args: {} })));
  await expect.poll(() => replies.length).toBe(hostile.length);
  for (const { result } of replies) expect(result).toMatchObject({ ok: false, error: { code: 'unknown-call' } });
  const names = Object.keys(calls) as (keyof typeof calls)[];
  for (const name of names) {
    for (const wrong of [7, null, 'x', []]) {
      const refused = await client.call(name, wrong as never);
      expect(refused).toMatchObject({ ok: false, error: { code: 'invalid-arguments' } });
    }
  }
});

test('what is no frame of ours closes the connection', async () => {
  for (const frame of ['not json', '{"t":"call"}', '{"t":"event"}', Uint8Array.of(2, 0, 0, 0, 1), Uint8Array.of(1)]) {
    const [near, far] = pair();
    let closed = false;
    near.onClose(() => (closed = true));
    host.connect(far);
    near.send(frame);
    await expect.poll(() => closed).toBe(true);
  }
});

test('a file that cannot be parsed is refused with its place, and not opened', async () => {
  const path = join(home, 'broken.nestwork.json');
  await writeFile(path, '{\n  "nestwork": 1,,\n}');
  expect(await client.call('documents.open', { path })).toMatchObject({ ok: false, error: { line: 2, column: 17 } });
  expect((await value(client.call('documents.list', {}))).documents).toEqual([]);
});

test('open, edit, save, open again: the same drawing, in the same document for all who open it', async () => {
  const path = join(home, 'star.nestwork.json');
  await writeFile(path, serializeTopology(generate('star', 3)));
  const opened = await value(client.call('documents.open', { path }));
  expect(opened).toMatchObject({ path, edited: false, version: 0, lab: { phase: 'stopped' } });
  const other = join_();
  const seen: Value<'documents.get'>['version'][] = [];
  expect((await value(other.call('documents.open', { path }))).document).toBe(opened.document);
  other.on('document.edited', (event) => {
    seen.push(event.version);
    expect(event).toMatchObject({ client: client.name, label: 'Rename', edited: true });
  });
  const renamed = { ...opened.topology, name: 'Mine' };
  const edited = await value(
    client.call('edits.apply', { document: opened.document, version: 0, diff: diffTopologies(opened.topology, renamed), label: 'Rename' }),
  );
  expect(edited).toEqual({ version: 1 });
  await expect.poll(() => seen).toEqual([1]);
  expect(await value(client.call('documents.save', { document: opened.document }))).toEqual({ path, version: 1 });
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ name: 'Mine' });
  expect(JSON.parse(await readFile(`${path}~`, 'utf8'))).toMatchObject({ name: opened.topology.name });
  expect((await value(client.call('documents.get', { document: opened.document }))).edited).toBe(false);
});

test('saving over another file asks first, and over what is no lab only when told to', async () => {
  const { document } = await value(client.call('documents.create', { topology: generate('star', 2) }));
  expect(await client.call('documents.save', { document })).toMatchObject({ ok: false, error: { code: 'no-path' } });
  const path = join(home, 'notes.json');
  await writeFile(path, 'my notes');
  expect(await client.call('documents.save', { document, path })).toMatchObject({ ok: false, error: { code: 'exists' } });
  expect(await readFile(path, 'utf8')).toBe('my notes');
  expect(await client.call('documents.save', { document, path, replace: true })).toMatchObject({ ok: true });
  expect(await readFile(`${path}~`, 'utf8')).toBe('my notes');
  // Spoiled by another program while it is open.
  await writeFile(path, '{ half');
  expect(await client.call('documents.save', { document })).toMatchObject({ ok: false, error: { code: 'unreadable-file' } });
  expect(await readFile(path, 'utf8')).toBe('{ half');
});

test('an edit against an older version is merged by field, and its author learns the outcome', async () => {
  const start = await value(client.call('documents.create', { topology: generate('star', 2) }));
  const { document, topology } = start;
  const other = join_();
  await value(other.call('documents.get', { document }));
  const change = (by: object): ReturnType<typeof diffTopologies> =>
    diffTopologies(topology, { ...topology, nodes: topology.nodes.map((node, index) => (index === 1 ? { ...node, ...by } : node)) });
  const told: (string | null)[] = [];
  other.on('document.edited', (event) => void told.push(event.client));
  await value(client.call('edits.apply', { document, version: 0, diff: change({ name: 'mail' }), label: 'Rename' }));
  await value(other.call('edits.apply', { document, version: 0, diff: change({ position: { x: 1200, y: 0 } }), label: 'Move' }));
  const now = await value(client.call('documents.get', { document }));
  expect(now.topology.nodes[1]).toMatchObject({ name: 'mail', position: { x: 1200, y: 0 } });
  await expect.poll(() => told).toEqual([client.name, null]);
  expect(await client.call('edits.apply', { document, version: 99, diff: {}, label: '' })).toMatchObject({ ok: false });
});

test('several edits on the way at once, all by one author, are one history', async () => {
  const { document, topology } = await value(client.call('documents.create', { topology: generate('star', 2) }));
  const told: (string | null)[] = [];
  client.on('document.edited', (event) => void told.push(event.client));
  let at = topology;
  const replies = [1, 2, 3, 4].map((step) => {
    const next = { ...at, nodes: at.nodes.map((node, index) => (index === 0 ? { ...node, position: { x: 12 * step, y: 0 } } : node)) };
    const diff = diffTopologies(at, next);
    at = next;
    return client.call('edits.apply', { document, version: 0, diff, label: 'Move' });
  });
  expect((await Promise.all(replies)).map((reply) => reply.ok && reply.value.version)).toEqual([1, 2, 3, 4]);
  expect((await value(client.call('documents.get', { document }))).topology).toEqual(at);
  expect(told).toEqual([client.name, client.name, client.name, client.name]);
});

test('a shipped lab opens as a new one, with an id of its own', async () => {
  const { labs } = await value(client.call('gallery.list', {}));
  expect(labs.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['campus', 'first-steps', 'point-to-point', 'star', 'three-routers', 'two-hosts']),
  );
  const [one, two] = [
    await value(client.call('documents.create', { topology: labs[0]!.topology })),
    await value(client.call('documents.create', { topology: labs[0]!.topology })),
  ];
  expect(one.topology.id).not.toBe(two.topology.id);
  expect(one.lab.phase).toBe('stopped');
  expect((await value(client.call('documents.create', {}))).lab.phase).toBe('armed');
});

test('the plan of a lab that does not run is what Run would do, with commands', async () => {
  const { document } = await value(client.call('documents.create', { topology: generate('star', 2) }));
  const plan = await value(client.call('labs.plan', { document }));
  expect(plan.steps[0]).toMatchObject({ operation: { op: 'node.create' }, reason: { text: expect.any(String) as string } });
  expect(plan.commands).toHaveLength(plan.steps.length);
  expect(plan.commands.flat().join('\n')).toContain('ip netns add');
});

test('settings are kept, and what is broken in their file falls back by key', async () => {
  const file = join(home, 'nestwork/settings.json');
  expect(await value(client.call('settings.set', { theme: 'dark' }))).toMatchObject({ theme: 'dark', snap: true });
  await writeFile(file, '{"theme":"dark","snap":"perhaps","autosaveSeconds":5}');
  const again = createHost({ door: 'cli', root: home });
  expect(await again.settings.get()).toEqual({ ...defaultSettings, theme: 'dark', autosaveSeconds: 5 });
  expect(await client.call('settings.set', { autosaveSeconds: 0 })).toMatchObject({ ok: false });
  await again.close();
});

test('folders are listed for the dialogs: folders first, lab files, nothing hidden', async () => {
  await writeFile(join(home, 'b.nestwork.json'), '{}');
  await writeFile(join(home, 'a.txt'), '');
  await writeFile(join(home, '.hidden.json'), '{}');
  await client.call('settings.set', { theme: 'dark' });
  const listed = await value(client.call('files.list', { folder: home }));
  expect(listed.entries.map(({ name }) => name)).toEqual(['nestwork', 'b.nestwork.json']);
  expect(await client.call('files.list', { folder: '/no/such' })).toMatchObject({ ok: false, error: { code: 'unreadable-folder' } });
});

test('a document is forgotten when the last one who shows it closes it', async () => {
  const { document } = await value(client.call('documents.create', { topology: generate('star', 2) }));
  const other = join_();
  await value(other.call('documents.get', { document }));
  await value(client.call('documents.close', { document }));
  expect((await value(other.call('documents.list', {}))).documents).toHaveLength(1);
  await value(other.call('documents.close', { document }));
  expect((await value(other.call('documents.list', {}))).documents).toHaveLength(0);
});
