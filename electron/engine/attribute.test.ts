import { expect, it } from 'vitest';
import type { Topology } from '../shared/topology/schema';
import { attribute } from './attribute';
import { compare } from './compare';
import { derive } from './derive';
import { addLink, addNode, removeItems, setAddresses } from './edit';
import { plan } from './plan';

const at = { x: 0, y: 0 };
const empty: Topology = { nestwork: 1, id: 'lab', name: 'lab', nodes: [], links: [] };
const bare = (['host', 'host', 'switch', 'router'] as const).reduce(
  (lab, kind, place) => addNode(lab, kind, at, ['h1', 'h2', 's1', 'r1'][place]),
  empty,
);
const before = ['h1', 'h2', 'r1'].reduce((lab, id) => addLink(lab, id, 's1'), bare);

it('gives every step to the change that it is there for, those on other devices too', () => {
  let after = addLink(addNode(before, 'host', at, 'h3'), 'h3', 's1');
  after = setAddresses(after, 'r1', 'eth0', 'ipv4', ['10.0.1.254/24']);
  after = removeItems(after, ['h2']);
  const changes = compare(before, after);
  expect(changes.map(({ sign, id }) => `${sign}${id}`)).toEqual(['+h3', '~r1', '-h2']);
  const { steps } = plan(derive(after), derive(before));
  const owners = attribute(steps, changes, before);
  expect(owners).not.toContain(undefined);
  const of = (place: number): string[] => steps.filter((_, step) => owners[step] === place).map(({ operation }) => operation.op);
  expect(of(0)).toContain('node.create');
  expect(of(0)).toContain('link.create');
  expect(of(2)).toEqual(['link.delete', 'node.delete']);
  // The new address of the router moves the default route of h1.
  const moved = steps.findIndex(({ operation }) => operation.op === 'route.add' && operation.node === 'h1');
  expect(moved).toBeGreaterThanOrEqual(0);
  expect(owners[moved]).toBe(1);
});

it('goes by the device or cable where there are too many changes to plan each', () => {
  const many = Array.from({ length: 80 }, (_, place) => `x${place}`).reduce((lab, id) => addNode(lab, 'host', at, id), before);
  const changes = compare(before, many);
  const { steps } = plan(derive(many), derive(before));
  const owners = attribute(steps, changes, before);
  steps.forEach(({ operation }, place) =>
    expect('node' in operation && changes[owners[place]!]!.id).toBe('node' in operation && operation.node),
  );
});
