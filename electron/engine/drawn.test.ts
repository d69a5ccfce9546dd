import { describe, expect, it } from 'vitest';
import { topologySchema } from '../shared/topology/schema';
import type { Topology } from '../shared/topology/schema';
import { addArea, addGroup, addNote, frameAround, groupCentre, marksWithin, moveDrawn, moveMarks, resizeArea, withMembers } from './drawn';
import { addNode } from './edit';

const empty: Topology = { nestwork: 1, id: 'lab', name: 'lab', nodes: [], links: [] };
const two = (): Topology => addNode(addNode(empty, 'host', { x: 0, y: 0 }, 'h1'), 'host', { x: 240, y: 120 }, 'h2');

describe('what is drawn beside the network', () => {
  it('an area goes around devices with their labels, and takes what stands in it along, but nothing locked', () => {
    const base = two();
    const frame = frameAround(base, new Set(['h1']))!;
    expect(frameAround(base, new Set(['gone']))).toBeUndefined();
    const { topology, id } = addArea(addNote(base, 'in', { x: 10, y: 10 }).topology, frame, 'Room');
    const moved = moveDrawn(topology, id, { x: frame.x + 24, y: frame.y - 12 });
    expect(moved.nodes.map(({ position }) => position)).toEqual([{ x: 24, y: -12 }, { x: 240, y: 120 }]); // prettier-ignore
    expect(moved.notes![0]!.position).toEqual({ x: 34, y: -2 });
    expect(moved.nodes[1]).toBe(topology.nodes[1]);
    expect(resizeArea(moved, id, { width: 1, height: 500 }).areas![0]!.size).toEqual({ width: 96, height: 500 });
    const locked = { ...topology, areas: topology.areas!.map((area) => ({ ...area, locked: true })) };
    expect(moveDrawn(locked, id, { x: 0, y: 0 })).toBe(locked);
    expect(topologySchema.safeParse(moved).error).toBeUndefined();
  });
  it('a group stands in the middle of its devices, and moves them all; nobody is in two', () => {
    const { topology, id } = addGroup(two(), 'Site', ['h1', 'h2']);
    expect(groupCentre(topology.nodes, new Set(['h1', 'h2']))).toEqual({ x: 120, y: 60 });
    expect(withMembers(topology, new Map([[id, { x: 132, y: 60 }]]))).toEqual(new Map([['h1', { x: 12, y: 0 }], ['h2', { x: 252, y: 120 }]])); // prettier-ignore
    const other = addGroup(topology, 'Other', ['h2']).topology;
    expect(other.groups!.map(({ members }) => members)).toEqual([['h1'], ['h2']]);
    expect(addGroup(other, 'All', ['h1', 'h2']).topology.groups).toHaveLength(1);
    expect(topologySchema.safeParse(other).error).toBeUndefined();
  });
});

describe('marks that are selected with devices', () => {
  const drawn: Topology = {
    nestwork: 1,
    id: 'lab',
    name: 'lab',
    nodes: [],
    links: [],
    notes: [
      { id: 'n1', text: 'in', position: { x: 10, y: 10 } },
      { id: 'n2', text: 'out', position: { x: 300, y: 10 }, locked: true },
    ],
    areas: [{ id: 'a1', position: { x: 0, y: 0 }, size: { width: 90, height: 80 } }],
  };
  it('are those in the frame', () => {
    expect(marksWithin(drawn, { x: -5, y: -5, width: 200, height: 200 })).toEqual(['n1', 'a1']);
    expect(marksWithin(drawn, { x: 5, y: 5, width: 60, height: 60 })).toEqual(['n1']);
  });
  it('move as they do; what is locked stays', () => {
    const moved = moveMarks(drawn, new Set(['n1', 'n2', 'a1']), { x: 12, y: 24 });
    expect(moved.notes!.map(({ position }) => position)).toEqual([{ x: 22, y: 34 }, { x: 300, y: 10 }]); // prettier-ignore
    expect(moved.areas![0]!.position).toEqual({ x: 12, y: 24 });
    expect(moveMarks(drawn, new Set(['n2']), { x: 1, y: 1 })).toBe(drawn);
  });
});
