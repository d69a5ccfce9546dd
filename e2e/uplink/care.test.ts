/** Whoever takes care of an interface of this computer lets go of it meanwhile, does not fight, and has it again: the true NetworkManager and systemd-networkd. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { HostSnapshot } from '../kernel/host-snapshot';
import { until } from '../kernel/lab';
import { networkManagerCare, networkdCare } from './care';
import { Computer, lanAddress } from './computer';
import { JoinedLab } from './joined';
import { kill, parts, processesOf } from './processes';
import { Root } from './root';

describe.each([networkManagerCare, networkdCare])('an interface that $name has', (care) => {
  let computer: Computer;
  let lab: JoinedLab;
  let root: Root;
  let before: HostSnapshot;
  beforeAll(async () => {
    if (care.absent) return;
    computer = await Computer.start({ dhcp: 'none' });
    // Both do it themselves; the kernel would be first.
    await computer.sh('sysctl -qw net.ipv6.conf.eth0.accept_ra=0');
    await computer.serveLan({ router: true });
    await care.start(computer);
    await until('an address by the router', async () => /inet6 fd00:5:/.test(await computer.sh('ip -6 address show dev eth0 -tentative')));
    before = await computer.snapshot();
  });
  afterAll(() => computer?.stop());
  beforeEach(async () => {
    if (care.absent) return;
    lab = await JoinedLab.start(computer);
    root = await Root.start(computer);
  });
  afterEach(async () => {
    await lab?.stop();
    await root?.stop();
  });
  const state = (wanted: string[], ...interfaces: string[]): Promise<unknown> =>
    until(`${wanted.join()}`, async () => (await care.state(computer, ...interfaces)).join() === wanted.join(), 20).catch(async () =>
      expect(await care.state(computer, ...interfaces)).toEqual(wanted),
    );
  const asBefore = async (): Promise<void> => {
    await state([care.has], 'eth0');
    expect(await computer.differences(before)).toEqual([]);
    expect(await computer.sh('find /run/NetworkManager/conf.d /run/systemd/network /var/lib/dhcp -name "*eth0*" 2>/dev/null || true')).toBe(
      '',
    );
    expect(await computer.sh(`ping -n -c 1 -W 20 ${lanAddress}`)).toContain('1 received');
  };
  const addresses = async (): Promise<string> =>
    (await computer.sh('ip -4 -o address show dev eth0; ip -4 -o address show dev nw-eth0; ip -4 route')).replace(/valid_lft.*/g, '');

  it.skipIf(care.absent)('belongs to the lab meanwhile, and is as before afterwards (bridge)', async () => {
    const names = (await computer.snapshot()).files?.match(/nameserver.*/g);
    await lab.attach(root, lab.nic('bridge'));
    await root.call('confirm', { lab: 'test', node: 'edge' });
    const meanwhile = ['eth0', 'nw-eth0', 'nwp-eth0'];
    await until('a lease on the bridge', async () =>
      /lease \{/.test(await computer.sh('cat /var/lib/dhcp/dhclient.nw-eth0.leases 2>/dev/null || true')),
    );
    await until('the end of its script', () => !computer.processes().some(({ args }) => args.includes('dhclient-script')));
    await state(
      meanwhile.map((name) => `${name}: unmanaged`),
      ...meanwhile,
    );
    const held = await addresses();
    expect(held).toMatch(/nw-eth0 +inet 192\.168\.5\.1\d\d\/24[^]*default via 192\.168\.5\.1 dev nw-eth0/);
    expect(held).not.toMatch(/(?<!-)\beth0 /);
    await lab.inside(
      'h1',
      `ip address flush dev eth0; f=$(mktemp -d); dhclient -4 -1 -q -sf "${import.meta.dirname}/lease.sh" -pf $f/pid -lf $f/leases eth0; until [ -s $f/pid ]; do sleep 0.02; done; kill $(cat $f/pid); rm -r $f; ping -n -c 1 -W 20 ${lanAddress}`,
    );
    await computer.sh('ping -n -c 1 -W 20 fd00:5::1');
    // What it might begin when the carrier comes: its address, a DHCP client of its own, another name server. ([2054]: it may listen to ARP.)
    await computer.carrier(false);
    await computer.carrier(true);
    await computer.sh(`ping -n -c 1 -W 20 ${lanAddress}`);
    await state(
      meanwhile.map((name) => `${name}: unmanaged`),
      ...meanwhile,
    );
    expect(await addresses()).toBe(held);
    expect(await computer.sh('ss -Hanp0 | grep -v "\\[2054\\]" || true; ss -Hanup sport = :68')).not.toMatch(/NetworkManager|networkd/i);
    expect((await computer.snapshot()).files?.match(/nameserver.*/g), 'names are resolved as before').toEqual(names);
    await lab.detach(root, 'bridge');
    expect(root.last('edge')).toMatchObject({ state: 'back', why: 'asked' });
    await asBefore();
  });

  it.skipIf(care.absent)('moves into the lab and comes back (whole)', async () => {
    await lab.attach(root, lab.nic('whole'));
    expect(await care.state(computer, 'eth0')).toEqual([]);
    await lab.detach(root, 'whole');
    await asBefore();
  });

  it.skipIf(care.absent)('comes back after kill -9 of nestwork-root', async () => {
    await lab.attach(root, lab.nic('bridge'));
    const { worker, guard } = await parts(root.token, root.child.pid!);
    kill(worker, 'SIGKILL');
    await until('the end of its processes', () => processesOf(root.token).length === 0);
    await asBefore();
    root = await Root.start(computer);
    await lab.attach(root, lab.nic('bridge'));
    const both = await parts(root.token, root.child.pid!);
    expect(both.guard).not.toBe(guard);
    kill(both.guard, 'SIGSTOP');
    for (const pid of [both.worker, both.guard]) kill(pid, 'SIGKILL');
    await until('the end of its processes', () => processesOf(root.token).length === 0);
    await state(['eth0: unmanaged'], 'eth0');
    // Nobody is left who could: the next one that starts does it first.
    root = await Root.start(computer);
    await asBefore();
  });
});
