import { expect, test } from 'vitest';
import { generate } from '../engine/generate';
import { slice } from './slice';

test('a large change is made in steps, each a whole drawing, the last of them all of it', () => {
  const after = generate('star', 40);
  let at = { ...after, nodes: [], links: [] } as typeof after;
  let steps = 0;
  while (at !== after && steps < 100) {
    at = slice(at, after, 10);
    steps += 1;
    const nodes = new Set(at.nodes.map(({ id }) => id));
    expect(at.links.every(({ ends }) => ends.every((end) => nodes.has(end.node)))).toBe(true);
  }
  expect(at).toBe(after);
  expect(steps).toBeGreaterThanOrEqual(8);
});

test('a change of everything into something else never leaves a cable without a device', () => {
  const before = generate('ring', 20);
  const after = generate('star', 30);
  let at = before;
  for (let steps = 0; at !== after && steps < 100; steps++) {
    at = slice(at, after, 7);
    const nodes = new Set(at.nodes.map(({ id }) => id));
    expect(at.links.every(({ ends }) => ends.every((end) => nodes.has(end.node)))).toBe(true);
  }
  expect(at).toBe(after);
});
