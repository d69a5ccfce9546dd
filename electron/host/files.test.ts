/** Documents and their files, through the contract: saved, changed by others, recovered, and what they would run. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { generate } from '../engine/generate';
import { createClient } from '../shared/client';
import type { Client } from '../shared/client';
import type { EventData, OpenDocument } from '../shared/contract';
import type { Result } from '../shared/result';
import { diffTopologies } from '../shared/topology/diff';
import type { Topology } from '../shared/topology/schema';
import { serializeTopology } from '../shared/topology/serialize';
import { createHost } from './host';
import type { Host } from './host';
import { pair } from './in-process';

const root = resolve(__dirname, '../..');
let home: string;
let host: Host;
let client: Client;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'nw-files-'));
  for (const name of ['XDG_RUNTIME_DIR', 'XDG_STATE_HOME', 'XDG_CONFIG_HOME']) process.env[name] = home;
  host = createHost({ door: 'browser', root });
  client = door();
});
afterEach(async () => {
  await host.close();
  await rm(home, { recursive: true });
});
function door(): Client {
  const [near, far] = pair();
  const joined = createClient(near);
  host.connect(far);
  return joined;
}
async function value<T>(result: Promise<Result<T>>): Promise<T> {
  const settled = await result;
  if (!settled.ok) throw new Error(`${settled.error.code}: ${settled.error.message}`);
  return settled.value;
}
async function open(topology: Topology, name = 'lab.nestwork.json'): Promise<OpenDocument> {
  const path = join(home, name);
  await writeFile(path, serializeTopology(topology));
  return value(client.call('documents.open', { path }));
}
async function rename(document: string, name: string): Promise<void> {
  const { topology, version } = await value(client.call('documents.get', { document }));
  await value(client.call('edits.apply', { document, version, label: 'Rename', diff: diffTopologies(topology, { ...topology, name }) }));
}
const nameIn = async (path: string): Promise<string> => (JSON.parse(await readFile(path, 'utf8')) as { name: string }).name;

test('a file that somebody else changed is told of, not overwritten, and either drawing can be chosen', async () => {
  const { document, path } = await open(generate('star', 2));
  const heard: EventData<'document.disk'>['disk'][] = [];
  client.on('document.disk', ({ disk }) => heard.push(disk));
  await rename(document, 'Mine');
  await writeFile(path!, serializeTopology({ ...generate('star', 2), name: 'Theirs' }));
  await expect.poll(() => heard).toEqual(['changed']);
  expect((await value(client.call('documents.get', { document }))).disk).toBe('changed');
  expect(await client.call('documents.save', { document })).toMatchObject({
    ok: false,
    error: { code: 'changed-on-disk', args: { path } },
  });
  expect(await nameIn(path!)).toBe('Theirs');

  const { topology } = await value(client.call('documents.acceptFile', { document }));
  expect(topology.name).toBe('Theirs');
  await expect.poll(() => heard).toEqual(['changed', 'same']);
  // Mine is kept: now the file is known, and the save replaces it.
  expect((await value(client.call('documents.get', { document }))).edited).toBe(true);
  await value(client.call('documents.save', { document }));
  expect(await nameIn(path!)).toBe('Mine');
  const { versions } = await value(client.call('documents.versions', { document }));
  expect(await value(client.call('documents.version', { document, version: versions[0]!.version }))).toMatchObject({
    topology: { name: 'Theirs' },
  });
});

test('what another program wrote that cannot be read is not taken over', async () => {
  const { document, path } = await open(generate('star', 2));
  await writeFile(path!, '{ "nestwork": 1,');
  await expect.poll(() => value(client.call('documents.check', { document }))).toEqual({ disk: 'changed' });
  expect(await client.call('documents.acceptFile', { document })).toMatchObject({ ok: false, error: { code: 'malformed-file', line: 1 } });
  expect(await client.call('documents.save', { document })).toMatchObject({ ok: false, error: { code: 'unreadable-file' } });
  await value(client.call('documents.save', { document, replace: true }));
  expect(await value(client.call('documents.check', { document }))).toEqual({ disk: 'same' });
});

test('a drawing is saved to its file by itself when a person wants that, and never over another program', async () => {
  await value(client.call('settings.set', { autosaveFile: true, autosaveSeconds: 1 }));
  const { document, path } = await open(generate('star', 2));
  await rename(document, 'By itself');
  await expect.poll(() => nameIn(path!), { timeout: 10_000 }).toBe('By itself');
  await writeFile(path!, serializeTopology({ ...generate('star', 2), name: 'Theirs' }));
  await expect.poll(() => value(client.call('documents.check', { document }))).toEqual({ disk: 'changed' });
  await rename(document, 'Again');
  // The copy against loss is written in its place.
  await expect
    .poll(() => readFile(join(home, 'nestwork/recovery', `${document}.json`), 'utf8').catch(() => ''), { timeout: 10_000 })
    .toContain('Again');
  expect(await nameIn(path!)).toBe('Theirs');
});

const hostile: Topology = {
  ...generate('star', 2),
  nodes: generate('star', 2).nodes.map((node, at) =>
    at === 0
      ? { ...node, startup: ['touch /tmp/pwned'], files: [{ path: '/etc/profile', content: 'touch /tmp/pwned' }], shell: ['/bin/dash'] }
      : node,
  ),
};

test('S19: opening a file runs nothing, and what it brings runs only after somebody agreed, once for each content', async () => {
  const tally = { refused: 0, let: 0 };
  const first = await open(hostile);
  const programs = await value(client.call('documents.programs', { document: first.document }));
  expect(programs).toMatchObject({ agreed: false });
  expect(programs.programs.map(({ what, text }) => [what, text])).toEqual([
    ['command', 'touch /tmp/pwned'],
    ['shell', '/bin/dash'],
    ['file', '/etc/profile\ntouch /tmp/pwned'],
  ]);
  const refused = async (document: string): Promise<void> => {
    expect(await client.call('labs.run', { document })).toMatchObject({ ok: false, error: { code: 'not-agreed' } });
    tally.refused += 1;
  };
  await refused(first.document);
  // By every other way in, too: dragged onto the window, and as a file of another name.
  await refused((await value(client.call('documents.create', { topology: hostile }))).document);
  const second = await open({ ...hostile, id: 'other' }, 'other.nestwork.json');
  await refused(second.document);

  await value(client.call('documents.agree', { document: first.document, content: programs.content }));
  expect(await value(client.call('documents.programs', { document: second.document }))).toMatchObject({ agreed: true });
  // Another host, later: it is remembered.
  await host.close();
  host = createHost({ door: 'browser', root });
  client = door();
  const again = await open(hostile);
  expect(await value(client.call('documents.programs', { document: again.document }))).toMatchObject({ agreed: true });
  tally.let += 1;
  // One letter of one command is another content.
  const other = await open(
    { ...hostile, nodes: hostile.nodes.map((node, at) => (at === 0 ? { ...node, startup: ['touch /tmp/pwned2'] } : node)) },
    'x.nestwork.json',
  );
  await refused(other.document);

  // What another program writes into an open file later is as unread, whichever way it gets into the drawing.
  const quiet = await open({ ...generate('star', 2), id: 'quiet' }, 'quiet.nestwork.json');
  await writeFile(quiet.path!, serializeTopology({ ...hostile, id: 'quiet', name: 'Theirs', nodes: other.topology.nodes }));
  const theirs = await value(client.call('documents.acceptFile', { document: quiet.document }));
  expect(await value(client.call('documents.programs', { document: quiet.document }))).toMatchObject({ agreed: true, programs: [] });
  const taken = { document: quiet.document, version: quiet.version, label: 'Theirs' };
  await value(client.call('edits.apply', { ...taken, diff: diffTopologies(quiet.topology, theirs.topology) }));
  await refused(quiet.document);

  // A file beside the lab is what it holds, not what it is called.
  const beside = {
    ...generate('star', 2),
    id: 'beside',
    nodes: hostile.nodes.map((node, at) =>
      at === 0 ? { ...generate('star', 2).nodes[0]!, files: [{ path: '/etc/profile', source: 'profile' }] } : node,
    ),
  };
  await writeFile(join(home, 'profile'), 'echo harmless');
  const { document } = await open(beside, 'beside.nestwork.json');
  const held = await value(client.call('documents.programs', { document }));
  expect(held).toMatchObject({ agreed: false, programs: [{ text: '/etc/profile ← profile\necho harmless' }] });
  await refused(document);
  await value(client.call('documents.agree', { document, content: held.content }));
  expect(await value(client.call('documents.programs', { document }))).toMatchObject({ agreed: true });
  tally.let += 1;
  await writeFile(join(home, 'profile'), 'touch /tmp/pwned');
  await refused(document);
  process.stdout.write(`S19: ${tally.refused} runs refused, ${tally.let} let through after consent\n`);
});

test('what a person typed here needs no consent, neither now nor when the saved file is opened again', async () => {
  const { document, topology, version, path } = await open(generate('star', 2));
  const typed = { ...topology, nodes: topology.nodes.map((node, at) => (at === 0 ? { ...node, startup: ['echo mine'] } : node)) };
  await value(client.call('edits.apply', { document, version, diff: diffTopologies(topology, typed), label: 'Typed' }));
  expect(await value(client.call('documents.programs', { document }))).toMatchObject({ agreed: true, programs: [] });
  await value(client.call('documents.save', { document }));
  await value(client.call('documents.close', { document }));
  const again = await value(client.call('documents.open', { path: path! }));
  expect(await value(client.call('documents.programs', { document: again.document }))).toMatchObject({
    agreed: true,
    programs: [{ text: 'echo mine' }],
  });
});

test('a recovery copy can be thrown away, but not that of a process that lives', async () => {
  await mkdir(join(home, 'nestwork/recovery'), { recursive: true });
  const copy = { document: 'd-old', at: 1, owner: { pid: 4_194_305, start: '1' }, topology: generate('star', 3) };
  await writeFile(join(home, 'nestwork/recovery/d-old.json'), JSON.stringify(copy));
  const listed = await value(client.call('documents.recovered', {}));
  expect(listed.copies).toEqual([{ document: 'd-old', name: copy.topology.name, at: 1, nodes: 4 }]);
  await value(client.call('documents.discard', { document: 'd-old' }));
  expect((await value(client.call('documents.recovered', {}))).copies).toEqual([]);

  const { document } = await value(client.call('documents.create', { topology: generate('star', 2) }));
  await rename(document, 'Lives');
  await expect
    .poll(() => readFile(join(home, 'nestwork/recovery', `${document}.json`), 'utf8').catch(() => ''), { timeout: 10_000 })
    .toContain('Lives');
  const other = createHost({ door: 'browser', root });
  const [near, far] = pair();
  const stranger = createClient(near);
  other.connect(far);
  await value(stranger.call('documents.discard', { document }));
  expect(await readFile(join(home, 'nestwork/recovery', `${document}.json`), 'utf8')).toContain('Lives');
  await other.close();
});

test('every window learns how many have a document open', async () => {
  const { document } = await open(generate('star', 2));
  const counts: number[] = [];
  client.on('document.clients', (event) => event.document === document && counts.push(event.clients));
  const second = door();
  await value(second.call('documents.get', { document }));
  second.close();
  await expect.poll(() => counts).toEqual([2, 1]);
});

test('a new lab takes its networks from the pools of the settings', async () => {
  await value(client.call('settings.set', { pools: { ipv4: ['192.168.0.0/16'], ipv6: ['fd12::/32'] } }));
  const { topology } = await value(client.call('documents.create', {}));
  expect(topology.pools).toEqual({ ipv4: ['192.168.0.0/16'], ipv6: ['fd12::/32'] });
});
