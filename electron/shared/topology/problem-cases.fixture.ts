/** One drawing for each problem that the checks know, broken in just that way. */
import type { Topology, TopologyInterface, TopologyNode } from './schema';

const kinds: Record<string, TopologyNode['kind']> = { s: 'switch', r: 'router', u: 'hub', i: 'internet', c: 'this-computer', n: 'nic' };
export const node = (id: string, more: Partial<TopologyNode> = {}): TopologyNode => ({
  id,
  name: id,
  kind: kinds[id[0]!] ?? 'host',
  position: { x: 0, y: 0 },
  ...more,
});
/** Cables as `h1/eth0-s1/eth0`. */
export const lab = (nodes: TopologyNode[], cables: string[], more: Partial<Topology> = {}): Topology => ({
  nestwork: 1,
  id: 'lab',
  name: 'lab',
  nodes,
  links: cables.map((cable, at) => {
    const ends = cable.split('-').map((end) => ({ node: end.split('/')[0]!, interface: end.split('/')[1]! }));
    return { id: `l${at + 1}`, ends: [ends[0]!, ends[1]!] };
  }),
  ...more,
});
export const eth0 = (more: Partial<TopologyInterface>): Partial<TopologyNode> => ({ interfaces: [{ name: 'eth0', ...more }] });
export const pair = (one: Partial<TopologyNode>, other: Partial<TopologyNode> = {}): Topology =>
  lab([node('h1', one), node('h2', other)], ['h1/eth0-h2/eth0']);

export type Case = [code: string, severity: string, place: object, topology: Topology];
const h1 = { node: 'h1' };
export const cases: Case[] = [
  ['duplicate-name', 'error', { node: 'h2' }, pair({ name: 'web' }, { name: 'WEB' })],
  ['dangling-link', 'error', { link: 'l1' }, lab([node('h1')], ['h1/eth0-h9/eth0'])],
  [
    'interface-used-twice',
    'error',
    { node: 'h1', interface: 'eth0', link: 'l2' },
    lab([node('h1'), node('s1')], ['h1/eth0-s1/eth0', 'h1/eth0-s1/eth1']),
  ],
  ['interface-used-twice', 'error', { node: 'h1', interface: 'eth0', link: 'l1' }, lab([node('h1')], ['h1/eth0-h1/eth0'])],
  ['no-cable', 'info', { node: 'h1' }, lab([node('h1')], [])],
  ['bad-address-ipv4', 'error', { node: 'h1', interface: 'eth0' }, pair(eth0({ ipv4: ['10.0.0.1'] }))],
  ['bad-address-ipv6', 'error', { node: 'h1', interface: 'eth0' }, pair(eth0({ ipv6: ['10.0.0.1/24'] }))],
  ['reserved-address', 'error', { node: 'h1', interface: 'eth0' }, pair(eth0({ ipv4: ['10.0.0.255/24'] }))],
  ['reserved-address', 'error', { node: 'h1', interface: 'eth0' }, pair(eth0({ ipv6: ['ff02::1/64'] }))],
  ['duplicate-address', 'error', { node: 'h2', interface: 'eth0' }, pair(eth0({ ipv6: ['fd00::1/64'] }), eth0({ ipv6: ['FD00:0::1/64'] }))],
  [
    'duplicate-mac',
    'error',
    { node: 'h2', interface: 'eth0' },
    pair(eth0({ mac: '02:00:00:00:00:01' }), eth0({ mac: '02:00:00:00:00:01' })),
  ],
  ['other-prefix', 'warning', { node: 'h2', interface: 'eth0' }, pair(eth0({ ipv4: ['10.0.0.1/24'] }), eth0({ ipv4: ['10.0.1.1/24'] }))],
  ['bad-route-gateway', 'error', h1, pair({ routes: [{ to: '10.0.0.0', via: 'x' }] })],
  ['bad-route-destination', 'error', h1, pair({ routes: [{ to: 'nowhere', via: '10.0.0.1' }] })],
  ['bad-route-family', 'error', h1, pair({ routes: [{ to: '10.0.0.0/8', via: 'fd00::1' }] })],
  ['bad-route-nowhere', 'error', h1, pair({ routes: [{ to: 'default' }] })],
  [
    'gateway-unreachable',
    'warning',
    { node: 'h1' },
    pair({ ...eth0({ ipv4: ['10.0.0.1/24'], ipv6: [] }), routes: [{ to: 'default', via: '10.0.1.1' }] }),
  ],
  [
    'switch-loop',
    'error',
    { link: 'l2' },
    lab([node('s1'), node('s2'), node('s3')], ['s1/eth0-s2/eth0', 's2/eth1-s3/eth0', 's3/eth1-s1/eth1']),
  ],
  ['pool-too-small', 'error', {}, lab([], [], { pools: { ipv4: ['10.0.0.0/25'], ipv6: [] } })],
  ['pool-too-small', 'error', {}, lab([], [], { pools: { ipv4: [], ipv6: [{ prefix: 'fd00::/121', length: 120 }] } })],
  ['bad-pool', 'error', {}, lab([], [], { pools: { ipv4: ['fd00::/16'], ipv6: [] } })],
  ['pool-length', 'error', {}, lab([], [], { pools: { ipv4: [{ prefix: '10.0.0.0/24', length: 32 }], ipv6: [] } })],
  [
    'prefix-on-two-segments',
    'warning',
    { node: 'h2', interface: 'eth0' },
    lab(
      [node('r1'), node('h1', eth0({ ipv4: ['10.0.0.2/24'] })), node('h2', eth0({ ipv4: ['10.0.0.3/24'] }))],
      ['r1/eth0-h1/eth0', 'r1/eth1-h2/eth0'],
    ),
  ],
  [
    'too-many-ports',
    'error',
    { node: 's1' },
    lab(
      [node('s1'), ...Array.from({ length: 1024 }, (_, at) => node(`h${at}`))],
      Array.from({ length: 1024 }, (_, at) => `s1/eth${at}-h${at}/eth0`),
    ),
  ],
  ['reserved-name', 'error', h1, pair({ name: 'LocalHost' })],
  ['shared-id', 'error', { link: 'l1', node: 'l1' }, lab([node('h1'), { ...node('h2'), id: 'l1' }], ['h1/eth0-l1/eth0'])],
  ['reserved-interface', 'error', { node: 's1', interface: 'br0' }, lab([node('h1'), node('s1')], ['h1/eth0-s1/br0'])],
  ['reserved-interface', 'error', { node: 'c1', interface: 'uplink0' }, lab([node('h1'), node('c1')], ['h1/eth0-c1/uplink0'])],
  [
    'address-on-port',
    'warning',
    { node: 's1', interface: 'eth0' },
    lab([node('h1'), node('s1', eth0({ ipv4: ['10.0.0.1/24'] }))], ['h1/eth0-s1/eth0']),
  ],
  ['duplicate-address-here', 'error', { node: 'h1', interface: 'eth0' }, pair(eth0({ ipv4: ['10.0.0.1/24', '10.0.0.1/24'] }))],
  [
    'duplicate-address',
    'error',
    { node: 'c1' },
    lab([node('h1', eth0({ ipv4: ['10.0.0.1/24'] })), node('c1', { computer: { ipv4: ['10.0.0.1/24'] } })], ['h1/eth0-c1/eth0']),
  ],
  [
    'duplicate-address-here',
    'error',
    { node: 'c1' },
    lab([node('h1'), node('c1', { computer: { ipv6: ['fd00::1/64', 'fd00::1/64'] } })], ['h1/eth0-c1/eth0']),
  ],
  ['mtu-mismatch', 'warning', { node: 'h2', interface: 'eth0' }, pair({}, eth0({ mtu: 1400 }))],
  [
    'mtu-mismatch',
    'warning',
    { node: 's1', interface: 'eth1' },
    {
      ...lab([node('h1'), node('h2', eth0({ mtu: 1500 })), node('s1')], ['h1/eth0-s1/eth0', 'h2/eth0-s1/eth1']),
      links: [
        {
          id: 'l1',
          ends: [
            { node: 'h1', interface: 'eth0' },
            { node: 's1', interface: 'eth0' },
          ],
        },
        {
          id: 'l2',
          mtu: 1400,
          ends: [
            { node: 'h2', interface: 'eth0' },
            { node: 's1', interface: 'eth1' },
          ],
        },
      ],
    },
  ],
  ['mtu-without-ipv6', 'warning', { node: 'h1', interface: 'eth0' }, pair(eth0({ mtu: 1200, ipv6: ['fd00::1/64'] }), eth0({ mtu: 1200 }))],
  [
    'setting-twice',
    'warning',
    { node: 'h1', interface: 'eth0' },
    pair({ sysctls: { 'net.ipv4.conf.eth0.rp_filter': '1', 'net/ipv4/conf/eth0/rp_filter': '0' } }),
  ],
  [
    'does-not-forward',
    'warning',
    { node: 'r1' },
    lab([node('r1', { sysctls: { 'net.ipv4.ip_forward': '0' } }), node('h1')], ['r1/eth0-h1/eth0']),
  ],
  [
    'file-twice',
    'error',
    h1,
    pair({
      files: [
        { path: '/etc/motd', content: 'a' },
        { path: '/etc/motd', content: 'b' },
      ],
    }),
  ],
  [
    'file-in-file',
    'error',
    h1,
    pair({
      files: [
        { path: '/srv/a', content: 'a' },
        { path: '/srv/a/b', content: 'b' },
      ],
    }),
  ],
  ['file-of-ours', 'info', h1, pair({ files: [{ path: '/etc/hosts', content: '127.0.0.1 localhost' }] })],
  [
    'files-too-large',
    'error',
    h1,
    pair({ files: Array.from({ length: 5 }, (_, at) => ({ path: `/srv/${at}`, content: 'x'.repeat(256 * 1024) })) }),
  ],
  ['files-need-mount', 'warning', h1, pair({ isolation: ['net', 'pid'], files: [{ path: '/etc/motd', content: 'a' }] })],
  ['read-only-needs-user', 'warning', h1, pair({ isolation: ['net', 'mnt'], filesystem: 'read-only' })],
  ['read-only-needs-mount', 'warning', h1, pair({ isolation: ['net'], filesystem: 'read-only' })],
  ['network-not-own', 'info', h1, pair({ isolation: ['pid', 'mnt'] })],
  ['few-processes', 'warning', h1, pair({ limits: { pids: 3 }, startup: ['true', 'true'] })],
  ['limits-on-bridge', 'info', { node: 's1' }, lab([node('h1'), node('s1', { limits: { cpu: 1 } })], ['h1/eth0-s1/eth0'])],
  ['stp-without-switch', 'warning', { node: 'u1' }, lab([node('h1'), node('u1', { stp: true })], ['h1/eth0-u1/eth0'])],
  ['field-of-other-kind', 'info', h1, pair({ nic: { interface: 'enp3s0' } })],
  ['two-internets', 'warning', { node: 'i2' }, lab([node('i1'), node('i2'), node('s1')], ['i1/eth0-s1/eth0', 'i2/eth0-s1/eth1'])],
  [
    'forward-to-nowhere',
    'error',
    { node: 'i1' },
    lab(
      [node('h1'), node('i1', { internet: { forwards: [{ protocol: 'tcp', port: 8080, node: 'h9', nodePort: 80 }] } })],
      ['h1/eth0-i1/eth0'],
    ),
  ],
  [
    'forward-to-bridge',
    'error',
    { node: 'i1' },
    lab(
      [node('s1'), node('i1', { internet: { forwards: [{ protocol: 'udp', port: 53, node: 's1', nodePort: 53 }] } })],
      ['s1/eth0-i1/eth0'],
    ),
  ],
  [
    'forward-twice',
    'error',
    { node: 'i2' },
    lab(
      ['i1', 'i2']
        .map((id) => node(id, { internet: { forwards: [{ protocol: 'tcp', port: 8080, node: 'h1', nodePort: 80 }] } }))
        .concat(node('h1')),
      ['h1/eth0-i1/eth0', 'h1/eth1-i2/eth0'],
    ),
  ],
  ['nic-not-chosen', 'warning', { node: 'n1' }, lab([node('h1'), node('n1')], ['h1/eth0-n1/eth0'])],
  [
    'nic-twice',
    'error',
    { node: 'n2' },
    lab(['n1', 'n2'].map((id) => node(id, { nic: { interface: 'enp3s0' } })).concat(node('h1'), node('h2')), [
      'h1/eth0-n1/eth0',
      'h2/eth0-n2/eth0',
    ]),
  ],
  [
    'two-nics',
    'warning',
    { node: 'n2' },
    lab(['n1', 'n2'].map((id) => node(id, { nic: { interface: `eth${id[1]}` } })).concat(node('s1')), [
      's1/eth0-n1/eth0',
      's1/eth1-n2/eth0',
    ]),
  ],
  [
    'computer-without-address',
    'warning',
    { node: 'c1' },
    lab([node('h1'), node('c1', { computer: { ipv4: [], ipv6: [] } })], ['h1/eth0-c1/eth0']),
  ],
  ['switch-loop', 'error', { link: 'l2' }, lab([node('u1'), node('u2')], ['u1/eth0-u2/eth0', 'u1/eth1-u2/eth1'])],
  [
    'too-many-neighbours',
    'warning',
    {},
    lab(
      [node('s1'), ...Array.from({ length: 514 }, (_, at) => node(`h${at}`))],
      Array.from({ length: 514 }, (_, at) => `s1/eth${at}-h${at}/eth0`),
      { pools: { ipv4: ['10.0.0.0/8'], ipv6: [] } },
    ),
  ],
];
