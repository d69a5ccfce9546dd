/** Labs on the real kernel, seen as every door sees them: through the contract's one client. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, readdir, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { generate } from '../engine/generate';
import { createClient } from '../shared/client';
import type { Client } from '../shared/client';
import type { LabState, OpenDocument } from '../shared/contract';
import type { ObservedNode } from '../shared/lab/observed';
import type { Result } from '../shared/result';
import { diffTopologies } from '../shared/topology/diff';
import { serializeTopology } from '../shared/topology/serialize';
import type { Topology } from '../shared/topology/schema';
import { createHost } from './host';
import type { Host } from './host';
import { pair } from './in-process';

vi.setConfig({ testTimeout: 30_000 });
const root = resolve(__dirname, '../..');
let home: string;
const hosts: Host[] = [];

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'nw-lab-'));
  for (const name of ['XDG_RUNTIME_DIR', 'XDG_STATE_HOME', 'XDG_CONFIG_HOME']) process.env[name] = home;
});
afterEach(async () => {
  const client = door();
  const listed = await client.call('labs.list', {});
  if (listed.ok) for (const { lab } of listed.value.labs) await client.call('labs.down', { lab });
  await Promise.all(hosts.splice(0).map((host) => host.close()));
});
afterAll(() => rm(home, { recursive: true }));

/** A client of a host of its own, unless a host is given. */
function door(host = newHost()): Client {
  const [near, far] = pair();
  const client = createClient(near);
  host.connect(far);
  return client;
}
function newHost(): Host {
  const host = createHost({ door: 'cli', root });
  hosts.push(host);
  return host;
}
async function value<T>(result: Promise<Result<T>>): Promise<T> {
  const settled = await result;
  if (!settled.ok) throw new Error(`${settled.error.code}: ${settled.error.message}`);
  return settled.value;
}
async function run(client: Client, topology: Topology): Promise<OpenDocument> {
  const { document } = await value(client.call('documents.create', { topology }));
  const lab = await value(client.call('labs.run', { document }));
  expect(lab).toMatchObject({ phase: 'running', failed: [] });
  await expect.poll(async () => [...(await observed(client, document)).values()].filter(settled).length).toBe(topology.nodes.length);
  return value(client.call('documents.get', { document }));
}
/** Edits the newest version, and waits until the kernel has followed. */
async function edit(client: Client, document: string, change: (topology: Topology) => Topology): Promise<LabState> {
  const { topology, version } = await value(client.call('documents.get', { document }));
  await value(client.call('edits.apply', { document, version, diff: diffTopologies(topology, change(topology)), label: 'Edit' }));
  return value(client.call('labs.retry', { document, ids: [] }));
}
async function observed(client: Client, document: string): Promise<Map<string, ObservedNode>> {
  const { nodes } = await value(client.call('labs.observed', { document }));
  return new Map(nodes.map((node) => [node.name, node]));
}
/** Hosts and routers have got their addresses of both families. */
function settled(node: ObservedNode): boolean {
  const addresses = node.interfaces.flatMap((one) => one.addresses).filter(({ scope }) => scope === 'global');
  return node.interfaces.some(({ kind }) => kind === 'bridge') || new Set(addresses.map(({ family }) => family)).size === 2;
}
/** Runs a command in the network of a device, from outside; its exit code. */
function inNetwork(node: ObservedNode, ...argv: string[]): Promise<number> {
  return new Promise((done) =>
    execFile(
      'nsenter',
      [`--user=/proc/${node.pid}/ns/user`, `--net=/proc/${node.pid}/ns/net`, '--preserve-credentials', ...argv],
      (error) => done(error ? Number(error.code ?? 1) : 0),
    ),
  );
}
const globalAddress = (node: ObservedNode, family = 'inet'): string =>
  node.interfaces
    .flatMap(({ addresses }) => addresses)
    .find((one) => one.family === family && one.scope === 'global')!
    .address.split('/')[0]!;
const without = (topology: Topology, name: string): Topology => {
  const { id } = topology.nodes.find((node) => node.name === name)!;
  return {
    ...topology,
    nodes: topology.nodes.filter((node) => node.id !== id),
    links: topology.links.filter((link) => link.ends.every((end) => end.node !== id)),
  };
};

describe('a lab', () => {
  test('runs as it is drawn, is changed by the smallest step, and undo brings back what was', async () => {
    const client = door();
    const { document, topology } = await run(client, generate('star', 3));
    let nodes = await observed(client, document);
    expect([...nodes.keys()].sort()).toEqual(['h1', 'h2', 'h3', 's1']);
    const target = globalAddress(nodes.get('h2')!);
    expect(await inNetwork(nodes.get('h1')!, 'ping', '-c', '1', '-W', '5', target)).toBe(0);
    expect(
      await inNetwork(nodes.get('h1')!, 'ping', '-6', '-c', '3', '-i', '0.3', '-W', '5', globalAddress(nodes.get('h2')!, 'inet6')),
    ).toBe(0);
    const before = nodes.get('h1')!;

    const after = await edit(client, document, (now) => without(now, 'h2'));
    expect(after.last?.operations).toBeLessThanOrEqual(2);
    await expect.poll(async () => [...(await observed(client, document)).keys()].sort()).toEqual(['h1', 'h3', 's1']);
    expect(await inNetwork(before, 'ping', '-c', '1', '-W', '1', target)).not.toBe(0);

    await edit(client, document, () => topology);
    await expect.poll(async () => (await observed(client, document)).size).toBe(4);
    nodes = await observed(client, document);
    expect(nodes.get('h1')!.pid).toBe(before.pid);
    expect(await inNetwork(before, 'ping', '-c', '3', '-i', '0.3', '-W', '5', target)).toBe(0);
    expect((await value(client.call('labs.plan', { document }))).steps).toEqual([]);
  });

  test('starts with the first device of a new drawing', async () => {
    const client = door();
    const { document, lab } = await value(client.call('documents.create', {}));
    expect(lab.phase).toBe('armed');
    const states: string[] = [];
    client.on('lab.state', ({ phase }) => states.at(-1) !== phase && void states.push(phase));
    await edit(client, document, (now) => ({ ...now, nodes: generate('star', 1).nodes.slice(0, 1) }));
    await expect.poll(async () => (await observed(client, document)).size).toBe(1);
    await expect.poll(() => states).toEqual(['starting', 'running']);
  });

  test('leaves out only what the kernel refuses, says why, and takes it in when it is mended', async () => {
    const client = door();
    const topology = generate('star', 2);
    const bad = {
      ...topology,
      nodes: topology.nodes.map((node) => (node.name === 'h1' ? { ...node, routes: [{ to: '10.9.0.0/16', via: '10.0.1.255' }] } : node)),
    };
    const { document } = await value(client.call('documents.create', { topology: bad }));
    const h1 = bad.nodes.find((node) => node.name === 'h1')!.id;
    const lab = await value(client.call('labs.run', { document }));
    expect(lab).toMatchObject({ phase: 'running', failed: [{ id: h1, error: { operation: 'route.add', node: h1 } }] });
    expect(lab.failed[0]!.error.kernel ?? lab.failed[0]!.error.message).toMatch(/gateway|invalid/i);
    await expect.poll(async () => [...(await observed(client, document)).values()].filter(settled).length).toBe(3);
    const nodes = await observed(client, document);
    expect(await inNetwork(nodes.get('h1')!, 'ping', '-c', '3', '-i', '0.3', '-W', '5', globalAddress(nodes.get('h2')!))).toBe(0);
    // Moving it is no reason to try again; another route is.
    const moved = await edit(client, document, (now) => ({
      ...now,
      nodes: now.nodes.map((node) => ({ ...node, position: { x: node.position.x + 12, y: 0 } })),
    }));
    expect(moved.failed).toHaveLength(1);
    const mended = await edit(client, document, (now) => ({
      ...now,
      nodes: now.nodes.map((node) =>
        node.id === h1 ? { ...node, routes: [{ to: '10.9.0.0/16', via: globalAddress(nodes.get('h2')!) }] } : node,
      ),
    }));
    expect(mended.failed).toEqual([]);
    await expect.poll(async () => (await observed(client, document)).get('h1')!.routes.some(({ to }) => to === '10.9.0.0/16')).toBe(true);
    expect((await observed(client, document)).get('h1')!.pid).toBe(nodes.get('h1')!.pid);
  });

  test('whose supervisor is killed has ended in words, and runs again', async () => {
    const client = door();
    const { document, lab } = await run(client, generate('star', 2));
    const ended = new Promise<LabState>((done) => client.on('lab.state', (state) => state.phase === 'ended' && done(state)));
    process.kill(lab.pid!, 'SIGKILL');
    expect(await ended).toMatchObject({
      phase: 'ended',
      error: { code: 'lab-ended', message: expect.stringContaining('has ended') as string },
    });
    expect((await value(client.call('labs.observed', { document }))).nodes).toEqual([]);
    expect(await value(client.call('labs.run', { document }))).toMatchObject({ phase: 'running', failed: [] });
    await expect.poll(async () => (await observed(client, document)).size).toBe(3);
  });

  test('tells of a device whose first process is killed, and makes it again when asked', async () => {
    const client = door();
    const { document, topology } = await run(client, generate('star', 2));
    const h1 = topology.nodes.find((node) => node.name === 'h1')!.id;
    process.kill((await observed(client, document)).get('h1')!.pid, 'SIGKILL');
    await expect.poll(async () => (await value(client.call('documents.get', { document }))).lab.failed.map(({ id }) => id)).toEqual([h1]);
    await expect.poll(async () => (await observed(client, document)).has('h1')).toBe(false);
    expect((await value(client.call('labs.retry', { document }))).failed).toEqual([]);
    await expect.poll(async () => [...(await observed(client, document)).values()].filter(settled).length).toBe(3);
    const nodes = await observed(client, document);
    expect(await inNetwork(nodes.get('h2')!, 'ping', '-c', '3', '-i', '0.3', '-W', '5', globalAddress(nodes.get('h1')!))).toBe(0);
  });

  test('that is stopped leaves no process and no socket', async () => {
    const client = door();
    const { document, lab, topology } = await run(client, generate('star', 2));
    const inside = await readlink(`/proc/${lab.pid}/ns/pid_for_children`);
    expect(await value(client.call('labs.stop', { document }))).toMatchObject({ phase: 'stopped', failed: [] });
    // A process that nobody has reaped yet is listed, but has no memory, files or threads any more.
    const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
    const lives = async (pid: string): Promise<boolean> =>
      !/^State:\s+Z/m.test(await readFile(`/proc/${pid}/status`, 'utf8').catch(() => 'State: Z'));
    const links = await Promise.all(pids.map(async (pid) => ((await lives(pid)) ? readlink(`/proc/${pid}/ns/pid`).catch(() => '') : '')));
    expect(links).not.toContain(inside);
    expect(existsSync(join(home, 'nestwork', topology.id, 'control.sock'))).toBe(false);
  });
});

describe('terminals', () => {
  const read = (client: Client, channel: number): { text: () => string } => {
    let text = '';
    client.onBytes((from, bytes) => {
      if (from !== channel) return;
      text += Buffer.from(bytes).toString();
      void client.call('terminals.ack', { channel, bytes: bytes.length });
    });
    return { text: () => text };
  };

  test('a shell answers, is found again by another client with what it showed, and ends with its exit code', async () => {
    const host = newHost();
    const client = door(host);
    const { document, topology } = await run(client, generate('star', 2));
    const node = topology.nodes.find(({ name }) => name === 'h1')!.id;
    const opened = await value(client.call('terminals.open', { document, node, cols: 80, rows: 24 }));
    const shown = read(client, opened.channel);
    client.sendBytes(opened.channel, Buffer.from('echo $((40+2))-$(hostname); stty size\n'));
    await expect.poll(shown.text, { timeout: 10_000 }).toMatch(/42-h1\r\n24 80/);
    await value(client.call('terminals.resize', { channel: opened.channel, cols: 100, rows: 30 }));
    client.sendBytes(opened.channel, Buffer.from('stty size\n'));
    await expect.poll(shown.text).toContain('30 100');

    const second = door(host);
    await value(second.call('documents.get', { document }));
    const { terminals } = await value(second.call('terminals.list', { document }));
    expect(terminals).toMatchObject([{ terminal: opened.terminal, node, exited: null }]);
    const again = await value(second.call('terminals.attach', { document, terminal: opened.terminal, cols: 100, rows: 30 }));
    const replayed = read(second, again.channel);
    await expect.poll(replayed.text).toContain('42-h1');

    const exits: number[] = [];
    for (const one of [client, second]) one.on('terminal.exited', ({ code }) => void exits.push(code));
    client.sendBytes(opened.channel, Buffer.from('exit 7\n'));
    await expect.poll(() => exits).toEqual([7, 7]);
    await expect
      .poll(async () => (await value(client.call('terminals.list', { document }))).terminals[0]?.exited)
      .toEqual({ code: 7, signal: 0 });
    await value(client.call('terminals.close', { document, terminal: opened.terminal }));
    await expect.poll(async () => (await value(client.call('terminals.list', { document }))).terminals).toEqual([]);
  });

  test('a flood waits for its reader, and holds up nobody else', async () => {
    const client = door();
    const { document, topology } = await run(client, generate('star', 2));
    const node = topology.nodes.find(({ name }) => name === 'h1')!.id;
    const { channel } = await value(client.call('terminals.open', { document, node, cols: 80, rows: 24 }));
    let got = 0;
    client.onBytes((_channel, bytes) => void (got += bytes.length));
    client.sendBytes(channel, Buffer.from('yes 0123456789012345678901234567890123456789\n'));
    // Nothing is acknowledged: it comes to rest near the limit.
    let before = -1;
    await expect
      .poll(
        () => {
          const rests = got > 128 * 1024 && got === before;
          before = got;
          return rests;
        },
        { timeout: 15_000, interval: 300 },
      )
      .toBe(true);
    expect(got).toBeLessThanOrEqual(256 * 1024 + 128 * 1024);
    const started = performance.now();
    await value(client.call('labs.plan', { document }));
    expect(performance.now() - started).toBeLessThan(5_000);
    const rest = got;
    await value(client.call('terminals.ack', { channel, bytes: got }));
    await expect.poll(() => got).toBeGreaterThan(rest);
    await value(client.call('terminals.detach', { channel }));
  });
});

describe('doors', () => {
  test('a lab outlives its door; the next one finds it by its file, with the edits that were never saved', async () => {
    const path = join(home, 'outlives.nestwork.json');
    await writeFile(path, serializeTopology(generate('star', 3)));
    const first = newHost();
    const client = door(first);
    const { document } = await value(client.call('documents.open', { path }));
    await value(client.call('labs.run', { document }));
    await edit(client, document, (now) => without(now, 'h3'));
    await first.close();

    const again = door();
    const found = await value(again.call('documents.open', { path }));
    expect(found).toMatchObject({ path, edited: true, lab: { phase: 'running', failed: [] } });
    expect(found.topology.nodes.map(({ name }) => name)).toEqual(expect.not.arrayContaining(['h3']));
    expect((await value(again.call('labs.plan', { document: found.document }))).steps).toEqual([]);
    expect((await value(again.call('labs.list', {}))).labs).toMatchObject([{ lab: found.topology.id, path, nodes: 3 }]);
  });

  test('eight hosts that run one file at the same moment share one lab', async () => {
    const path = join(home, 'rush.nestwork.json');
    await writeFile(path, serializeTopology(generate('star', 5)));
    const states = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const client = door();
        const { document } = await value(client.call('documents.open', { path }));
        return value(client.call('labs.run', { document }));
      }),
    );
    expect(new Set(states.map(({ pid }) => pid)).size).toBe(1);
    for (const state of states) expect(state).toMatchObject({ phase: 'running', failed: [] });
  });

  test('a copy of the file of a running lab is a lab of its own', async () => {
    const client = door();
    const text = serializeTopology(generate('star', 2));
    const [one, two] = [join(home, 'one.nestwork.json'), join(home, 'two.nestwork.json')];
    await writeFile(one, text);
    await writeFile(two, text);
    const { document } = await value(client.call('documents.open', { path: one }));
    await value(client.call('labs.run', { document }));
    const copy = await value(client.call('documents.open', { path: two }));
    expect(copy.lab.phase).toBe('stopped');
    expect(await value(client.call('labs.run', { document: copy.document }))).toMatchObject({ phase: 'running', failed: [] });
    expect((await value(client.call('labs.list', {}))).labs).toHaveLength(2);
  });

  test('two hosts that edit one lab at once end with the same drawing, and the kernel has it', async () => {
    const [a, b] = [door(), door()];
    const mine = await run(a, generate('star', 4));
    const theirs = await value(b.call('documents.attach', { lab: mine.topology.id }));
    expect(theirs.lab).toMatchObject({ phase: 'running', pid: mine.lab.pid });
    const rename = (client: Client, document: string, from: string, to: string): Promise<LabState> =>
      edit(client, document, (now) => ({ ...now, nodes: now.nodes.map((node) => (node.name === from ? { ...node, name: to } : node)) }));
    await Promise.all([
      rename(a, mine.document, 'h1', 'alpha'),
      rename(b, theirs.document, 'h2', 'beta'),
      edit(a, mine.document, (now) => ({
        ...now,
        nodes: now.nodes.map((node) => (node.name === 's1' ? { ...node, position: { x: 600, y: 600 } } : node)),
      })),
      edit(b, theirs.document, (now) => without(now, 'h4')),
    ]);
    const names = async (client: Client, document: string): Promise<string[]> =>
      (await value(client.call('documents.get', { document }))).topology.nodes.map(({ name }) => name).sort();
    const together = ['alpha', 'beta', 'h3', 's1'];
    await expect.poll(() => names(a, mine.document), { timeout: 10_000 }).toEqual(together);
    await expect.poll(() => names(b, theirs.document), { timeout: 10_000 }).toEqual(together);
    await expect.poll(async () => [...(await observed(a, mine.document)).keys()].sort()).toEqual(together);
    const drawings = await Promise.all(
      [a.call('documents.get', { document: mine.document }), b.call('documents.get', { document: theirs.document })].map(value),
    );
    expect(drawings[0]!.topology).toEqual(drawings[1]!.topology);
    for (const [client, { document }] of [
      [a, mine],
      [b, theirs],
    ] as const)
      expect((await value(client.call('labs.plan', { document }))).steps).toEqual([]);
  });

  test('a move, which changes nothing in the kernel, is seen by the other door too', async () => {
    const [a, b] = [door(), door()];
    const mine = await run(a, generate('star', 2));
    const theirs = await value(b.call('documents.attach', { lab: mine.topology.id }));
    await edit(a, mine.document, (now) => ({ ...now, nodes: now.nodes.map((node) => ({ ...node, position: { x: 36, y: 36 } })) }));
    await expect
      .poll(async () =>
        (await value(b.call('documents.get', { document: theirs.document }))).topology.nodes.every((node) => node.position.x === 36),
      )
      .toBe(true);
  });

  test('many edits at once from two hosts converge', async () => {
    const [a, b] = [door(), door()];
    const mine = await run(a, generate('star', 6));
    const theirs = await value(b.call('documents.attach', { lab: mine.topology.id }));
    const doors = [
      [a, mine.document, 'h1'],
      [b, theirs.document, 'h2'],
    ] as const;
    await Promise.all(
      doors.map(async ([client, document, name]) => {
        for (let round = 0; round < 15; round++)
          await edit(client, document, (now) => {
            const { id } = now.nodes.find((node) => node.name === name)!;
            return {
              ...now,
              links: now.links.map((link) => (link.ends.some((end) => end.node === id) ? { ...link, up: round % 2 === 1 } : link)),
            };
          });
      }),
    );
    const [left, right] = await Promise.all(
      [a.call('documents.get', { document: mine.document }), b.call('documents.get', { document: theirs.document })].map(value),
    );
    await expect
      .poll(async () => (await value(a.call('documents.get', { document: mine.document }))).topology)
      .toEqual((await value(b.call('documents.get', { document: theirs.document }))).topology);
    expect(left!.lab.failed).toEqual([]);
    expect(right!.lab.failed).toEqual([]);
    expect((await value(a.call('labs.plan', { document: mine.document }))).steps).toEqual([]);
  });
});
