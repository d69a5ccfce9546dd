import { expect, it } from 'vitest';
import { addLink, addNode, removeItems } from '../../electron/engine/edit';
import { diffTopologies, isEmptyDiff } from '../../electron/shared/topology/diff';
import type { Topology } from '../../electron/shared/topology/schema';
import { around } from './before';

it('finds what was before and after each edit of a series', () => {
  const at = { x: 0, y: 0 };
  const states: Topology[] = [{ nestwork: 1, id: 'lab', name: 'lab', nodes: [], links: [] }];
  const step = (change: (topology: Topology) => Topology): void => void states.push(change(states.at(-1)!));
  step((topology) => addNode(topology, 'host', at, 'h1'));
  step((topology) => addNode(topology, 'switch', at, 's1'));
  step((topology) => addLink(topology, 'h1', 's1'));
  step((topology) => removeItems(topology, ['h1']));
  const diffs = states.slice(1).map((after, place) => diffTopologies(states[place]!, after));
  diffs.forEach((_, place) => {
    const found = around(states.at(-1)!, diffs.slice(place));
    expect(isEmptyDiff(diffTopologies(found.before, states[place]!))).toBe(true);
    expect(isEmptyDiff(diffTopologies(found.after, states[place + 1]!))).toBe(true);
  });
});
