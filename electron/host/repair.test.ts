/** What was taken away by hand is given back, and what nobody drew stays; on the real kernel. */
import { describe, expect, test } from 'vitest';
import { generate } from '../engine/generate';
import { nodeState } from '../engine/observe';
import { derive } from '../engine/derive';
import { door, inNetwork, observed, run, value } from './labs.fixture';

describe('a device that was changed by hand', () => {
  test('is as drawn again, its extra address kept, and its pings arrive', async () => {
    const client = door();
    const { document, topology } = await run(client, generate('star', 3));
    const wanted = derive(topology);
    const h1 = topology.nodes.find(({ name }) => name === 'h1')!;
    const state = async (): Promise<string> =>
      nodeState(
        h1,
        wanted,
        Object.fromEntries(await observed(client, document).then((nodes) => [...nodes].map(([, node]) => [node.node, node]))),
        undefined,
      );
    await expect.poll(state).toBe('up');
    const node = (await observed(client, document)).get('h1')!;
    for (const command of [
      'ip address add 10.99.0.1/24 dev eth0',
      'ip link set eth0 mtu 1400',
      `ip address del ${wanted.nodes.get(h1.id)!.interfaces.get('eth0')!.addresses[0]!.address} dev eth0`,
    ])
      expect(await inNetwork(node, ...command.split(' '))).toBe(0);
    await expect.poll(state).toBe('differs');

    await value(client.call('nodes.repair', { document, nodes: [h1.id] }));
    const eth0 = async () => (await observed(client, document)).get('h1')!.interfaces.find(({ name }) => name === 'eth0')!;
    await expect.poll(async () => (await eth0()).mtu).toBe(1500);
    const drawn = wanted.nodes
      .get(h1.id)!
      .interfaces.get('eth0')!
      .addresses.map(({ address }) => address);
    await expect
      .poll(async () => (await eth0()).addresses.map(({ address }) => address))
      .toEqual(expect.arrayContaining([...drawn, '10.99.0.1/24']));
    expect((await value(client.call('labs.plan', { document }))).steps).toEqual([]);

    await value(client.call('nodes.remove', { document, things: [{ node: h1.id, interface: 'eth0', address: '10.99.0.1/24' }] }));
    await expect.poll(state).toBe('up');
    // What the host did by itself is said by whoever shows it, in the language of its window.
    const { lab } = await value(client.call('documents.get', { document }));
    expect(lab.last?.label).toEqual({ code: 'remove-one', args: { name: 'h1' } });
  });

  test('whose interface was turned off has its addresses and routes again when it is turned on', async () => {
    const client = door();
    const { document, topology } = await run(client, generate('ring', 3));
    const wanted = derive(topology);
    const [first] = topology.nodes as [(typeof topology.nodes)[0]];
    const state = async (): Promise<string> =>
      nodeState(
        first,
        wanted,
        Object.fromEntries(await observed(client, document).then((nodes) => [...nodes].map(([, node]) => [node.node, node]))),
        undefined,
      );
    await expect.poll(state).toBe('up');
    const there = (await observed(client, document)).get(first.name)!;
    expect(await inNetwork(there, 'ip', 'link', 'set', 'eth0', 'down')).toBe(0);
    await expect.poll(state).toBe('differs');
    await value(client.call('nodes.repair', { document, nodes: [first.id] }));
    await expect.poll(state).toBe('up');
    const routes = (await observed(client, document)).get(first.name)!.routes;
    for (const { to, via } of wanted.nodes.get(first.id)!.routes)
      expect(
        routes.some((one) => one.to === to && one.via === via),
        `${to} via ${via}`,
      ).toBe(true);
  });

  test('what gathers has a base, and a kept drawing can be looked at', async () => {
    const client = door();
    const { document, topology } = await run(client, generate('star', 2));
    await value(client.call('changes.collect', { document, on: true }));
    await value(client.call('snapshots.take', { document, name: 'as it was' }));
    const version = (await value(client.call('documents.get', { document }))).version;
    const [node] = topology.nodes as [(typeof topology.nodes)[0]];
    await value(
      client.call('edits.apply', {
        document,
        version,
        label: 'x',
        diff: { nodes: { added: [], removed: [], changed: [[node, { ...node, name: 'other' }]] } },
      }),
    );
    expect((await value(client.call('changes.base', { document }))).topology.nodes.map(({ name }) => name)).toEqual(
      topology.nodes.map(({ name }) => name),
    );
    expect((await value(client.call('snapshots.read', { document, name: 'as it was' }))).topology.nodes).toEqual(topology.nodes);
    await value(client.call('changes.apply', { document }));
    await expect.poll(async () => (await value(client.call('changes.base', { document }))).topology.nodes[0]!.name).toBe('other');
  });
});
