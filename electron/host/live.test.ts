/** What goes on inside running nodes, through the contract, on real labs. */
import { describe, expect, test } from 'vitest';
import { generate } from '../engine/generate';
import type { EventData } from '../shared/contract';
import { door, newHost, run, value } from './labs.fixture';
import { namesIn } from './user-names';

/** Two hosts at a switch; h1 has a start-up command that goes on, and one that ends. */
const lab = () => {
  const drawn = generate('star', 2);
  return {
    ...drawn,
    nodes: drawn.nodes.map((node) =>
      node.name === 'h1'
        ? { ...node, startup: [{ command: 'echo begun; exec sleep 6161', name: 'sleeper', until: 'start' as const }, 'echo and the end'] }
        : node,
    ),
  };
};
const idOf = (topology: { nodes: { id: string; name: string }[] }, name: string): string =>
  topology.nodes.find((node) => node.name === name)!.id;

describe('inside running nodes', () => {
  test('processes with the names of their users, signals, mounts, counters', async () => {
    const client = door();
    const { document, topology } = await run(client, lab());
    const node = idOf(topology, 'h1');
    const sleeper = async () =>
      (await value(client.call('nodes.processes', { document, node }))).processes.find(({ command }) => command === 'sleep 6161');
    await expect.poll(sleeper, { timeout: 10_000 }).toMatchObject({ name: 'sleep', uid: 0, user: 'root', parent: 0 });
    const { pid } = (await sleeper())!;
    await value(client.call('nodes.signal', { document, node, pid, signal: 15 }));
    await expect.poll(sleeper, { timeout: 10_000 }).toBeUndefined();
    expect(await client.call('nodes.signal', { document, node, pid, signal: 15 })).toMatchObject({
      ok: false,
      error: { code: 'not-found' },
    });
    const { mounts } = await value(client.call('nodes.mounts', { document, node }));
    expect(mounts.map(({ target }) => target)).toEqual(expect.arrayContaining(['/tmp', '/run', '/etc/hosts']));
    const { interfaces } = await value(client.call('nodes.counters', { document, node }));
    expect(interfaces).toMatchObject([{ node, interface: 'eth0', errors: 0 }]);
    expect(await client.call('nodes.processes', { document, node: 'nobody' })).toMatchObject({ ok: false, error: { code: 'not-found' } });
  });

  test('start-up commands: told as they change, their output by parts, stopped and started by hand', async () => {
    const host = newHost();
    const [client, other] = [door(host), door(host)];
    const { document } = await value(client.call('documents.create', { topology: lab() }));
    await value(other.call('documents.get', { document }));
    const told: EventData<'node.commands'>[] = [];
    other.on('node.commands', (event) => void told.push(event));
    await value(client.call('labs.run', { document }));
    const { topology } = await value(client.call('documents.get', { document }));
    const node = idOf(topology, 'h1');
    const states = async () =>
      (await value(client.call('nodes.commands', { document, node }))).commands.map(({ name, state }) => `${name} ${state}`);
    await expect.poll(states, { timeout: 10_000 }).toEqual(['sleeper running', 'echo ended']);
    expect(told.at(-1)).toMatchObject({ document, node, commands: [{ state: 'running' }, { state: 'ended', code: 0 }] });
    expect(await value(client.call('nodes.output', { document, node, index: 1, offset: 4 }))).toEqual({
      text: 'and the end\n'.slice(4),
      offset: 4,
      next: 12,
      total: 12,
    });
    await value(client.call('nodes.command', { document, node, index: 0, action: 'stop' }));
    await expect.poll(states, { timeout: 10_000 }).toEqual(['sleeper stopped', 'echo ended']);
    await value(client.call('nodes.command', { document, node, index: 0, action: 'start' }));
    await expect.poll(states, { timeout: 10_000 }).toEqual(['sleeper running', 'echo ended']);
    expect(await client.call('nodes.command', { document, node, index: 9, action: 'start' })).toMatchObject({
      ok: false,
      error: { code: 'not-found' },
    });
  });

  test('statistics come to those who look, as long as they look', async () => {
    const host = newHost();
    const [client, other] = [door(host), door(host)];
    const { document } = await run(client, lab());
    await value(other.call('documents.get', { document }));
    const seen = { client: 0, other: 0 };
    client.on('lab.statistics', (event) => void (seen.client += event.document === document && event.nodes.length > 0 ? 1 : 0));
    other.on('lab.statistics', () => void (seen.other += 1));
    await value(client.call('labs.statistics', { document, on: true }));
    await expect.poll(() => seen.client, { timeout: 10_000 }).toBeGreaterThan(2);
    await value(client.call('labs.statistics', { document, on: false }));
    await new Promise((done) => setTimeout(done, 600));
    const after = seen.client;
    await new Promise((done) => setTimeout(done, 1100));
    expect(seen).toEqual({ client: after, other: 0 });
  });

  test('a paused node is seen as paused, and refuses a shell until it goes on', async () => {
    const client = door();
    const { document, topology } = await run(client, lab());
    const node = idOf(topology, 'h1');
    const frozen = async () =>
      (await value(client.call('labs.observed', { document }))).nodes.filter((one) => one.frozen).map((one) => one.name);
    await value(client.call('nodes.freeze', { document, nodes: [node], frozen: true }));
    await expect.poll(frozen).toEqual(['h1']);
    expect(await client.call('terminals.open', { document, node, cols: 80, rows: 24 })).toMatchObject({
      ok: false,
      error: { code: 'frozen' },
    });
    await value(client.call('nodes.freeze', { document, frozen: false }));
    await expect.poll(frozen).toEqual([]);
    const opened = await value(client.call('terminals.open', { document, node, cols: 80, rows: 24 }));
    await value(client.call('terminals.close', { document, terminal: opened.terminal }));
  });

  test('a lab that does not run has no processes', async () => {
    const client = door();
    const { document } = await value(client.call('documents.create', { topology: lab() }));
    expect(await client.call('nodes.processes', { document, node: 'n1' })).toMatchObject({ ok: false, error: { code: 'not-running' } });
    await value(client.call('labs.statistics', { document, on: true }));
  });

  test('names of users are the first of each number', () => {
    expect([...namesIn('root:x:0:0::/root:/bin/sh\n# x\ntoor:x:0:0::/:/bin/sh\nme:x:1000:1000::/home/me:\nbad:x:1a:1::/:\n')]).toEqual([
      [0, 'root'],
      [1000, 'me'],
    ]);
  });
});
