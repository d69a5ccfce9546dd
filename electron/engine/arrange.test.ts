import { describe, expect, it } from 'vitest';
import { topologySchema } from '../shared/topology/schema';
import type { Topology } from '../shared/topology/schema';
import { validate } from '../shared/topology/validate';
import { aligned, distributed } from './arrange';
import { addLink, addNode } from './edit';
import { duplicateCabled } from './duplicate';

const thing = (id: string, x: number, y: number, more = {}) => ({ id, x, y, width: 40, height: 20, ...more });

describe('putting in line', () => {
  const things = [thing('a', 0, 0), thing('b', 100, 50, { width: 60 }), thing('c', 300, 20)];
  it('lines up edges and middles', () => {
    expect([...aligned(things, 'left')]).toEqual([
      ['b', { x: 10, y: 50 }],
      ['c', { x: 0, y: 20 }],
    ]);
    expect([...aligned(things, 'right')].map(([, { x }]) => x)).toEqual([300, 290]);
    expect([...aligned(things, 'middle')].map(([id, { y }]) => [id, y])).toEqual([
      ['a', 25],
      ['b', 25],
      ['c', 25],
    ]);
    for (const how of ['left', 'centre', 'right', 'top', 'middle', 'bottom'] as const) expect(aligned([], how).size).toBe(0);
  });
  it('leaves what is locked, and goes by it', () => {
    expect([...aligned([...things.slice(0, 2), { ...things[2]!, locked: true }], 'top')]).toEqual([
      ['a', { x: 0, y: 20 }],
      ['b', { x: 100, y: 20 }],
    ]);
  });
  it('makes gaps equal between the outermost, and spreads what has no room', () => {
    // From -20 to 320 there are 340 px; 140 are filled, and two gaps of 100 are left.
    expect([...distributed(things, 'across')]).toEqual([['b', { x: 150, y: 50 }]]);
    const crowded = [thing('a', 0, 0), thing('b', 3, 0), thing('c', 20, 0)];
    expect([...distributed(crowded, 'across')]).toEqual([['b', { x: 10, y: 0 }]]);
    expect(distributed(things.slice(0, 2), 'down').size).toBe(0);
  });
});

it('a copy is cabled as its original is, to what is not copied too', () => {
  const empty: Topology = { nestwork: 1, id: 'lab', name: 'lab', nodes: [], links: [] };
  let topology = ['h1', 'h2', 's1'].reduce((all, id) => addNode(all, id === 's1' ? 'switch' : 'host', { x: 0, y: 0 }, id), empty);
  topology = addLink(addLink(addLink(topology, 'h1', 'h2'), 'h1', 's1'), 'h2', 's1');
  topology = {
    ...topology,
    nodes: topology.nodes.map((node) =>
      node.id === 'h1' ? { ...node, interfaces: [{ name: 'eth1', mtu: 9000, ipv4: ['10.9.0.1/24'] }] } : node,
    ),
  };
  const { topology: after, ids } = duplicateCabled(topology, ['h1', 'h2'], { x: 48, y: 48 });
  const [c1, c2] = ids as [string, string];
  const ends = after.links.slice(3).map(({ ends }) => ends.map((end) => `${end.node}.${end.interface}`));
  expect(ends).toEqual([
    [`${c1}.eth0`, `${c2}.eth0`],
    [`${c1}.eth1`, 's1.eth2'],
    [`${c2}.eth1`, 's1.eth3'],
  ]);
  expect(after.nodes.find(({ id }) => id === c1)?.interfaces).toEqual([{ name: 'eth1', mtu: 9000 }]);
  expect(topologySchema.safeParse(after).error).toBeUndefined();
  expect(validate(after).filter(({ severity }) => severity === 'error')).toEqual([]);
});
