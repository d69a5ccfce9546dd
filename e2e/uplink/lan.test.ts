/** A node in the LAN: what is behind the lab's edge gets leases from the LAN's DHCP server, and both reach each other. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { address, cable, node } from '../kernel/shapes';
import { Computer, lanAddress } from './computer';
import { JoinedLab } from './joined';
import { Root } from './root';

/** A lease by dhclient(8) in the node's network, with files of its own. */
const lease = (interfaceName: string): string =>
  `f=$(mktemp -d); dhclient -4 -1 -q -sf "${import.meta.dirname}/lease.sh" -pf $f/pid -lf $f/leases ${interfaceName}; until [ -s $f/pid ]; do sleep 0.02; done; kill $(cat $f/pid); rm -r $f`;

describe('hosts behind the edge', () => {
  let computer: Computer;
  let lab: JoinedLab;
  let root: Root;
  let macs: string[];
  beforeAll(async () => {
    computer = await Computer.start();
    await computer.serveLan();
  });
  afterAll(() => computer?.stop());
  beforeEach(async () => {
    lab = await JoinedLab.start(computer, [node('h2'), cable('l2', 'h2.eth0', 'edge.p2'), address('h2.eth0', '192.168.7.11/24')]);
    macs = await Promise.all(
      ['h1', 'h2'].map(async (id) => /link\/ether (\S+)/.exec(await lab.inside(id, 'ip link show eth0'))?.[1] ?? ''),
    );
    root = await Root.start(computer);
  });
  afterEach(async () => {
    await lab?.stop();
    await root?.stop();
  });

  it.each(['bridge', 'macvlan', 'whole'] as const)('are in the LAN (%s)', async (mode) => {
    await lab.attach(root, lab.nic(mode), mode === 'macvlan' ? macs : undefined);
    const given: string[] = [];
    for (const id of ['h1', 'h2']) {
      await lab.inside(id, `ip address flush dev eth0; ${lease('eth0')}`);
      given.push(/inet (192\.168\.5\.1\d\d)\/24/.exec(await lab.inside(id, 'ip -4 address show dev eth0'))?.[1] ?? '');
    }
    expect(new Set(given).size, 'each has a lease of its own').toBe(2);
    for (const [at, id] of ['h1', 'h2'].entries()) {
      expect(given[at]).toMatch(/^192\.168\.5\./);
      await lab.inside(id, `ping -n -c 1 -W 20 ${lanAddress}`);
      expect(await lab.inside(id, `wget -q -T 20 -O - http://${lanAddress}/`)).toBe('hello from the LAN');
      await computer.inLan(`ping -n -c 1 -W 20 ${given[at]}`);
    }
    await lab.inside('h1', `ping -n -c 3 -i 0.2 -W 20 ${given[1]}`);
    // The computer itself: a port of the same bridge, or shut off as macvlan does it, or without its interface.
    const itself = await computer.sh(`ping -n -c 1 -W ${mode === 'bridge' ? 20 : 1} ${given[0]} >/dev/null && echo yes || echo no`);
    expect(itself.trim()).toBe(mode === 'bridge' ? 'yes' : 'no');
  });

  it('this computer and a host reach each other, and no further unless it is asked for', async () => {
    await lab.attach(root, lab.thisComputer());
    await computer.sh('ping -n -c 1 -W 20 192.168.7.10');
    await lab.inside('h1', 'ping -n -c 1 -W 20 192.168.7.5');
    await root.call('change', {
      lab: 'test',
      node: 'edge',
      mode: 'computer',
      addresses: ['192.168.7.6/24', 'fd00:7::6/64'],
      routes: [{ to: '10.60.0.0/16', via: '192.168.7.10' }],
    });
    await lab.inside('h1', 'ping -n -c 1 -W 20 192.168.7.6');
    expect(await computer.sh('ip route show 10.60.0.0/16')).toContain('via 192.168.7.10');
    expect(await computer.sh('ip -4 -o address show dev nw-test0')).not.toContain('192.168.7.5/24');
    await root.call('change', { lab: 'test', node: 'edge', mode: 'computer', addresses: ['192.168.5.9/24'] }).then(
      () => expect.unreachable('a network of its own was taken'),
      (error: Error) => expect(error.message).toContain('network-in-use'),
    );
    expect(await computer.sh('ip -4 -o address show dev nw-test0')).toContain('192.168.7.6/24');
  });

  it('what a node advertises does not become a route of the computer', async () => {
    await lab.attach(root, lab.thisComputer({ addresses: ['fd00:7::5/64'] }));
    // A router advertisement, by hand: type 134, a lifetime of half an hour, and a prefix for addresses of one's own making.
    const advertise = `perl -e 'use Socket qw(:all); socket(my $s, AF_INET6, SOCK_RAW, 58) or die "$!"; setsockopt($s, 41, 18, pack("i", 255)); my ($i) = \`ip -o link show eth0\` =~ /^(\\d+)/;
      setsockopt($s, 41, 17, pack("i", $i)); my $ra = pack("CCnCCnNN", 134, 0, 0, 64, 0, 1800, 0, 0) . pack("CCCCNNN", 3, 4, 64, 0xc0, 3600, 3600, 0) . inet_pton(AF_INET6, "fd00:bad::");
      send($s, $ra, 0, pack_sockaddr_in6(0, inet_pton(AF_INET6, "ff02::1"), $i)) or die "$!"'`;
    await lab.inside('h1', advertise);
    await lab.inside('h1', 'ping -6 -n -c 1 -W 20 fd00:7::5 || true');
    expect(await computer.sh('ip -6 route; ip -6 address')).not.toMatch(/fd00:bad|default.*nw-test0/);
    // The control: one that believes has it.
    await computer.sh('sysctl -qw net.ipv6.conf.nw-test0.accept_ra=2 net.ipv6.conf.nw-test0.autoconf=1');
    for (let seen = false; !seen;) {
      await lab.inside('h1', advertise);
      seen = (await computer.sh('ip -6 address')).includes('fd00:bad');
    }
  });
});
