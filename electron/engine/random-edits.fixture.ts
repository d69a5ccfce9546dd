/** Random drawings and random edits of them, for property tests: everything that a file may hold, the broken and the strange included. */
import fc from 'fast-check';
import { namespaceKinds, nodeKinds } from '../shared/topology/schema';
import type { NodeKind, Topology, TopologyLink, TopologyNode } from '../shared/topology/schema';
import { changeInterface, changeNodes, removeItems, setAddresses, setKind, setLinkUp, setNodeStopped } from './edit';

export type Edit = (topology: Topology) => Topology;

export const at = <T>(list: readonly T[], number: number): T | undefined => list[number % Math.max(1, list.length)];
const onNode = (number: number, change: (node: TopologyNode) => TopologyNode): Edit => {
  return (topology) => changeNodes(topology, [at(topology.nodes, number)?.id ?? ''], change);
};
const onEnd = (number: number, change: (topology: Topology, node: string, name: string) => Topology): Edit => {
  return (topology) => {
    const end = at(topology.links, number)?.ends[number % 2];
    return end ? change(topology, end.node, end.interface) : topology;
  };
};
const prefixes: Record<NodeKind, string> = {
  host: 'h',
  router: 'r',
  switch: 's',
  hub: 'u',
  internet: 'i',
  'this-computer': 'c',
  nic: 'n',
};

function nextId(list: readonly { id: string }[], stem: string): string {
  for (let number = 1; ; number++) if (!list.some((one) => one.id === `${stem}${number}`)) return `${stem}${number}`;
}
const addNode = (kind: NodeKind, named: boolean): Edit => {
  return (topology) => {
    const id = nextId(topology.nodes, named ? `${prefixes[kind]}-x` : prefixes[kind]);
    return { ...topology, nodes: [...topology.nodes, { id, name: id, kind, position: { x: topology.nodes.length * 12, y: 0 } }] };
  };
};
/** Sometimes at an interface that has a cable already, as a file written by hand may have it. */
const addLink = (a: number, b: number, interfaces: number): Edit => {
  return (topology) => {
    const [one, other] = [at(topology.nodes, a), at(topology.nodes, b)];
    if (!one || !other) return topology;
    const free = (id: string, besides: string): string => {
      const taken = new Set([
        besides,
        ...topology.links.flatMap((link) => link.ends.filter((end) => end.node === id).map((end) => end.interface)),
      ]);
      for (let number = 0; ; number++) if (!taken.has(`eth${number}`)) return `eth${number}`;
    };
    const first = interfaces === 0 ? 'eth0' : free(one.id, '');
    const second = free(other.id, one === other ? first : '');
    const link: TopologyLink = {
      id: nextId(topology.links, 'l'),
      ends: [
        { node: one.id, interface: first },
        { node: other.id, interface: second },
      ],
    };
    return { ...topology, links: [...topology.links, link] };
  };
};

export const number = fc.nat({ max: 1000 });
const ipv4 = fc.constantFrom(
  '10.0.1.1/24',
  '10.0.1.7/24',
  '10.0.2.9/24',
  '10.1.1.1/30',
  '192.168.5.5/24',
  '192.168.5.10/24',
  '192.168.5.10/16',
  '10.0.3.4/31',
  '172.16.0.1/32',
  'nonsense',
  '10.0.0.300/24',
);
const ipv6 = fc.constantFrom('fd00:1::1/64', 'fd00:1::7/64', 'fd00:1:1::3/64', 'FD00:9::1/64', 'fd12::1/127', '::/200');
const route = fc.constantFrom(
  { to: 'default', via: '10.0.1.1' },
  { to: 'default', via: '192.168.5.5' },
  { to: '10.9.0.0/16', via: '10.0.1.7' },
  { to: 'default', via: 'fd00:1::1' },
  { to: '10.8.0.0/16', dev: 'eth0' },
  { to: 'nowhere', via: '10.0.1.1' },
  { to: '10.0.1.0/24', dev: 'eth1' },
  { to: 'fd99::/48', via: 'fd00:1::7', dev: 'eth0' },
);

const settings = fc.dictionary(
  fc.constantFrom(
    'net.ipv4.ip_forward',
    'net.ipv4.conf.all.forwarding',
    'net.ipv4.conf.default.forwarding',
    'net.ipv4.conf.eth0.forwarding',
    'net/ipv4/conf/eth1/forwarding',
    'net.ipv6.conf.all.forwarding',
    'net.ipv6.conf.eth0.forwarding',
    'net.ipv6.conf.all.disable_ipv6',
    'net.ipv6.conf.default.disable_ipv6',
    'net.ipv6.conf.eth0.disable_ipv6',
    'net.ipv6.conf.eth1.disable_ipv6',
    'net/ipv6/conf/eth0.10/disable_ipv6',
    'net.ipv4.conf.eth0.rp_filter',
    'net.ipv6.conf.eth0.accept_ra',
    'net.ipv4.conf.lo.rp_filter',
    'net.ipv4.conf.br0.rp_filter',
    'net.ipv4.conf.eth9.rp_filter',
    'net.core.somaxconn',
  ),
  fc.constantFrom('0', '1'),
  { maxKeys: 4 },
);
const inside: fc.Arbitrary<Partial<TopologyNode>> = fc.record(
  {
    files: fc.array(
      fc.constantFrom(
        { path: '/etc/motd', content: 'hello' },
        { path: '/etc/motd', content: 'again', mode: '0600' },
        { path: '/etc/frr', content: 'a file' },
        { path: '/etc/frr/frr.conf', source: 'frr/r1.conf', mode: '640' },
        { path: '/root/key', source: 'missing' },
      ),
      { maxLength: 4 },
    ),
    startup: fc.array(
      fc.constantFrom(
        'true',
        { command: 'nginx', until: { listen: 80 }, restart: 'always' as const },
        { command: '/usr/sbin/frr start', until: { file: '/run/frr' }, timeout: 5 },
        { command: 'sleep 9', name: 'wait', until: 'start' as const },
      ),
      { maxLength: 3 },
    ),
    filesystem: fc.constantFrom('shared' as const, 'read-only' as const),
    limits: fc.constantFrom({}, { cpu: 0.5 }, { cpu: 2, memory: 2 ** 26, pids: 64, more: true }),
    stp: fc.boolean(),
    tags: fc.constantFrom([], ['web']),
    locked: fc.boolean(),
  },
  { requiredKeys: [] },
);
const edge: fc.Arbitrary<Partial<TopologyNode>> = fc.record(
  {
    internet: fc.constantFrom(
      {},
      { loopback: true, forwards: [{ protocol: 'tcp' as const, port: 8080, node: 'h1', nodePort: 80 }] },
      { forwards: [{ protocol: 'udp' as const, port: 53, node: 'nobody', nodePort: 53 }] },
    ),
    computer: fc.constantFrom({}, { ipv4: ['192.168.5.5/24'], routes: true }, { ipv4: [], ipv6: ['fd00:1::5/64'] }),
    nic: fc.constantFrom({}, { interface: 'enp3s0' }, { interface: 'enp3s0', mode: 'bridge' as const }),
  },
  { requiredKeys: [] },
);
const onLink = (number: number, change: (link: TopologyLink) => TopologyLink): Edit => {
  return (topology) => ({
    ...topology,
    links: topology.links.map((link) => (link === at(topology.links, number) ? change(link) : link)),
  });
};
/** Where it stands on a cable, and what is drawn of it. */
function renameInterface(topology: Topology, node: string, old: string, name: string): Topology {
  return {
    ...topology,
    links: topology.links.map((link) => ({
      ...link,
      ends: link.ends.map((end) =>
        end.node === node && end.interface === old ? { ...end, interface: name } : end,
      ) as TopologyLink['ends'],
    })),
  };
}

export const edit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(fc.constantFrom(...nodeKinds), fc.boolean()).map(([kind, named]) => addNode(kind, named)) },
  { weight: 10, arbitrary: fc.tuple(number, number, fc.nat({ max: 15 })).map(([a, b, interfaces]) => addLink(a, b, interfaces)) },
  {
    weight: 2,
    arbitrary: number.map(
      (n): Edit =>
        (topology) =>
          removeItems(topology, [at(topology.nodes, n)?.id ?? '']),
    ),
  },
  {
    weight: 2,
    arbitrary: number.map(
      (n): Edit =>
        (topology) =>
          removeItems(topology, [at(topology.links, n)?.id ?? '']),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(number, fc.boolean()).map(
      ([n, up]): Edit =>
        (topology) =>
          setLinkUp(topology, [at(topology.links, n)?.id ?? ''], up),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(number, fc.boolean()).map(
      ([n, stopped]): Edit =>
        (topology) =>
          setNodeStopped(topology, [at(topology.nodes, n)?.id ?? ''], stopped),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(number, fc.constantFrom(...nodeKinds)).map(
      ([n, kind]): Edit =>
        (topology) =>
          setKind(topology, [at(topology.nodes, n)?.id ?? ''], kind),
    ),
  },
  { weight: 1, arbitrary: number.map((n) => onNode(n, (node) => ({ ...node, name: `${node.name.slice(0, 20)}x` }))) },
  {
    weight: 1,
    arbitrary: fc.tuple(number, fc.subarray([...namespaceKinds])).map(([n, isolation]) => onNode(n, (node) => ({ ...node, isolation }))),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(number, fc.array(route, { maxLength: 3 })).map(([n, routes]) => onNode(n, (node) => ({ ...node, routes }))),
  },
  { weight: 1, arbitrary: number.map((n) => onNode(n, (node) => ({ ...node, startup: ['true'] }))) },
  { weight: 1, arbitrary: number.map((n) => onNode(n, (node) => ({ ...node, position: { x: n, y: n } }))) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(number, fc.option(fc.array(ipv4, { maxLength: 3 })))
      .map(([n, list]) => onEnd(n, (topology, node, name) => setAddresses(topology, node, name, 'ipv4', list ?? undefined))),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(number, fc.option(fc.array(ipv6, { maxLength: 2 })))
      .map(([n, list]) => onEnd(n, (topology, node, name) => setAddresses(topology, node, name, 'ipv6', list ?? undefined))),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(number, fc.constantFrom(600, 1280, 1500, 9000), fc.boolean())
      .map(([n, mtu, up]) =>
        onEnd(n, (topology, node, name) =>
          changeNodes(topology, [node], (record) => changeInterface(record, name, (one) => ({ ...one, mtu, up }))),
        ),
      ),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom<Topology['pools']>(
        undefined,
        { ipv4: ['192.168.0.0/20'], ipv6: ['fd12:3456::/48'] },
        { ipv4: ['10.0.1.0/24', '10.7.0.0/22'], ipv6: [] },
        { ipv4: ['10.0.0.0/8'], ipv6: ['fd00::/16'], pointToPoint: true },
        {
          ipv4: [{ prefix: '10.0.0.0/24', length: 29 }, { prefix: '10.0.0.0/20', length: 26 }, '10.1.0.0/16'],
          ipv6: [{ prefix: 'fd00::/112', length: 120 }],
        },
        { ipv4: [{ prefix: '192.168.0.0/26', length: 31 }, '10.0.0.0/20'], ipv6: ['fd00::/48'], pointToPoint: true },
      )
      .map((pools): Edit => (topology) => ({ ...topology, pools })),
  },
  { weight: 3, arbitrary: fc.tuple(number, settings).map(([n, sysctls]) => onNode(n, (node) => ({ ...node, sysctls }))) },
  { weight: 2, arbitrary: fc.tuple(number, inside).map(([n, fields]) => onNode(n, (node) => ({ ...node, ...fields }))) },
  { weight: 1, arbitrary: fc.tuple(number, edge).map(([n, fields]) => onNode(n, (node) => ({ ...node, ...fields }))) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(number, fc.constantFrom(600, 1280, 1400, undefined))
      .map(([n, mtu]) => onLink(n, (link) => ({ ...link, mtu, ...(mtu && { label: `MTU ${mtu}`, bends: [{ x: n, y: 0 }] }) }))),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(number, fc.constantFrom('wan', 'eth0', 'eth1', 'eth0.10'))
      .map(([n, name]) => onEnd(n, (topology, node, old) => renameInterface(topology, node, old, name))),
  },
  {
    weight: 1,
    arbitrary: fc.constant<Edit>((topology) => ({
      ...topology,
      nodes: [...topology.nodes].reverse(),
      links: [...topology.links].reverse(),
    })),
  },
);
export const empty: Topology = { nestwork: 1, id: 'lab', name: 'lab', nodes: [], links: [] };
export const edits = fc.array(edit, { minLength: 1, maxLength: 40, size: 'max' });
export const drawings = edits.map((list) => list.reduce((topology, one) => one(topology), empty));
