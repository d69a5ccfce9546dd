import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseTopology } from './parse';
import type { Topology, TopologyInterface, TopologyNode } from './schema';
import { validate } from './validate';

const node = (id: string, more: Partial<TopologyNode> = {}): TopologyNode => ({
  id,
  name: id,
  kind: id.startsWith('s') ? 'switch' : id.startsWith('r') ? 'router' : 'host',
  position: { x: 0, y: 0 },
  ...more,
});
/** Cables as `h1/eth0-s1/eth0`. */
const lab = (nodes: TopologyNode[], cables: string[], more: Partial<Topology> = {}): Topology => ({
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
const eth0 = (more: Partial<TopologyInterface>): Partial<TopologyNode> => ({ interfaces: [{ name: 'eth0', ...more }] });
const pair = (one: Partial<TopologyNode>, other: Partial<TopologyNode> = {}): Topology =>
  lab([node('h1', one), node('h2', other)], ['h1/eth0-h2/eth0']);

const cases: [code: string, severity: string, place: object, topology: Topology][] = [
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
  ['bad-address', 'error', { node: 'h1', interface: 'eth0' }, pair(eth0({ ipv4: ['10.0.0.1'] }))],
  ['bad-address', 'error', { node: 'h1', interface: 'eth0' }, pair(eth0({ ipv6: ['10.0.0.1/24'] }))],
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
  ['bad-route', 'error', { node: 'h1' }, pair({ routes: [{ to: '10.0.0.0', via: 'x' }] })],
  ['bad-route', 'error', { node: 'h1' }, pair({ routes: [{ to: 'nowhere', via: '10.0.0.1' }] })],
  ['bad-route', 'error', { node: 'h1' }, pair({ routes: [{ to: '10.0.0.0/8', via: 'fd00::1' }] })],
  ['bad-route', 'error', { node: 'h1' }, pair({ routes: [{ to: 'default' }] })],
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
  ['bad-pool', 'error', {}, lab([], [], { pools: { ipv4: ['10.0.0.0/25'], ipv6: [] } })],
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
];

describe('a drawing', () => {
  it.each(cases)('with %s (%s) is told where and what to do', (code, severity, place, topology) => {
    const [found, ...more] = validate(topology).filter((problem) => problem.code === code);
    expect(more).toEqual([]);
    expect(found).toMatchObject({ severity, ...place });
    expect(found!.message).toMatch(/^\S.*\.$/);
    expect(found!.hint).toMatch(/^[A-Z].*\.$/);
  });
  it('is fine with a cut cable in the loop, two networks that meet, or the same network in two labs without a router', () => {
    const loop = cases.find(([code]) => code === 'switch-loop')![3];
    expect(validate({ ...loop, links: loop.links.map((link, at) => (at === 2 ? { ...link, up: false } : link)) })).toEqual([]);
    expect(validate(pair(eth0({ ipv4: ['10.0.0.1/24', '10.0.1.1/24'] }), eth0({ ipv4: ['10.0.1.2/24'] })))).toEqual([]);
    const two = [node('h1', eth0({ ipv4: ['10.0.0.2/24'] })), node('h2'), node('h3', eth0({ ipv4: ['10.0.0.2/24'] })), node('h4')];
    expect(validate(lab(two, ['h1/eth0-h2/eth0', 'h3/eth0-h4/eth0']))).toEqual([]);
  });
  it('that ships has no problem', () => {
    const labs = new URL('../../../labs/', import.meta.url);
    for (const file of readdirSync(labs)) {
      const parsed = parseTopology(readFileSync(new URL(file, labs), 'utf8'));
      expect(parsed.ok && validate(parsed.value)).toEqual([]);
    }
  });
});
