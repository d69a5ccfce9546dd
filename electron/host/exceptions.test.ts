import { expect, test } from 'vitest';
import { derive } from '../engine/derive';
import { generate } from '../engine/generate';
import { plan } from '../engine/plan';
import { emptyLab } from '../engine/wanted';
import type { Operation } from '../shared/lab/operation';
import { except, failureOf, held } from './exceptions';

const error = { code: 'kernel-refused', message: 'No.' };
const topology = generate('ring', 4);
const wanted = derive(topology);

test('whatever the kernel refuses, a plan without just that remains, and it ends where it says', () => {
  const operations = plan(wanted, emptyLab).steps.map(({ operation }) => operation);
  expect(operations.length).toBeGreaterThan(20);
  for (const operation of operations) {
    const failure = failureOf(operation, error, emptyLab)!;
    const rest = except(derive(topology, undefined, { hold: held([failure]) }), [failure]);
    const again = plan(rest, emptyLab).steps.map(({ operation: other }) => other);
    expect(again).not.toContainEqual(operation);
    expect(plan(rest, rest).steps).toEqual([]);
    // Only a device or cable that cannot be at all takes others with it.
    if (!operation.op.endsWith('.create')) expect(again).toHaveLength(operations.length - 1);
  }
});

test('a change that is refused keeps the old value of a running device, which is not ended for it', () => {
  const id = topology.nodes[0]!.id;
  const renamed = { ...topology, nodes: topology.nodes.map((node) => (node.id === id ? { ...node, name: 'other' } : node)) };
  const next = derive(renamed, wanted);
  const [step] = plan(next, wanted).steps;
  expect(step!.operation.op).toBe('node.rename');
  const failure = failureOf(step!.operation, error, wanted)!;
  expect(plan(except(next, [failure]), wanted).steps).toEqual([]);
});

test('a deletion that is refused cannot be helped by leaving something out', () => {
  const deletion: Operation = { op: 'node.delete', node: 'x' };
  expect(failureOf(deletion, error, wanted)).toBeNull();
});
