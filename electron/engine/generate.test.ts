import { describe, expect, it } from 'vitest';
import { topologySchema } from '../shared/topology/schema';
import { derive } from './derive';
import { generate, shapes } from './generate';
import { problemsOf } from './problems';

describe.each(shapes)('a generated %s', (shape) => {
  it.each([1, 2, 3, 7, 30, 300])('of %i is sound, has no problem, and no two devices on one spot', (n) => {
    const topology = generate(shape, n);
    expect(topologySchema.safeParse(topology).error).toBeUndefined();
    const bad = problemsOf(topology, derive(topology)).filter((problem) => problem.severity !== 'info');
    expect(bad).toEqual([]);
    expect(new Set(topology.nodes.map(({ position }) => `${position.x} ${position.y}`)).size).toBe(topology.nodes.length);
    expect(topology.nodes.every(({ position }) => position.x % 12 === 0 && position.y % 12 === 0)).toBe(true);
    expect(generate(shape, n)).toEqual(topology);
  });
});

it('splits a star that is too large for one bridge', () => {
  const topology = generate('star', 2500);
  expect(topology.nodes.filter((node) => node.kind === 'switch')).toHaveLength(3);
  expect(problemsOf(topology, derive(topology), { neighbours: 8192 })).toEqual([]);
});
