/** Restarts and live changes of one part leave the flows of all others untouched, and the kernel has what was asked for; what cannot change is made anew alone. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { derive } from '../../electron/engine/derive';
import { plan } from '../../electron/engine/plan';
import { emptyLab } from '../../electron/engine/wanted';
import type { WantedLab } from '../../electron/engine/wanted';
import { restartOperations } from '../../electron/host/direct';
import type { Topology, TopologyNode } from '../../electron/shared/topology/schema';
import type { Terminal } from './client';
import { Lab, callers, until } from './lab';

/** Numbers, one every 2 ms (datagrams: 10 ms, so that they wait in the receiver's buffer however slow this computer is), until its standard input ends. How many were sent again is what the kernel counts (tcp_info, tcpi_total_retrans). */
const sender = `use Socket; use IO::Socket::IP; my ($how, $to) = @ARGV; $| = 1;
my $s = IO::Socket::IP->new(PeerHost => $to, PeerPort => 9000, Proto => $how, Timeout => 10) or die "no connection: $@"; my $n = 0; print "flows\\n";
while (1) { my $r = ""; vec($r, 0, 1) = 1; last if select($r, undef, undef, $how eq "tcp" ? 0.002 : 0.01) > 0; $n++; my $line = "$n\\n"; syswrite $s, $line; }
my $again = $how eq "tcp" ? unpack("L", substr(getsockopt($s, 6, 11), 100, 4)) : 0; print "sent $n again $again\\n"; shutdown $s, 1; sleep 1 if $how eq "udp";`;
const receiver = `use Socket; use IO::Socket::IP; my ($how) = @ARGV; $| = 1; my $l = IO::Socket::IP->new(LocalHost => "0.0.0.0", LocalPort => 9000, Proto => $how, ($how eq "tcp" ? (Listen => 1) : ())) or die $@;
print "ready\\n"; my ($last, $wrong, $rest) = (0, 0, ""); my $s = $how eq "tcp" ? $l->accept : $l; $SIG{TERM} = sub { print "received $last wrong $wrong\\n"; exit };
while (sysread $s, my $part, 65536) { $rest .= $part; while ($rest =~ s/^(\\d+)\\n//) { $wrong++ if $1 != $last + 1; $last = $1 } } print "received $last wrong $wrong\\n";`;

class Flow {
  private constructor(
    readonly from: Terminal,
    readonly to: Terminal,
    readonly how: 'tcp' | 'udp',
  ) {}
  static async start(lab: Lab, how: 'tcp' | 'udp', from: string, to: string, address: string): Promise<Flow> {
    const receiving = await lab.open({ open: 'exec', node: to, argv: ['perl', '-e', receiver, how] });
    await until('the receiver', () => receiving.output.includes('ready') || receiving.exit);
    const sending = await lab.open({ open: 'exec', node: from, argv: ['perl', '-e', sender, how, address] });
    await until(`the flow ${receiving.errors}${sending.errors}`, () => sending.output.includes('flows'));
    return new Flow(sending, receiving, how);
  }
  /** How many were sent; all arrived, in order, each once, and TCP had to send none of them again. */
  async end(): Promise<number> {
    this.from.eof();
    await this.from.ended;
    if (this.how === 'udp') this.to.signal(15);
    await this.to.ended;
    const [, sent, again] = /sent (\d+) again (\d+)/.exec(this.from.output) ?? [];
    const [, received, wrong] = /received (\d+) wrong (\d+)/.exec(this.to.output) ?? [];
    expect([received, wrong, again], `${this.how}: ${this.from.errors}${this.to.errors}`).toEqual([sent, '0', '0']);
    return Number(sent);
  }
}

const node = (id: string, kind: TopologyNode['kind'], more: Partial<TopologyNode> = {}): TopologyNode => ({
  id,
  name: id,
  kind,
  position: { x: 0, y: 0 },
  ...more,
});
const cable = (id: string, a: string, b: string): Topology['links'][number] => {
  const end = (text: string) => ({ node: text.split('.')[0]!, interface: text.split('.')[1]! });
  return { id, ends: [end(a), end(b)] };
};
/** h1 and h2 on s1; r1 between s1 and h3; x1 on s1, x2 on r1: with x nothing flows. */
const drawing: Topology = {
  nestwork: 1,
  id: 'lab',
  name: 'lab',
  nodes: [...['h1', 'h2', 'h3', 'x1', 'x2'].map((id) => node(id, 'host')), node('s1', 'switch'), node('r1', 'router')],
  links: [
    cable('l1', 'h1.eth0', 's1.p1'),
    cable('l2', 'h2.eth0', 's1.p2'),
    cable('l3', 'r1.eth0', 's1.p3'),
    cable('l4', 'r1.eth1', 'h3.eth0'),
    cable('l5', 'x1.eth0', 's1.p5'),
    cable('l6', 'x2.eth0', 'r1.eth2'),
  ],
};

describe.each(callers.slice(0, 2))('in a lab of $name', (caller) => {
  let lab: Lab;
  let applied: WantedLab = emptyLab;
  let topology = drawing;
  beforeAll(async () => {
    lab = await Lab.start(caller);
    applied = derive(topology);
    await lab.apply(plan(applied, emptyLab).steps.map(({ operation }) => operation));
  });
  afterAll(() => lab?.down());

  const addressOf = (id: string): string =>
    [...applied.nodes.get(id)!.interfaces.values()][0]!.addresses.find(({ address }) => !address.includes(':'))!.address.split('/')[0]!;
  /** From the drawing as it is to another one; what was planned, in names. */
  const change = async (next: Topology): Promise<string[]> => {
    const wanted = derive(next, applied);
    const operations = plan(wanted, applied).steps.map(({ operation }) => operation);
    await lab.apply(operations);
    [topology, applied] = [next, wanted];
    return operations.map((one) => `${one.op} ${'link' in one ? one.link : 'node' in one ? one.node : ''}`);
  };
  const onNode = (id: string, fields: Partial<TopologyNode>): Topology => ({
    ...topology,
    nodes: topology.nodes.map((one) => (one.id === id ? { ...one, ...fields } : one)),
  });
  /** First processes and indexes of interfaces, by which what was made anew is known. */
  const identities = async (): Promise<Map<string, string>> => {
    const all = await lab.observed();
    return new Map(
      [...all].flatMap(([id, { pid, interfaces }]) => [
        [id, String(pid)] as const,
        ...interfaces.map((one) => [`${id}.${one.name}`, `${pid} ${one.index}`] as const),
      ]),
    );
  };
  /** What `act` made anew, and nothing else; what is observed comes a little later than the answer. */
  const makesAnew = async (wanted: string[], act: () => Promise<unknown>): Promise<void> => {
    const before = await identities();
    await act();
    const found = async (): Promise<string[]> => {
      const after = await identities();
      return [...new Set([...before.keys(), ...after.keys()])].filter((key) => before.get(key) !== after.get(key)).sort();
    };
    await until('what was made anew', async () => JSON.stringify(await found()) === JSON.stringify(wanted)).catch(() => undefined);
    expect(await found()).toEqual(wanted);
  };
  const bridge = async (): Promise<{ learning: boolean[]; learned: number }> => {
    const ports = JSON.parse(await lab.outside('s1', 'bridge', '-j', '-d', 'link')) as { learning: boolean }[];
    const entries = JSON.parse(await lab.outside('s1', 'bridge', '-j', 'fdb', 'show', 'br', 'br0')) as {
      state?: string;
      flags: string[];
    }[];
    return {
      learning: ports.map(({ learning }) => learning),
      learned: entries.filter(({ state, flags }) => state !== 'permanent' && !flags.includes('self')).length,
    };
  };

  it('restarts, renames, kinds and isolation of others are not felt by what flows between two hosts and through the router', async () => {
    const flows = [await Flow.start(lab, 'tcp', 'h1', 'h2', addressOf('h2')), await Flow.start(lab, 'udp', 'h1', 'h3', addressOf('h3'))];
    const restart = async (id: string): Promise<void> => {
      const operations = restartOperations(topology, [id], applied, (ids) => derive(topology, applied, { hold: new Set(ids) }));
      if (!operations.ok) throw new Error(operations.error.message);
      await lab.apply(operations.value);
    };
    // Restarted: the node itself, its ends of cables, and the ends across.
    await makesAnew(['s1.p5', 'x1', 'x1.eth0'], () => restart('x1'));
    await makesAnew(['r1.eth2', 'x2', 'x2.eth0'], () => restart('x2'));

    // A node's name: its hostname, nothing else.
    await makesAnew([], async () => expect(await change(onNode('x1', { name: 'renamed' }))).toEqual(['node.rename x1']));
    expect(await lab.sh('x1', 'hostname')).toBe('renamed\n');
    expect(await lab.sh('h1', 'getent hosts renamed | wc -l')).not.toBe('0\n');

    // An interface's name: the cable is made anew, alone.
    const renamed = { ...topology, links: topology.links.map((link) => (link.id === 'l5' ? cable('l5', 'x1.wan', 's1.p5') : link)) };
    await makesAnew(['s1.p5', 'x1.eth0', 'x1.wan'], () => change(renamed));
    expect(await lab.sh('x1', 'ls /sys/class/net')).toBe('lo\nwan\n');
    await until('x1 to reach h1 by it', async () => (await lab.exec('x1', ['ping', '-c', '1', '-W', '1', addressOf('h1')])).code === 0);

    // A MAC address and an MTU are changed where they are.
    const mac = '02:aa:bb:cc:dd:01';
    await makesAnew([], () => change(onNode('x1', { interfaces: [{ name: 'wan', mac, mtu: 1400 }] })));
    expect(await lab.sh('x1', 'cat /sys/class/net/wan/address /sys/class/net/wan/mtu')).toBe(`${mac}\n1400\n`);

    // A switch becomes a hub and a switch again: ports learn no more, and again.
    await until('the switch to learn', async () => (await bridge()).learned > 0);
    expect((await bridge()).learning.every(Boolean)).toBe(true);
    await makesAnew([], async () => expect(await change(onNode('s1', { kind: 'hub' }))).toEqual(['node.kind s1']));
    await until('the hub to have forgotten', async () => (await bridge()).learned === 0);
    await change(onNode('s1', { kind: 'switch' }));
    expect((await bridge()).learning.every(Boolean)).toBe(true);
    await until('the switch to have learned', async () => (await bridge()).learned > 0);

    // Isolation cannot change in a process that lives: the node is made anew, alone.
    await makesAnew(['r1.eth2', 'x2', 'x2.eth0'], () => change(onNode('x2', { isolation: ['net', 'uts'] })));
    const namespaces = await lab.node('x2').then(({ namespaces: own }) => own);
    const first = await lab.node('x1').then(({ namespaces: own }) => own);
    const shared = (['user', 'net', 'pid', 'mnt', 'ipc', 'uts'] as const).filter((kind) => namespaces[kind] === first[kind]);
    expect(shared).toEqual([]);
    const { namespaces: lone } = await lab.node('x2');
    expect(new Set([lone.net, lone.uts]).size).toBe(2);
    expect((await lab.sh('x2', 'ps -e | grep -c nestwork-lab')).trim()).not.toBe('0');
    await until('x2 to reach h1', async () => (await lab.exec('x2', ['ping', '-c', '1', '-W', '1', addressOf('h1')])).code === 0);

    const [tcp, udp] = await Promise.all(flows.map((flow) => flow.end()));
    expect(Math.min(tcp!, udp!)).toBeGreaterThan(10);
    console.log(
      `Flows (${caller.name}): 2 restarts, 6 live changes beside them: ${tcp} segments between two hosts and ${udp} datagrams through the router, none lost, none sent again, none out of order`,
    );
  });

  it('the flow is no fiction: a cut of its own cable is felt', async () => {
    const flow = await Flow.start(lab, 'tcp', 'h1', 'h2', addressOf('h2'));
    await lab.apply([{ op: 'link.cut', link: 'l2' }]);
    await new Promise((done) => setTimeout(done, 700));
    await lab.apply([{ op: 'link.restore', link: 'l2' }]);
    await expect(flow.end()).rejects.toThrow();
  });
});
