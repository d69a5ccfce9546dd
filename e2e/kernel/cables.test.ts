/** A cut cable looks like a pulled one, and what comes back is all that was there. */
import { readFileSync, readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Operation } from '../../electron/shared/lab/operation';
import { Lab, callers, until } from './lab';
import { address, cable, node, smallNetwork } from './shapes';

interface Link {
  ifname: string;
  flags: string[];
}

describe.each(callers)('a cable in a lab of $name', (caller) => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.start(caller);
    await lab.apply([
      ...smallNetwork(),
      node('a1'),
      node('a2'),
      cable('la', 'a1.eth0', 'a2.eth0'),
      address('a1.eth0', '10.9.0.1/24'),
      address('a2.eth0', '10.9.0.2/24'),
      address('a1.eth0', 'fd09::1/64'),
      address('a2.eth0', 'fd09::2/64'),
    ]);
  });
  afterAll(() => lab?.down());

  const flags = async (id: string, name: string): Promise<string[]> =>
    (JSON.parse(await lab.outside(id, 'ip', '-j', 'link', 'show', name)) as [Link])[0].flags;
  const reaches = async (from: string, to: string): Promise<boolean> =>
    (await lab.exec(from, ['ping', '-n', '-c', '1', '-W', '1', to])).code === 0;
  /** Addresses and routes without what counts time or says "no carrier". */
  const configuration = async (id: string): Promise<unknown> => {
    const addresses = JSON.parse(await lab.outside(id, 'ip', '-j', 'address')) as {
      ifname: string;
      addr_info: { local: string; prefixlen: number; scope: string }[];
    }[];
    const routes = JSON.parse(await lab.outside(id, 'ip', '-j', 'route')) as { dst: string; gateway?: string; dev: string }[];
    const six = JSON.parse(await lab.outside(id, 'ip', '-6', '-j', 'route')) as { dst: string; gateway?: string; dev: string }[];
    return {
      addresses: addresses.map((one) => [one.ifname, one.addr_info.map((a) => `${a.local}/${a.prefixlen} ${a.scope}`).sort()]),
      routes: [...routes, ...six].map((one) => `${one.dst} via ${one.gateway ?? '-'} dev ${one.dev}`).sort(),
    };
  };

  it.each([
    [
      'between a host and a switch',
      'l1',
      ['h1', 'eth0'],
      [
        ['h1', '10.0.1.2'],
        ['h1', 'fd00:1::2'],
      ],
    ],
    [
      'between a router and a host',
      'l4',
      ['h3', 'eth0', 'r1', 'eth1'],
      [
        ['h3', '10.0.1.1'],
        ['h3', 'fd00:1::1'],
      ],
    ],
    [
      'between two hosts',
      'la',
      ['a1', 'eth0', 'a2', 'eth0'],
      [
        ['a1', '10.9.0.2'],
        ['a2', 'fd09::1'],
      ],
    ],
  ])(
    '%s: cut is NO-CARRIER with addresses and routes kept; restored, all works again, hand-made routes too',
    async (_where, link, ends, flows) => {
      const sides: [string, string][] = [];
      for (let at = 0; at < ends.length; at += 2) sides.push([ends[at] ?? '', ends[at + 1] ?? '']);
      for (const [from = '', to = ''] of flows) await until(`${from} to reach ${to}`, () => reaches(from, to));
      for (const [id, name] of sides) {
        await lab.sh(
          id,
          `ip route replace 172.16.0.0/16 dev ${name} metric 77; ip -6 route replace fd77::/64 dev ${name} metric 77; ip address replace 10.77.0.1/24 dev ${name}`,
        );
      }
      const before = await Promise.all(sides.map(([id]) => configuration(id)));

      await lab.apply([{ op: 'link.cut', link }]);
      for (const [id, name] of sides) {
        const now = await flags(id, name);
        expect(now).toContain('UP');
        expect(now).toContain('NO-CARRIER');
        expect(now).not.toContain('LOWER_UP');
      }
      expect(await Promise.all(sides.map(([id]) => configuration(id)))).toEqual(before);
      for (const [from = '', to = ''] of flows) expect(await reaches(from, to)).toBe(false);

      await lab.apply([{ op: 'link.restore', link }]);
      for (const [id, name] of sides) expect(await flags(id, name)).toContain('LOWER_UP');
      expect(await Promise.all(sides.map(([id]) => configuration(id)))).toEqual(before);
      for (const [from = '', to = ''] of flows) await until(`${from} to reach ${to} again`, () => reaches(from, to));
    },
  );

  it('an interface that is set down and up again has its addresses and routes back, hand-made ones too', async () => {
    await lab.sh(
      'a1',
      'ip route replace 172.18.0.0/16 via 10.9.0.2; ip -6 route replace fd78::/64 via fd09::2; ip address replace fd79::1/64 dev eth0 nodad',
    );
    const before = await configuration('a1');
    await lab.apply([{ op: 'interface.set', node: 'a1', interface: 'eth0', up: false }]);
    expect(await flags('a1', 'eth0')).not.toContain('UP');
    await lab.apply([{ op: 'interface.set', node: 'a1', interface: 'eth0', up: true }]);
    // The link-local address comes back by itself after duplicate address detection.
    await until('the same configuration', async () => JSON.stringify(await configuration('a1')) === JSON.stringify(before)).catch(
      async () => expect(await configuration('a1')).toEqual(before),
    );
    await until('a1 to reach a2', () => reaches('a1', '10.9.0.2'));
  });

  it('can be created cut', async () => {
    await lab.apply([
      node('b1'),
      node('b2'),
      cable('lb', 'b1.eth0', 'b2.eth0', true),
      cable('lc', 'b1.eth1', 's1.p7', true),
      address('b1.eth0', '10.10.0.1/24'),
    ]);
    for (const name of ['eth0', 'eth1']) expect(await flags('b1', name)).toContain('NO-CARRIER');
    await lab.apply([
      { op: 'link.restore', link: 'lb' },
      { op: 'link.restore', link: 'lc' },
    ]);
    for (const name of ['eth0', 'eth1']) expect(await flags('b1', name)).toContain('LOWER_UP');
  });

  it('many that go in one plan go at once: none if it is refused, all even beside an interface that cannot be deleted', async () => {
    const count = 12;
    const ports = Array.from({ length: count }, (_, at) => [
      node(`m${at}`),
      cable(`lm${at}`, `m${at}.eth0`, `s1.m${at}`),
      cable(`lw${at}`, `m${at}.eth1`, at === 0 ? 'a1.many' : `m${at - 1}.eth2`),
    ]);
    await lab.apply(ports.flat());
    const deletions = ports.flatMap((_, at): Operation[] => [
      { op: 'link.delete', link: `lm${at}` },
      { op: 'link.delete', link: `lw${at}` },
    ]);
    await expect(lab.apply([...deletions, { op: 'link.delete', link: 'nobody' }])).rejects.toThrow();
    for (const id of ['s1', 'm3']) {
      const links = JSON.parse(await lab.outside(id, 'ip', '-j', 'link')) as (Link & { group: string })[];
      expect(links.filter(({ ifname }) => /^(m\d|eth)/.test(ifname)).length).toBe(id === 's1' ? count : 3);
      expect(links.every(({ group }) => group === 'default')).toBe(true);
    }
    // Root of the node joins the group that is deleted, with what the kernel does not delete.
    await lab.sh('s1', 'ip link set lo group 1314343729');
    await lab.apply(deletions);
    await lab.sh('s1', 'ip link set lo group default');
    expect(await lab.outside('s1', 'ip', '-o', 'link')).not.toMatch(/ m\d+@/);
    expect(JSON.parse(await lab.outside('m3', 'ip', '-j', 'link'))).toHaveLength(1);
    expect(await reaches('h1', '10.0.1.2')).toBe(true);
    await lab.apply(ports.flatMap((_, at): Operation[] => [{ op: 'node.delete', node: `m${at}` }]));
  });

  it('those that go through many sockets go side by side, their names are free at once, and neither threads nor descriptors stay', async () => {
    const ids = Array.from({ length: 30 }, (_, at) => `q${at}`);
    const chain = ids.slice(1).map((id, at) => cable(`lq${at}`, `${ids[at]!}.right`, `${id}.left`));
    const removal = chain.map((_, at): Operation => ({ op: 'link.delete', link: `lq${at}` }));
    const numbers = async (): Promise<unknown> =>
      Promise.all(
        ids.map(async (id) =>
          (JSON.parse(await lab.outside(id, 'ip', '-j', 'link')) as { ifindex: number; ifname: string }[]).map((link) => [
            link.ifname,
            link.ifindex,
          ]),
        ),
      );
    const held = (): unknown => [
      /^Threads:\s+(\d+)/m.exec(readFileSync(`/proc/${lab.pid}/status`, 'utf8'))![1],
      readdirSync(`/proc/${lab.pid}/fd`).length,
    ];
    await lab.apply([...ids.map((id) => node(id)), ...chain]);
    const [before, holding] = [await numbers(), held()];
    for (const end of JSON.parse(await lab.outside('q1', 'ip', '-d', '-j', 'link', 'show', 'type', 'veth')) as object[])
      expect(end).toMatchObject({ num_tx_queues: 1, num_rx_queues: 1 });
    // The plan goes on when the kernel has taken an interface out, which is before the kernel answers.
    await lab.apply([...removal, ...chain]);
    expect(await numbers()).not.toEqual(before);
    expect((await numbers()) as unknown[][]).toHaveLength(ids.length);
    for (const links of (await numbers()) as unknown[][]) expect(links.length).toBeGreaterThanOrEqual(2);
    await lab.apply(removal);
    for (const links of (await numbers()) as unknown[][]) expect(links).toEqual([['lo', 1]]);
    await until('the end of what sends deletions', () => JSON.stringify(held()) === JSON.stringify(holding));
    expect(holding).toEqual(['1', expect.any(Number)]);
    await lab.apply(ids.map((id): Operation => ({ op: 'node.delete', node: id })));
  });

  it('cables between devices that end with them: all is as before if the plan is refused, and made anew in the same plan they are whole', async () => {
    const three = (): Operation[] => [
      ...['x1', 'x2', 'x3'].map((id) => node(id)),
      node('xs', 'switch'),
      ...['x1', 'x2'].flatMap((id) => [cable(`l${id}`, `${id}.eth0`, `xs.p${id}`)]),
      cable('lwire', 'x1.eth1', 'x3.eth1'),
      cable('lout', 'x3.eth0', 's1.px3'),
      ...['x1', 'x2', 'x3'].flatMap((id, at) => [address(`${id}.eth${at === 2 ? 1 : 0}`, `10.8.0.${at + 1}/24`)]),
    ];
    await lab.apply(three());
    const removal: Operation[] = [
      ...['lx1', 'lx2', 'lwire', 'lout'].map((link): Operation => ({ op: 'link.delete', link })),
      ...['x1', 'x2', 'x3', 'xs'].map((id): Operation => ({ op: 'node.delete', node: id })),
    ];
    // Whether it is UP or UNKNOWN is the kernel's to find out, in its own time.
    const links = async (id: string): Promise<unknown> =>
      (JSON.parse(await lab.outside(id, 'ip', '-j', 'link')) as object[]).map((link) => ({ ...link, operstate: undefined }));
    const all = async (): Promise<unknown> => Promise.all(['x1', 'x2', 'xs'].map(async (id) => [await links(id), await configuration(id)]));
    // The kernel gives itself its link-local addresses when it comes to it.
    let before = await all();
    await until('an unchanging picture', async () => {
      await new Promise((next) => setTimeout(next, 250));
      const [last, now] = [before, await all()];
      before = now;
      return JSON.stringify(last) === JSON.stringify(now);
    });
    for (const bad of ['lout', 'x1']) {
      const late: Operation = bad === 'lout' ? { op: 'link.delete', link: bad } : { op: 'node.delete', node: bad };
      await expect(lab.apply([...removal, late])).rejects.toThrow();
      // Those that were only to end with their nodes are untouched, index and all; the one to a device that stays was made again.
      expect(await all()).toEqual(before);
      expect(await reaches('x1', '10.8.0.2')).toBe(true);
      expect(await flags('x3', 'eth0')).toContain('LOWER_UP');
    }
    const network = await lab.outside('x1', 'readlink', '/proc/self/ns/net');
    await lab.apply([...removal, ...three()]);
    expect(await lab.outside('x1', 'readlink', '/proc/self/ns/net')).not.toBe(network);
    expect(await reaches('x1', '10.8.0.2')).toBe(true);
    await lab.apply(removal);
    expect(await lab.outside('s1', 'ip', '-o', 'link')).not.toContain('px3');
    expect(await reaches('h1', '10.0.1.2')).toBe(true);
  });
});
