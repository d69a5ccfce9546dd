/** What changes in the kernel is told; what is applied is applied whole or not at all. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ObservedNode } from '../../electron/shared/lab/observed';
import type { Operation } from '../../electron/shared/lab/operation';
import { Refused } from './client';
import type { Control } from './client';
import { Lab, callers, until } from './lab';
import { address, cable, node, route, smallNetwork, command } from './shapes';

describe.each(callers)('changes in a lab of $name', (caller) => {
  let lab: Lab;
  let watcher: Control;
  beforeAll(async () => {
    lab = await Lab.start(caller);
    await lab.apply(smallNetwork());
    watcher = await lab.connect();
    await watcher.call('observe', { from: 0 });
  });
  afterAll(() => lab?.down());

  /** The newest record of a node in the events. */
  const told = (id: string): ObservedNode | undefined =>
    watcher.events
      .filter((event) => event.event === 'observed')
      .flatMap((event) => event.nodes as ObservedNode[])
      .findLast((one) => one.node === id);

  it('tells what a person does by hand: link down and up, address and route added and removed', async () => {
    const hand = async (script: string, what: string, seen: (now: ObservedNode) => boolean | undefined): Promise<void> => {
      await lab.sh('h1', script);
      await until(what, () => {
        const now = told('h1');
        return now !== undefined && seen(now);
      });
    };
    const eth0 = (now: ObservedNode) => now.interfaces.find((one) => one.name === 'eth0');
    await hand('ip address add 192.168.7.7/24 dev eth0', 'the address', (now) =>
      eth0(now)?.addresses.some((one) => one.address === '192.168.7.7/24'),
    );
    await hand('ip route add 172.20.0.0/16 via 10.0.1.2', 'the route', (now) =>
      now.routes.some((one) => one.to === '172.20.0.0/16' && one.via === '10.0.1.2' && one.dev === 'eth0'),
    );
    await hand('ip -6 route add fd20::/32 via fd00:1::2', 'the IPv6 route', (now) =>
      now.routes.some((one) => one.to === 'fd20::/32' && one.via === 'fd00:1::2'),
    );
    await hand('ip route del 172.20.0.0/16', 'the route gone', (now) => !now.routes.some((one) => one.to === '172.20.0.0/16'));
    await hand(
      'ip address del 192.168.7.7/24 dev eth0',
      'the address gone',
      (now) => !eth0(now)?.addresses.some((one) => one.address === '192.168.7.7/24'),
    );
    await hand('ip link set eth0 mtu 1400', 'the MTU', (now) => eth0(now)?.mtu === 1400);
    await hand('ip link set eth0 mtu 1500', 'the MTU again', (now) => eth0(now)?.mtu === 1500);
    await hand('ip link add br9 type bridge; ip link set br9 up', 'a new interface', (now) =>
      now.interfaces.some((one) => one.name === 'br9' && one.up && one.kind === 'bridge'),
    );
    await hand('ip link del br9', 'the interface gone', (now) => !now.interfaces.some((one) => one.name === 'br9'));
    await hand('ip link set eth0 down', 'the link down', (now) => eth0(now)?.up === false);
    await until('the port of the switch without carrier', () => told('s1')?.interfaces.find((one) => one.name === 'p1')?.carrier === false);
    await hand('ip link set eth0 up', 'the link up', (now) => eth0(now)?.up && eth0(now)?.carrier);
  });

  it('keeps a true picture when more happens at once than a socket holds', async () => {
    await lab.sh(
      'h2',
      'for i in $(seq 1 250); do echo "address add 10.50.$i.1/24 dev eth0"; done | ip -batch -; for i in $(seq 1 250); do echo "route add 10.51.$i.0/24 via 10.0.1.1"; done | ip -batch -',
    );
    await until(
      'all of it',
      () =>
        told('h2')?.routes.filter((one) => one.to.startsWith('10.51.')).length === 250 &&
        told('h2')
          ?.interfaces.find((one) => one.name === 'eth0')
          ?.addresses.filter((one) => one.address.startsWith('10.50.')).length === 250,
    );
    await lab.sh(
      'h2',
      'for i in $(seq 1 250); do echo "address del 10.50.$i.1/24 dev eth0"; echo "route del 10.51.$i.0/24"; done | ip -batch -',
    );
    await until(
      'none of it',
      () =>
        !told('h2')?.routes.some((one) => /^10\.5[01]\./.test(one.to)) &&
        !told('h2')?.interfaces.some((one) => one.addresses.some((a) => a.address.startsWith('10.50.'))),
    );
  });

  it('counts events without a gap', () => {
    const numbers = watcher.events.map((event) => event.seq as number);
    expect(numbers.length).toBeGreaterThan(10);
    numbers.forEach((number, index) => expect(number).toBe((numbers[0] ?? 0) + index));
  });

  /** Everything that `ip` and `bridge` say about every node, without numbers that count time or only name an object. */
  const picture = async (): Promise<Record<string, string[]>> => {
    const ignored =
      /"(ifindex|link_index|link_netnsid|port_id|port_no|designated_port|designated_cost|(valid|preferred)_life_time|expires|\w*_timer|topology_change\w*)":("0x[0-9a-f]+"|[\d.]+)/g;
    const all: Record<string, string[]> = {};
    for (const id of (await lab.observed()).keys()) {
      const rows: string[] = [];
      for (const what of [
        ['ip', 'address'],
        ['ip', '-4', 'route', 'show', 'table', 'all'],
        ['ip', '-6', 'route', 'show', 'table', 'all'],
        ['ip', 'rule'],
        ['bridge', 'link'],
      ]) {
        const [tool = '', ...rest] = what;
        // Rows come in the order in which things were made, which means nothing: sorted. What is inside a row keeps its order.
        for (const row of JSON.parse((await lab.outside(id, tool, '-j', '-d', ...rest)) || '[]') as unknown[])
          rows.push(`${rest.join(' ')} ${JSON.stringify(row).replace(ignored, '"$1":0')}`);
      }
      all[id] = [await lab.sh(id, 'hostname; cat /proc/sys/net/ipv4/ip_forward'), ...rows.sort()];
    }
    return all;
  };

  it('undoes the first half of a plan whose second half the kernel refuses: every dump is as before', async () => {
    // What a link set down by hand (above) took away, and things of a person's own.
    await lab.sh(
      'h1',
      'ip route replace default via 10.0.1.254 proto static; ip address replace fd00:1::1/64 dev eth0; ip -6 route replace default via fd00:1::fe proto static',
    );
    await lab.sh('h1', 'ip route add 172.21.0.0/16 via 10.0.1.2; ip address add 10.66.0.1/24 dev eth0');
    const broken: [string, Operation[]][] = [
      [
        'after everything that can be created',
        [
          node('x1'),
          node('x2', 'switch'),
          cable('lx', 'x1.eth0', 'x2.p1'),
          cable('ly', 'x1.eth1', 'h3.eth9'),
          address('x1.eth0', '10.3.0.1/24'),
          route('x1', '0.0.0.0/0', '10.3.0.2'),
          route('h1', '10.99.0.0/16', '203.0.113.1'),
        ],
      ],
      [
        'after everything that can be changed',
        [
          { op: 'node.rename', node: 'h1', name: 'renamed' },
          { op: 'node.kind', node: 'h2', kind: 'router', forwarding: true },
          { op: 'node.kind', node: 's1', kind: 'hub', forwarding: false },
          { op: 'link.cut', link: 'l2' },
          { op: 'link.cut', link: 'l4' },
          { op: 'interface.set', node: 'h1', interface: 'eth0', mtu: 1300 },
          { op: 'interface.set', node: 'h3', interface: 'eth0', up: false },
          route('h1', '10.99.0.0/16', '203.0.113.1'),
        ],
      ],
      [
        'after deletions',
        [
          { op: 'route.delete', node: 'h1', to: '0.0.0.0/0', via: '10.0.1.254' },
          { op: 'address.delete', node: 'h1', interface: 'eth0', address: 'fd00:1::1/64' },
          { op: 'link.delete', link: 'l1' },
          { op: 'link.delete', link: 'l4' },
          { op: 'node.delete', node: 'h3' },
          route('h2', '10.99.0.0/16', '203.0.113.1'),
        ],
      ],
    ];
    await until('a quiet network', async () => !JSON.stringify(await picture()).includes('tentative'));
    for (const [when, plan] of broken) {
      const before = await picture();
      const refused = await lab.apply(plan).then(
        () => undefined,
        (error: unknown) => error,
      );
      expect(refused, when).toBeInstanceOf(Refused);
      expect((refused as Refused).error, when).toMatchObject({
        code: 'kernel-refused',
        operation: 'route.add',
        index: plan.length - 1,
        errno: 'ENETUNREACH',
        kernel: expect.any(String),
        message: expect.any(String),
      });
      expect((refused as Refused).error.undone, when).not.toBe(false);
      expect((await lab.control.call<{ revision: number }>('hello')).revision).toBe(lab.revision);
      const same = async (): Promise<boolean> => JSON.stringify(await picture()) === JSON.stringify(before);
      await until(`the picture as before, ${when}`, same).catch(async () => expect(await picture(), when).toEqual(before));
    }
    expect((await lab.exec('h1', ['ping', '-n', '-c', '1', '-W', '2', '10.0.2.3'])).code).toBe(0);
  });

  it('refuses a stale revision and names the current one', async () => {
    const refused = (await lab.apply([node('y1')], lab.revision - 1).then(
      () => undefined,
      (error: unknown) => error,
    )) as Refused;
    expect(refused.error).toMatchObject({ code: 'stale-revision', revision: lab.revision });
    expect((await lab.observed()).has('y1')).toBe(false);
  });

  it('refuses a malformed operation before anything is tried', async () => {
    const bad = {
      op: 'node.create',
      node: 'z2',
      name: 'z2',
      kind: 'host',
      isolation: ['net'],
      forwarding: false,
      extra: 1,
    } as unknown as Operation;
    const refused = (await lab.apply([node('z1'), bad]).then(
      () => undefined,
      (error: unknown) => error,
    )) as Refused;
    expect(refused.error).toMatchObject({ code: 'invalid-operation', index: 1 });
    expect((await lab.observed()).has('z1')).toBe(false);
  });

  it('keeps the document and the changes since, for whoever comes later', async () => {
    const text = `{"name":"läb ${'x'.repeat(2_000_000)}"}`;
    await lab.control.call('document', { revision: lab.revision, part: text.slice(0, 1_500_000), last: false });
    await lab.control.call('document', { revision: lab.revision, part: text.slice(1_500_000), last: true });
    const done = await lab.control.call<{ revision: number }>('apply', {
      revision: lab.revision,
      client: 'test',
      operations: [],
      change: '{"a":1}',
    });
    lab.revision = done.revision;
    const late = await lab.connect();
    let kept = '';
    let changes: string[] = [];
    for (let offset: number | null = 0; offset !== null;) {
      const part: { document: string; next: number | null; changes?: string[] } = await late.call('kept', { offset });
      kept += part.document;
      changes = part.changes ?? [];
      offset = part.next;
    }
    expect(kept).toBe(text);
    expect(changes).toEqual(['{"a":1}']);
    late.close();
  });

  it('runs start-up commands and tells how they ended', async () => {
    await lab.apply([command('h1', 'echo out; echo err >&2; exit 3')]);
    await until('its end', () =>
      watcher.events.some(
        (event) => event.event === 'command' && event.node === 'h1' && event.code === 3 && /out\s+err/.test(event.output as string),
      ),
    );
  });

  it('tells when the first process of a node dies without being asked to', async () => {
    await lab.apply([node('d1'), cable('ld', 'd1.eth0', 's1.p20')]);
    const { pid } = await lab.node('d1');
    process.kill(pid, 'SIGKILL');
    await until('the event', () =>
      watcher.events.some((event) => event.event === 'node-ended' && event.node === 'd1' && event.signal === 9),
    );
    expect((await lab.exec('h1', ['ping', '-n', '-c', '1', '-W', '2', '10.0.1.2'])).code).toBe(0);
  });
});
