/** The whole way of browser mode, without a browser: address, session, WebSocket, contract, supervisor, shell. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createHost } from '../host/host';
import type { Host } from '../host/host';
import { createClient } from '../shared/client';
import type { Client } from '../shared/client';
import { diffTopologies } from '../shared/topology/diff';
import { serve } from './server';
import type { Served } from './server';

const root = resolve(__dirname, '../..');
let home: string;
let host: Host;
let served: Served;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'nw-through-'));
  for (const name of ['XDG_RUNTIME_DIR', 'XDG_STATE_HOME', 'XDG_CONFIG_HOME']) process.env[name] = home;
  await mkdir(join(home, 'page'));
  await writeFile(join(home, 'page/index.html'), '<!doctype html>');
  host = createHost({ door: 'browser', root });
  const result = await serve({ port: 0, page: join(home, 'page'), connect: (transport) => host.connect(transport) });
  if (!result.ok) throw new Error(result.error.message);
  served = result.value;
});
afterAll(async () => {
  await served.close();
  await host.close();
  await rm(home, { recursive: true });
});

async function browser(cookie: string): Promise<Client> {
  const socket = new WebSocket(`ws://127.0.0.1:${served.port}/socket`, {
    headers: { Cookie: cookie, Origin: `http://127.0.0.1:${served.port}` },
  });
  await new Promise((done, failed) => socket.once('open', done).once('error', failed));
  return createClient({
    send: (frame) => socket.send(frame),
    onFrame: (listener) =>
      void socket.on('message', (data: Buffer, binary: boolean) => listener(binary ? new Uint8Array(data) : data.toString())),
    onClose: (listener) => void socket.on('close', () => listener()),
    close: () => socket.close(),
  });
}
async function value<T>(result: Promise<{ ok: true; value: T } | { ok: false; error: { message: string } }>): Promise<T> {
  const settled = await result;
  if (!settled.ok) throw new Error(settled.error.message);
  return settled.value;
}

test('a lab is opened, run, edited, used in a shell and found again after a reload', { timeout: 30_000 }, async () => {
  const origin = `http://127.0.0.1:${served.port}`;
  const [, token] = served.address.split('#');
  const answer = await fetch(`${origin}/session`, { method: 'POST', headers: { Origin: origin }, body: JSON.stringify({ token }) });
  expect(answer.status).toBe(204);
  const cookie = answer.headers.get('set-cookie')!.split(';')[0]!;

  const page = await browser(cookie);
  expect((await value(page.call('app.info', {}))).door).toBe('browser');
  const star = (await value(page.call('gallery.list', {}))).labs.find(({ name }) => name === 'star')!;
  const { document, topology } = await value(page.call('documents.create', { topology: star.topology }));
  const phases: string[] = [];
  page.on('lab.state', ({ phase }) => phases.at(-1) !== phase && void phases.push(phase));
  const seen = new Set<string>();
  page.on('lab.observed', ({ nodes, gone }) => {
    nodes.forEach(({ name }) => seen.add(name));
    gone.forEach((id) => seen.delete(topology.nodes.find((node) => node.id === id)?.name ?? id));
  });
  expect(await value(page.call('labs.run', { document }))).toMatchObject({ phase: 'running', failed: [] });
  await expect.poll(() => seen.size).toBe(topology.nodes.length);
  expect(phases).toEqual(['starting', 'running']);

  const host1 = topology.nodes.find(({ kind }) => kind === 'host')!;
  let text = '';
  page.onBytes((channel, bytes) => {
    text += Buffer.from(bytes).toString();
    void page.call('terminals.ack', { channel, bytes: bytes.length });
  });
  const shell = await value(page.call('terminals.open', { document, node: host1.id, cols: 80, rows: 24 }));
  page.sendBytes(shell.channel, Buffer.from('echo in-$(hostname)\n'));
  await expect.poll(() => text, { timeout: 10_000 }).toContain(`in-${host1.name}`);

  const other = topology.nodes.findLast(({ kind }) => kind === 'host')!;
  const without = {
    ...topology,
    nodes: topology.nodes.filter((node) => node !== other),
    links: topology.links.filter(({ ends }) => ends.every(({ node }) => node !== other.id)),
  };
  await value(page.call('edits.apply', { document, version: 0, diff: diffTopologies(topology, without), label: 'Delete' }));
  await expect.poll(() => seen.has(other.name)).toBe(false);
  page.close();

  // Reload: the same cookie, a new connection; everything is where it was.
  const again = await browser(cookie);
  const { documents } = await value(again.call('documents.list', {}));
  expect(documents).toMatchObject([{ document, version: 1, lab: { phase: 'running' } }]);
  const { terminals } = await value(again.call('terminals.list', { document }));
  expect(terminals).toMatchObject([{ terminal: shell.terminal, node: host1.id, exited: null }]);
  let replay = '';
  again.onBytes((_channel, bytes) => (replay += Buffer.from(bytes).toString()));
  await value(again.call('terminals.attach', { document, terminal: shell.terminal, size: { cols: 80, rows: 24 } }));
  await expect.poll(() => replay).toContain(`in-${host1.name}`);
  expect(await value(again.call('labs.stop', { document }))).toMatchObject({ phase: 'stopped' });
  again.close();
});
