/** Hosts, doors and labs of the tests in this folder: every file gets a home of its own, and every lab is down after its test. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, vi } from 'vitest';
import { createClient } from '../shared/client';
import type { Client } from '../shared/client';
import type { LabState, OpenDocument } from '../shared/contract';
import type { ObservedNode } from '../shared/lab/observed';
import type { Result } from '../shared/result';
import { diffTopologies } from '../shared/topology/diff';
import type { Topology } from '../shared/topology/schema';
import { createHost } from './host';
import type { Host } from './host';
import { pair } from './in-process';

vi.setConfig({ testTimeout: 30_000 });
export const root = resolve(__dirname, '../..');
export let home: string;
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
export function door(host = newHost()): Client {
  const [near, far] = pair();
  const client = createClient(near);
  host.connect(far);
  return client;
}
export function newHost(as: 'browser' | 'cli' = 'cli'): Host {
  const host = createHost({ door: as, root });
  hosts.push(host);
  return host;
}
export async function value<T>(result: Promise<Result<T>>): Promise<T> {
  const settled = await result;
  if (!settled.ok) throw new Error(`${settled.error.code}: ${settled.error.message}`);
  return settled.value;
}
export async function run(client: Client, topology: Topology): Promise<OpenDocument> {
  const { document } = await value(client.call('documents.create', { topology }));
  const lab = await value(client.call('labs.run', { document }));
  expect(lab).toMatchObject({ phase: 'running', failed: [] });
  await expect.poll(async () => [...(await observed(client, document)).values()].filter(settled).length).toBe(topology.nodes.length);
  return value(client.call('documents.get', { document }));
}
/** Edits the newest version, and waits until the kernel has followed. */
export async function edit(client: Client, document: string, change: (topology: Topology) => Topology): Promise<LabState> {
  const { topology, version } = await value(client.call('documents.get', { document }));
  await value(client.call('edits.apply', { document, version, diff: diffTopologies(topology, change(topology)), label: 'Edit' }));
  return value(client.call('labs.retry', { document, ids: [] }));
}
export async function observed(client: Client, document: string): Promise<Map<string, ObservedNode>> {
  const { nodes } = await value(client.call('labs.observed', { document }));
  return new Map(nodes.map((node) => [node.name, node]));
}
/** Hosts and routers have got their addresses of both families. */
export function settled(node: ObservedNode): boolean {
  const addresses = node.interfaces.flatMap((one) => one.addresses).filter(({ scope }) => scope === 'global');
  return node.interfaces.some(({ kind }) => kind === 'bridge') || new Set(addresses.map(({ family }) => family)).size === 2;
}
/** Runs a command in the network of a device, from outside; its exit code. */
export function inNetwork(node: ObservedNode, ...argv: string[]): Promise<number> {
  return new Promise((done) =>
    execFile(
      'nsenter',
      [`--user=/proc/${node.pid}/ns/user`, `--net=/proc/${node.pid}/ns/net`, '--preserve-credentials', ...argv],
      (error) => done(error ? Number(error.code ?? 1) : 0),
    ),
  );
}
export const globalAddress = (node: ObservedNode, family = 'inet'): string =>
  node.interfaces
    .flatMap(({ addresses }) => addresses)
    .find((one) => one.family === family && one.scope === 'global')!
    .address.split('/')[0]!;
export const without = (topology: Topology, name: string): Topology => {
  const { id } = topology.nodes.find((node) => node.name === name)!;
  return {
    ...topology,
    nodes: topology.nodes.filter((node) => node.id !== id),
    links: topology.links.filter((link) => link.ends.every((end) => end.node !== id)),
  };
};
