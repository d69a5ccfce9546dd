import { expect, it } from 'vitest';
import { addNode, renameNode } from '../../electron/engine/edit';
import { diffTopologies } from '../../electron/shared/topology/diff';
import type { Topology } from '../../electron/shared/topology/schema';
import { timeline, topologyAt } from './timeline';

const at = { x: 0, y: 0 };
const states: Topology[] = [{ nestwork: 1, id: 'lab', name: 'lab', nodes: [], links: [] }];
const step = (change: (topology: Topology) => Topology): void => void states.push(change(states.at(-1)!));
step((topology) => addNode(topology, 'host', at, 'a'));
step((topology) => addNode(topology, 'host', at, 'b'));
step((topology) => renameNode(topology, 'a', 'web'));
const entries = states
  .slice(1)
  .map((after, place) => ({ label: `edit ${place + 1}`, diff: diffTopologies(states[place]!, after), at: place }));

it('shows what is done and what could be done again, the newest on top and the beginning at the end', () => {
  const points = timeline(entries.slice(0, 1), [entries[2]!, entries[1]!]);
  expect(points.map((point) => [point.at, point.entry?.label])).toEqual([
    [3, 'edit 3'],
    [2, 'edit 2'],
    [1, 'edit 1'],
    [0, undefined],
  ]);
});
it('has the drawing at every point, from wherever one is', () => {
  for (let now = 0; now < states.length; now++) {
    const both = { done: entries.slice(0, now), undone: entries.slice(now).reverse() };
    for (let point = 0; point < states.length; point++) expect(topologyAt(states[now]!, both, point).nodes).toEqual(states[point]!.nodes);
  }
});
