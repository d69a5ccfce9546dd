/** S31: what must not be joined is refused with a sentence, and nothing has changed. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { HostSnapshot } from '../kernel/host-snapshot';
import { until } from '../kernel/lab';
import { Computer } from './computer';
import { JoinedLab } from './joined';
import { Root, RootRefused } from './root';

describe('joining', () => {
  let computer: Computer;
  let lab: JoinedLab;
  let root: Root;
  beforeAll(async () => {
    computer = await Computer.start();
    await computer.serveLan();
    lab = await JoinedLab.start(computer);
  });
  afterAll(async () => {
    await lab?.stop();
    computer?.stop();
  });
  beforeEach(async () => void (root = await Root.start(computer)));
  afterEach(() => root?.stop());

  /** The refusal; the computer is as it was before. */
  const refusal = async (wish: object): Promise<{ code: string; message: string }> => {
    // What the test before put back may be on its way: a carrier comes a moment later.
    await until('the carrier', async () => !(await computer.sh('ip link show eth0')).includes('NO-CARRIER'), 3).catch(() => undefined);
    const before: HostSnapshot = await computer.snapshot();
    const refused = await root.call('attach', wish).then(
      () => null,
      (error: unknown) => error,
    );
    expect(refused, 'it was refused').toBeInstanceOf(RootRefused);
    expect(await computer.differences(before)).toEqual([]);
    const { error } = refused as RootRefused;
    expect(error.message, 'a sentence').toMatch(/^[A-Z][^!]*\.$|^[a-z0-9-]+ [^!]*\.$/);
    return error;
  };

  it.each(['bridge', 'whole'] as const)('the interface of the default route needs a yes (%s)', async (mode) => {
    expect(await refusal(lab.nic(mode, { sure: false }))).toMatchObject({
      code: 'default-route',
      message: expect.stringContaining('eth0') as string,
    });
    await root.call('attach', lab.nic(mode));
    await lab.detach(root, mode);
  });

  it('macvlan leaves the computer as it is, so it needs none', async () => {
    await root.call('attach', lab.nic('macvlan', { sure: false }));
    await lab.detach(root, 'macvlan');
  });

  it('an interface with an SSH session needs a yes', async () => {
    await computer.sh('ip route del default');
    const server = computer.start(
      'perl',
      '-e',
      'use IO::Socket::INET; my $s = IO::Socket::INET->new(Listen => 5, LocalAddr => "192.168.5.5", LocalPort => 22) or die; my @c; while (my $c = $s->accept) { push @c, $c }',
    );
    const client = computer.startInLan(
      'perl',
      '-e',
      'use IO::Socket::INET; my $c; sleep 0 until $c = IO::Socket::INET->new("192.168.5.5:22"); sleep 100',
    );
    try {
      for (let established = ''; !established;) established = await computer.sh('ss -Htn state established sport = :22');
      expect(await refusal(lab.nic('bridge', { sure: false }))).toMatchObject({ code: 'ssh-session' });
      await root.call('attach', lab.nic('bridge'));
      expect(await computer.sh('ss -Htn state established sport = :22'), 'the session goes on').toContain('192.168.5.5:22');
      await lab.detach(root, 'bridge');
    } finally {
      client.kill('SIGKILL');
      server.kill('SIGKILL');
      await computer.sh('ip route add default via 192.168.5.1');
    }
  });

  it('a whole interface that has an address needs a yes, one that has none does not', async () => {
    await computer.sh('ip link add eth1 type veth peer name far1; ip link set eth1 up; ip address add 10.8.8.1/24 dev eth1');
    expect(await refusal(lab.nic('whole', { interface: 'eth1', sure: false }))).toMatchObject({ code: 'in-use' });
    await computer.sh('ip address flush dev eth1');
    await root.call('attach', lab.nic('whole', { interface: 'eth1', sure: false }));
    expect(await lab.inside('edge', 'ip -br link show uplink0')).toContain('uplink0');
    await lab.detach(root, 'whole');
    expect(await computer.sh('ip -br link show eth1')).toContain('eth1');
    await computer.sh('ip link del eth1');
  });

  const bad: [string, string, string, Partial<{ mode: 'bridge' | 'macvlan' | 'whole' }>][] = [
    [
      'a port of a bridge',
      'ip link add b0 type bridge; ip link add eth2 type veth peer name far2; ip link set eth2 master b0 up',
      'enslaved',
      {},
    ],
    ['a bridge', 'ip link add eth2 type bridge; ip link set eth2 up', 'not-ethernet', {}],
    ['a tunnel without Ethernet', 'ip tuntap add eth2 mode tun; ip link set eth2 up', 'not-ethernet', {}],
    [
      'a Wi-Fi station',
      'ip link add eth2 type veth peer name far2; ip link set eth2 up; mount -t tmpfs tmpfs /sys/class/net; mkdir -p /sys/class/net/eth2/phy80211',
      'wireless',
      {},
    ],
    ['one that is down', 'ip link add eth2 type veth peer name far2', 'down', {}],
    [
      'one on which another stands',
      'ip link add eth2 type veth peer name far2; ip link set eth2 up; ip link add mv0 link eth2 type macvlan',
      'in-use',
      { mode: 'whole' },
    ],
    [
      'one with a route of several gateways',
      'ip link add eth2 type veth peer name far2; ip link set eth2 up; ip address add 10.8.8.1/24 dev eth2; ip route add 10.7.0.0/16 nexthop via 10.8.8.2 dev eth2 nexthop via 192.168.5.9 dev eth0',
      'several-gateways',
      {},
    ],
  ];
  it.each(bad)('%s is refused', async (_, script, code, { mode = 'bridge' }) => {
    await computer.sh(script);
    try {
      expect(await refusal(lab.nic(mode, { interface: 'eth2' }))).toMatchObject({ code });
    } finally {
      await computer.sh('umount /sys/class/net 2>/dev/null || true; for one in mv0 eth2 b0; do ip link del $one 2>/dev/null || true; done');
    }
  });

  it('what is not there, or joined already, is refused', async () => {
    expect(await refusal(lab.nic('bridge', { interface: 'eth7' }))).toMatchObject({ code: 'not-found' });
    await root.call('attach', lab.nic('macvlan'));
    expect(await refusal(lab.nic('macvlan'))).toMatchObject({ code: 'busy' });
    await lab.detach(root, 'macvlan');
  });

  it('networks that the computer has already are refused', async () => {
    expect(await refusal(lab.thisComputer({ addresses: ['192.168.5.77/24'] }))).toMatchObject({ code: 'network-in-use' });
    expect(await refusal(lab.thisComputer({ addresses: ['192.0.0.1/4'] }))).toMatchObject({ code: 'network-in-use' });
    expect(await refusal(lab.thisComputer({ routes: [{ to: '192.168.5.128/25', via: '192.168.7.10' }] }))).toMatchObject({
      code: 'network-in-use',
    });
  });

  it('a network that is not a node of the caller is refused', async () => {
    const { net, pid } = lab.place('edge');
    for (const place of [
      { pid: 1, net },
      { pid: process.pid, net },
      { pid: computer.pid, net: await computer.network() },
      { pid, net: net + 1 },
    ])
      expect((await refusal(lab.nic('macvlan', place))).code).toMatch(/^(not-yours|invalid-request)$/);
  });

  it('a route that cannot be is refused, and the cable of it is gone', async () => {
    expect(await refusal(lab.thisComputer({ routes: [{ to: '10.50.0.0/16', via: '172.20.0.1' }] }))).toMatchObject({
      code: 'kernel-refused',
      message: expect.stringContaining('invalid gateway') as string,
    });
  });
});
