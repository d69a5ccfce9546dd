import { expect, test } from 'vitest';
import { diffTopologies } from './diff';
import type { Topology } from './schema';
import { mergeDiff, rebase } from './merge';

const node = (id: string, x = 0) => ({ id, name: id, kind: 'host' as const, position: { x, y: 0 } });
const link = (id: string, a: string, b: string) => ({
  id,
  ends: [
    { node: a, interface: 'eth0' },
    { node: b, interface: 'eth0' },
  ] as [{ node: string; interface: string }, { node: string; interface: string }],
});
const base: Topology = { nestwork: 1, id: 't', name: 'T', nodes: [node('a'), node('b')], links: [link('l', 'a', 'b')] };

test('two people who change different fields of one device both get their way', () => {
  const mine = { ...base, nodes: [{ ...base.nodes[0]!, name: 'renamed' }, base.nodes[1]!] };
  const theirs = { ...base, nodes: [{ ...base.nodes[0]!, position: { x: 120, y: 0 } }, base.nodes[1]!] };
  expect(rebase(base, mine, theirs).nodes[0]).toEqual({ ...base.nodes[0], name: 'renamed', position: { x: 120, y: 0 } });
});

test('a field that was taken away is taken away, though another one changed meanwhile', () => {
  const before = { ...base, nodes: [{ ...base.nodes[0]!, runAs: 'nobody' }, base.nodes[1]!] };
  const theirs = { ...before, nodes: [{ ...before.nodes[0]!, name: 'x' }, base.nodes[1]!] };
  expect(rebase(before, base, theirs).nodes[0]).toEqual({ ...base.nodes[0], name: 'x' });
});

test('a cable to a device that somebody else has deleted is left out', () => {
  const theirs = { ...base, nodes: [base.nodes[0]!], links: [] };
  const mine = { ...base, nodes: [...base.nodes, node('c')], links: [...base.links, link('m', 'b', 'c')] };
  const merged = rebase(base, mine, theirs);
  expect(merged.nodes.map(({ id }) => id)).toEqual(['a', 'c']);
  expect(merged.links).toEqual([]);
});

test('an edit whose device is gone changes nothing', () => {
  const diff = diffTopologies(base, { ...base, nodes: [base.nodes[0]!, { ...base.nodes[1]!, name: 'x' }] });
  const without = { ...base, nodes: [base.nodes[0]!], links: [] };
  expect(mergeDiff(without, diff)).toEqual(without);
});

test("a diff of the lab's fields cannot reach its lists or its id", () => {
  const hostile = { lab: [{}, { name: 'new', nodes: 'garbage', id: 'other', links: null }] } as never;
  expect(mergeDiff(base, hostile)).toEqual({ ...base, name: 'new' });
});

test('records that nobody touched keep their identity', () => {
  const diff = diffTopologies(base, { ...base, nodes: [base.nodes[0]!, { ...base.nodes[1]!, name: 'x' }] });
  expect(mergeDiff(base, diff).nodes[0]).toBe(base.nodes[0]);
});
