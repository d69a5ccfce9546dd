import { describe, expect, it } from 'vitest';
import { topologySchema } from '../shared/topology/schema';
import { derive } from './derive';
import { generate, shapes } from './generate';
import { problemsOf } from './problems';

describe.each(shapes)('a generated %s', (shape) => {
  it.each([1, 2, 3, 7, 30, 300])('of %i is sound, has no problem, and no two devices on one spot', (n) => {
    const topology = generate(shape, n);
    expect(topologySchema.safeParse(topology).error).toBeUndefined();
    const bad = problemsOf(topology, derive(topology), { neighbours: { ipv4: 8192, ipv6: 8192 } }).filter(
      (problem) => problem.severity !== 'info',
    );
    expect(bad).toEqual([]);
    expect(new Set(topology.nodes.map(({ position }) => `${position.x} ${position.y}`)).size).toBe(topology.nodes.length);
    expect(topology.nodes.every(({ position }) => position.x % 12 === 0 && position.y % 12 === 0)).toBe(true);
    expect(generate(shape, n)).toEqual(topology);
  });
});

it('gives a fat tree the fewest ports that do: every host two routers from the core, all links alike', () => {
  const topology = generate('fat-tree', 16);
  const tier = (name: string): number => topology.nodes.filter(({ id }) => id.startsWith(name)).length;
  expect([tier('core'), tier('agg'), tier('edge'), tier('h')]).toEqual([4, 8, 8, 16]);
  const ports = new Map<string, number>();
  for (const { ends } of topology.links) for (const { node } of ends) ports.set(node, (ports.get(node) ?? 0) + 1);
  expect(new Set([...ports].map(([id, n]) => `${id.replace(/\d+/, '')} ${n}`))).toEqual(new Set(['core 4', 'agg 4', 'edge 4', 'h 1']));
  // Every host reaches every other: each router has a route to each segment.
  const { nodes, segments } = derive(topology);
  for (const router of [...nodes.values()].filter(({ kind }) => kind === 'router'))
    expect(router.routes.filter(({ to }) => !to.includes(':')).length + router.interfaces.size).toBe(segments.length);
});

it('cables a grid to its neighbours', () => {
  const topology = generate('grid', 8);
  expect(topology.links.map(({ ends }) => ends.map(({ node }) => node).join('-'))).toEqual([
    ...['r1-r2', 'r2-r3', 'r1-r4', 'r4-r5', 'r2-r5', 'r5-r6', 'r3-r6', 'r4-r7', 'r7-r8', 'r5-r8'],
  ]);
});

it.each(['grid', 'fat-tree', 'tree'] as const)('leaves room for the name of each device of a %s', (shape) => {
  const { nodes } = generate(shape, 64);
  for (const a of nodes)
    for (const b of nodes)
      expect(a === b || Math.abs(a.position.x - b.position.x) >= 72 || Math.abs(a.position.y - b.position.y) >= 72).toBe(true);
});

it('splits a star that is too large for one bridge', () => {
  const topology = generate('star', 2500);
  expect(topology.nodes.filter((node) => node.kind === 'switch')).toHaveLength(3);
  expect(problemsOf(topology, derive(topology), { neighbours: { ipv4: 8192, ipv6: 8192 } })).toEqual([]);
});
