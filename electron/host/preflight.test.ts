import { expect, test } from 'vitest';
import { generate } from '../engine/generate';
import type { Finding } from '../shared/contract';
import { finding } from '../shared/text/finding';
import type { Topology } from '../shared/topology/schema';
import { validate } from '../shared/topology/validate';
import { preflight } from './preflight';

const star = generate('star', 4);
const chain: Topology = { ...generate('star', 0), nodes: [], links: [] };
const straight: Topology = {
  ...chain,
  nodes: ['h1', 'h2'].map((id) => ({ id, name: id, kind: 'host' as const, position: { x: 0, y: 0 } })),
  links: [
    {
      id: 'l1',
      ends: [
        { node: 'h1', interface: 'eth0' },
        { node: 'h2', interface: 'eth0' },
      ],
    },
  ],
};
const with_ = (topology: Topology, fields: object): Topology => ({
  ...topology,
  nodes: topology.nodes.map((node, at) => (at === 0 ? { ...node, ...fields } : node)),
});
const checks = (topology: Topology, ...findings: Finding[]): string[] => preflight(topology, findings).map(({ code }) => code);

test('what has to do with the lab is told, the rest is not', () => {
  const bridge = finding('kernel-bridge', 'problem', 'kernel-bridge');
  const mirred = finding('kernel-mirred', 'problem', 'kernel-mirred');
  const users = finding('id-range', 'limit', 'id-range-uidmap');
  const names = finding('dnsmasq', 'limit', 'tool-dnsmasq');
  const spaces = finding('user-namespaces', 'problem', 'user-namespaces-off');
  const netem = finding('kernel-netem', 'limit', 'kernel-netem');
  const all = [netem, names, users, bridge, mirred, spaces, finding('tools', 'ok', 'tools', { list: 'ip' })];
  expect(checks(star, ...all)).toEqual(['kernel-bridge', 'user-namespaces-off']);
  expect(checks(straight, ...all)).toEqual(['kernel-mirred', 'user-namespaces-off']);
  expect(checks(with_(star, { runAs: 'nobody', startup: ['exec dnsmasq -k'] }), ...all)).toEqual([
    'kernel-bridge',
    'user-namespaces-off',
    'tool-dnsmasq',
    'id-range-uidmap',
  ]);
  expect(checks({ ...star, nodes: [], links: [] }, ...all)).toEqual([]);
});

test('a table of neighbours matters to the lab that may fill it, with both figures', () => {
  const small = finding('neighbour-table', 'limit', 'neighbour-table-small', { ipv4: 1024, ipv6: 1024 });
  // 513 hosts on one segment: 2 × 512 entries of each family just fit.
  expect(preflight(generate('star', 513), [small])).toEqual([]);
  const [told] = preflight(generate('star', 600), [small]);
  expect(told).toMatchObject({ level: 'limit', args: { family: 'IPv4', value: 1024, needed: 1198 } });
  expect(told!.message).toContain('1,024');
  expect(told!.message).toContain('1,198');
  const large = finding('neighbour-table', 'ok', 'neighbour-table', { ipv4: 65536, ipv6: 65536 });
  expect(preflight(generate('star', 600), [large])).toEqual([]);
  // One family's table does not help the other; a lab without that family does not need it.
  const uneven = finding('neighbour-table', 'limit', 'neighbour-table-small', { ipv4: 65536, ipv6: 1024 });
  expect(preflight(generate('star', 600), [uneven])).toMatchObject([{ args: { family: 'IPv6', value: 1024 } }]);
  expect(preflight({ ...generate('star', 600), pools: { ipv4: ['10.0.0.0/8'], ipv6: [] } }, [uneven])).toEqual([]);
  // As the problems of the drawing have it.
  expect(validate(generate('star', 600)).filter(({ code }) => code === 'too-many-neighbours')).toMatchObject([
    { args: { n: 1198 } },
    { args: { n: 1198 } },
  ]);
});

test('more devices than the kernel has namespaces for stop the lab', () => {
  const few = finding('namespace-count', 'limit', 'namespace-count-low', { kind: 'net', value: 12, devices: 10 });
  expect(checks(generate('star', 9), few)).toEqual([]);
  expect(preflight(generate('star', 10), [few])).toMatchObject([{ level: 'problem', code: 'namespace-count-lab', args: { needed: 11 } }]);
});
