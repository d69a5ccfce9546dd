/** A lab that uses everything that a topology can ask of the kernel's network, and two edits of it that change every kind of thing on the living lab. */
import { without } from '../../electron/engine/edit';
import type { Topology, TopologyInterface, TopologyLink, TopologyNode } from '../../electron/shared/topology/schema';

const node = (id: string, kind: TopologyNode['kind'], more: Partial<TopologyNode> = {}): TopologyNode => ({
  id,
  name: id,
  kind,
  position: { x: 0, y: 0 },
  isolation: ['net'],
  ...more,
});
const on = (name: string, more: Partial<TopologyInterface>): TopologyInterface => ({ name, ...more });
/** `h1/eth0-s1/eth1`. */
const link = (id: string, ends: string, more: Partial<TopologyLink> = {}): TopologyLink => {
  const [a, b] = ends.split('-').map((end) => ({ node: end.split('/')[0]!, interface: end.split('/')[1]! }));
  return { id, ends: [a!, b!], ...more };
};

const lab = (nodes: TopologyNode[], links: TopologyLink[], pools?: Topology['pools']): Topology => ({
  nestwork: 1,
  id: 'everything',
  name: 'everything',
  nodes,
  links,
  ...(pools && { pools }),
});
const pools = { ipv4: [{ prefix: '10.9.0.0/24', length: 29 }, '10.0.0.0/8'], ipv6: ['fd00::/16'], pointToPoint: true };

const first = lab(
  [
    node('r1', 'router', {
      interfaces: [on('eth0', { ipv4: ['10.1.0.1/24', '10.1.0.2/24', '10.7.0.1/16'] }), on('wan.7', { mtu: 1400 })],
      sysctls: { 'net.ipv4.conf.all.rp_filter': '2', 'net/ipv4/conf/wan.7/forwarding': '0', 'net.ipv6.conf.eth0.accept_ra': '0' },
    }),
    node('r2', 'router', {
      routes: [
        { to: '192.0.2.0/24', via: '10.9.0.1' },
        { to: '2001:db8::/32', dev: 'eth1' },
      ],
    }),
    node('i1', 'internet'),
    node('s1', 'switch', { stp: true }),
    node('s2', 'switch'),
    node('s3', 'switch'),
    node('u1', 'hub'),
    node('c1', 'this-computer', { computer: { routes: true } }),
    node('n1', 'nic'),
    node('h1', 'host', { sysctls: { 'net.ipv4.ip_default_ttl': '7', 'net.ipv4.tcp_rmem': '4096 65536 131072' } }),
    node('h2', 'host', { interfaces: [on('eth0', { mac: '02:00:00:00:00:22', mtu: 1300 })] }),
    node('h3', 'host', { sysctls: { 'net.ipv6.conf.all.disable_ipv6': '1', 'net.ipv6.conf.eth1.disable_ipv6': '0' } }),
    node('h4', 'host', { interfaces: [on('eth0', { up: false, ipv4: ['10.1.0.40/24'] })] }),
    node('h5', 'host', { interfaces: [on('eth0', { ipv4: ['192.168.5.10/24'], ipv6: [] })] }),
    node('h6', 'host', { isolation: ['user', 'net', 'pid', 'mnt', 'ipc', 'uts'] }),
  ],
  [
    link('l1', 'r1/eth0-s1/eth0'),
    link('l2', 's1/eth1-s2/eth1'),
    link('l3', 's2/eth2-s3/eth2'),
    link('l4', 's3/eth3-s1/eth3'),
    link('l5', 'h1/eth0-s1/eth4'),
    link('l6', 'h2/eth0-s2/eth4', { mtu: 1300 }),
    link('l7', 'h3/eth0-s3/eth4', { up: false }),
    link('l8', 'h3/eth1-u1/eth0'),
    link('l9', 'h4/eth0-s2/eth5'),
    link('l10', 'r1/wan.7-r2/eth0', { mtu: 1200 }),
    link('l11', 'r2/eth1-u1/eth1'),
    link('l12', 'r2/eth2-i1/eth0', { up: false }),
    link('l13', 'h6/eth0-c1/eth0'),
    link('l14', 'h5/eth0-n1/eth0'),
    link('a-cable-with-an-id-that-is-long', 'h6/eth1-i1/eth1'),
  ],
  pools,
);

const changed = (topology: Topology, edits: Record<string, (record: TopologyNode) => TopologyNode>): TopologyNode[] =>
  topology.nodes.map((one) => edits[one.id]?.(one) ?? one);
const second: Topology = {
  ...first,
  nodes: changed(first, {
    r1: (one) => ({
      ...one,
      interfaces: [on('eth0', { ipv4: ['10.1.0.2/24', '10.7.0.1/16'] }), on('wan.7', { mtu: 1400, up: false })],
      sysctls: { 'net/ipv4/conf/wan.7/forwarding': '1', 'net.ipv6.conf.eth0.accept_ra': '1', 'net.ipv4.conf.default.rp_filter': '1' },
    }),
    r2: (one) => ({ ...without(one, 'routes'), kind: 'host', sysctls: { 'net.ipv4.ip_forward': '1' } }),
    s1: (one) => without(one, 'stp'),
    s2: (one) => ({ ...one, kind: 'hub' }),
    s3: (one) => ({ ...one, stp: true }),
    u1: (one) => ({ ...one, kind: 'switch' }),
    h1: (one) => ({ ...one, kind: 'router', sysctls: { 'net.ipv4.tcp_rmem': '4096 65536 262144' } }),
    h2: (one) => ({ ...one, interfaces: [on('eth0', { mac: '02:00:00:00:00:23', mtu: 1000 })] }),
    h3: (one) => without(one, 'sysctls'),
    h4: (one) => ({ ...one, interfaces: [on('eth0', { ipv4: ['10.1.0.40/24'] })] }),
  }),
  links: first.links.flatMap((one) => {
    if (one.id === 'l7') return link('l7', 'h3/eth0-s3/eth4');
    if (one.id === 'l8') return { ...one, up: false };
    if (one.id === 'l12') return link('l12', 'r2/eth2-i1/eth0');
    if (one.id === 'l13') return link('l13', 'h6/uplink-c1/eth0');
    return one.id === 'l5' ? { ...one, up: false } : one;
  }),
};
const third: Topology = {
  ...second,
  nodes: changed(second, {
    r1: (one) => ({ ...one, interfaces: [on('wan.7', { mtu: 1400 })] }),
    r2: (one) => ({ ...one, kind: 'router', sysctls: {} }),
    h2: (one) => ({ ...one, name: 'renamed', interfaces: [on('eth0', { mtu: 1400 })] }),
    h4: (one) => ({ ...one, stopped: true }),
  }),
  links: second.links.filter(({ id }) => id !== 'l3').map((one) => (one.id === 'l12' ? { ...one, up: false } : one)),
};

/** Each is an edit of the one before. */
export const everything: readonly Topology[] = [first, second, third];
