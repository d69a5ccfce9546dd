/** What a person makes or deletes by hand in a node is the person's: no apply and no undo touches it, nor takes it for something of its own. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Refused } from './client';
import { Lab, callers } from './lab';
import { address, cable, node, route } from './shapes';

describe.each(callers)('in a lab of $name', (caller) => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.start(caller);
    await lab.apply(['h1', 'h2', 'h3', 'h4'].map((id) => node(id)));
    await lab.apply([cable('l12', 'h1.eth0', 'h2.eth0'), address('h1.eth0', '10.0.1.1/24'), address('h2.eth0', '10.0.1.2/24')]);
  });
  afterAll(() => lab?.down());

  const refusal = (plan: Parameters<Lab['apply']>[0]) =>
    lab.apply(plan).then(
      () => expect.fail('the plan was not refused'),
      (error: unknown) => (error as Refused).error,
    );
  const reaches = (): Promise<string> => lab.sh('h1', 'ping -c 1 -W 5 10.0.1.2 > /dev/null && echo yes');

  it('an interface that has the name of a new cable’s end stays when the cable is refused', async () => {
    await lab.sh('h3', 'ip link add eth0 type bridge');
    expect(await refusal([cable('l34', 'h3.eth0', 'h4.eth0')])).toMatchObject({ code: 'kernel-refused', errno: 'EEXIST', link: 'l34' });
    expect(await lab.sh('h3', 'ip -o link show eth0 type bridge')).toContain('eth0');
    expect(await lab.sh('h4', 'ip -o link')).not.toContain('eth0');
    await lab.sh('h3', 'ip link delete eth0');
  });

  it('an interface that is made after the end of a cable was deleted is not taken for that end', async () => {
    await lab.apply([cable('l34', 'h3.eth0', 'h4.eth0')]);
    await lab.sh('h3', 'ip link delete eth0; for i in 1 2 3; do ip link add mine$i type bridge; done');
    expect(await refusal([address('h3.eth0', '10.0.9.1/24')])).toMatchObject({ code: 'kernel-refused', errno: 'ENODEV' });
    await lab.apply([{ op: 'link.delete', link: 'l34' }]);
    expect((await lab.sh('h3', 'ip -o link show type bridge')).match(/mine\d/g)).toHaveLength(3);
    await lab.sh('h3', 'for i in 1 2 3; do ip link delete mine$i; done');
  });

  it('a wire whose deletion was never sent is whole after the undo, and can be cut and restored', async () => {
    expect(
      await refusal([
        { op: 'link.delete', link: 'l12' },
        { op: 'link.delete', link: 'nowhere' },
      ]),
    ).toMatchObject({ code: 'not-found', index: 1 });
    expect(await reaches()).toBe('yes\n');
    await lab.apply([{ op: 'link.cut', link: 'l12' }]);
    expect(await lab.sh('h1', 'cat /sys/class/net/eth0/carrier')).toBe('0\n');
    await lab.apply([{ op: 'link.restore', link: 'l12' }]);
    expect(await reaches()).toBe('yes\n');
  });

  it('a wire that was deleted is whole after the undo, too', async () => {
    expect(await refusal([{ op: 'link.delete', link: 'l12' }, route('h1', '10.9.0.0/16', '192.0.2.1')])).toMatchObject({ index: 1 });
    expect(await reaches()).toBe('yes\n');
    await lab.apply([{ op: 'link.cut', link: 'l12' }]);
    await lab.apply([{ op: 'link.restore', link: 'l12' }]);
    expect(await reaches()).toBe('yes\n');
  });

  it('what the kernel refused is named, and not the operation behind it that had to wait for the answer', async () => {
    const pair = { ...cable('l34', 'h3.eth0', 'h4.eth0'), medium: 'pair' as const };
    await lab.apply([pair]);
    for (const id of ['h3', 'h4'])
      expect(await refusal([route(id, '10.9.0.0/16', '192.0.2.1'), { op: 'link.cut', link: 'l34' }]), id).toMatchObject({
        operation: 'route.add',
        index: 0,
        errno: 'ENETUNREACH',
        node: id,
      });
    await lab.apply([{ op: 'link.delete', link: 'l34' }]);
  });

  it('a node that is made anew in one apply is told as it is, and not as gone', async () => {
    const watcher = await lab.connect();
    await watcher.call('observe', { from: 0 });
    const before = (await lab.node('h4')).pid;
    await lab.apply([{ op: 'node.delete', node: 'h4' }, node('h4', 'router')]);
    const told = (): { nodes: { node: string; pid: number }[]; gone: string[] }[] =>
      watcher.events.filter(({ event }) => event === 'observed') as never;
    await expect
      .poll(() => told().some(({ nodes }) => nodes.some((one) => one.node === 'h4' && one.pid !== before)), { timeout: 20_000 })
      .toBe(true);
    expect(told().flatMap(({ gone }) => gone)).not.toContain('h4');
    watcher.close();
  });
});
