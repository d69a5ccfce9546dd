import fc from 'fast-check';
import { expect, it } from 'vitest';
import { edits, empty } from '../engine/random-edits.fixture';
import { diffTopologies } from '../shared/topology/diff';
import type { Topology } from '../shared/topology/schema';
import { applyChange, decodeChange, encodeChange } from './kept';
import type { Kept } from './kept';
import { LabSources, changedSources, sourcesOf } from './lab-sources';

const made = (list: readonly ((topology: Topology) => Topology)[], from: Topology): Topology =>
  list.reduce((topology, edit) => edit(topology), from);
/** A drawing as a file would have it; the order of its lists means nothing, and no diff carries it. */
function plain(topology: Topology): Topology {
  const copy = JSON.parse(JSON.stringify(topology)) as Topology;
  for (const list of [copy.nodes, copy.links]) list.sort((a, b) => (a.id < b.id ? -1 : 1));
  return copy;
}

it('a change that is kept leads to the very drawing, though it carries what was there before only where it must', () => {
  fc.assert(
    fc.property(edits, edits, fc.boolean(), (first, then, described) => {
      const before = made(first, { ...empty, description: 'old', background: undefined });
      const after = made(then, { ...before, ...(described ? { description: 'new' } : {}), name: 'other' });
      const bare: Topology = { ...after };
      delete bare.description;
      for (const target of [after, bare]) {
        const text = encodeChange({ diff: diffTopologies(before, target), failures: [], label: 'x' });
        const change = decodeChange(text)!;
        expect(plain(applyChange({ topology: before, failures: [] }, change).topology)).toEqual(plain(target));
      }
    }),
    { numRuns: 60 },
  );
});

it('a picture and a private file that nobody touched are in no change', () => {
  const large = 'x'.repeat(100_000);
  const before: Topology = {
    ...empty,
    background: { image: `data:image/png;base64,${large}`, position: { x: 0, y: 0 }, size: { width: 1, height: 1 } },
    nodes: [{ id: 'h1', name: 'h1', kind: 'host', position: { x: 0, y: 0 }, files: [{ path: '/etc/motd', content: large }] }],
  };
  const edited = { ...before, description: 'new', nodes: [{ ...before.nodes[0]!, files: [] }] };
  expect(encodeChange({ diff: diffTopologies(before, edited), failures: [], label: 'x' }).length).toBeLessThan(1000);
});

it('texts of files beside the lab are kept once, and forgotten with the last who names them', () => {
  const topology: Topology = {
    ...empty,
    nodes: ['h1', 'h2'].map((id) => ({
      id,
      name: id,
      kind: 'host',
      position: { x: 0, y: 0 },
      files: [{ path: '/etc/x', source: id === 'h1' ? 'a' : 'b' }],
    })),
  };
  const texts = new Map([
    ['a', 'one'],
    ['b', 'two'],
    ['c', 'three'],
  ]);
  const sources = sourcesOf(topology, texts);
  expect(sources).toEqual({ a: 'one', b: 'two' });
  expect(changedSources({ a: 'one' }, sources)).toEqual({ b: 'two' });
  const kept: Kept = { topology, failures: [], sources };
  const less = { ...topology, nodes: topology.nodes.slice(0, 1) };
  const change = decodeChange(encodeChange({ diff: diffTopologies(topology, less), failures: [], label: 'x', sources: { a: 'new' } }))!;
  expect(applyChange(kept, change).sources).toEqual({ a: 'new' });
});

it('what lies beside the lab is read when the lab starts and when something that has it is touched, not at every edit', () => {
  const topology: Topology = {
    ...empty,
    nodes: [{ id: 'h1', name: 'h1', kind: 'host', position: { x: 0, y: 0 }, files: [{ path: '/etc/x', source: 'a' }] }],
  };
  const sources = new LabSources({ a: 'kept' }, false);
  expect(sources.refresh(topology, undefined)).toBeUndefined();
  expect(sources.texts.get('a')).toBe('kept');
  sources.touched(topology, new Set(['h2']));
  expect(sources.refresh(topology, undefined)).toBeUndefined();
  sources.touched(topology, new Set(['h1']));
  expect(sources.refresh(topology, undefined)).toBeInstanceOf(Promise);
  expect(sources.refresh(topology, undefined)).toBeUndefined();
  expect(new LabSources(undefined, true).refresh(topology, undefined)).toBeInstanceOf(Promise);
  expect(new LabSources(undefined, true).refresh(empty, undefined)).toBeUndefined();
});
