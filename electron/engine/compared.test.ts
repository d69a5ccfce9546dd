import { describe, expect, it } from 'vitest';
import type { Topology } from '../shared/topology/schema';
import { compared } from './compared';
import { addLink, addNode, removeItems, renameNode } from './edit';

const at = { x: 0, y: 0 };
const empty: Topology = { nestwork: 1, id: 'lab', name: 'lab', nodes: [], links: [] };
const here = addLink(addNode(addNode(addNode(empty, 'host', at, 'h1'), 'switch', at, 's1'), 'host', at, 'h2'), 'h1', 's1');

describe('two drawings as one', () => {
  it('nothing has a sign where nothing differs', () => {
    const { signs, topology } = compared(here, { ...here, id: 'other' });
    expect([...signs]).toEqual([]);
    expect(topology.nodes).toEqual(here.nodes);
  });
  it('what comes, goes and differs has its sign, with the cables that come and go', () => {
    const cabled = addLink(addNode(renameNode(here, 's1', 'core'), 'host', { x: 96, y: 0 }, 'h9'), 's1', 'h9');
    const there = removeItems(cabled, ['h1']);
    const { signs, topology, changed, wanted } = compared(here, there);
    const [l1, l2] = [here.links[0]!.id, there.links[0]!.id];
    expect(Object.fromEntries(signs)).toEqual({ h1: '-', [l1]: '-', s1: '~', h9: '+', [l2]: '+' });
    expect(topology.nodes.map(({ id }) => id)).toEqual(['h1', 's1', 'h2', 'h9']);
    expect(changed.get('s1')?.fields[0]).toMatchObject({ code: 'name', before: 's1', after: 'core' });
    expect(wanted.nodes.has('h1') && wanted.nodes.has('h9')).toBe(true);
  });
});
