import { describe, expect, it } from 'vitest';
import { topologySchema } from '../shared/topology/schema';
import type { Topology } from '../shared/topology/schema';
import { addLinkAt, addLinks, cablePairs, freeInterfaces, notCabled, replugEnd, setBends, spliceNode } from './cables';
import { addLink, addNode, moveNodes } from './edit';

const empty: Topology = { nestwork: 1, id: 'lab', name: 'lab', nodes: [], links: [] };
/** Four hosts at the corners of a square, a switch in its middle. */
const square = (): Topology =>
  (
    [
      ['a', 0, 0],
      ['c', 120, 120],
      ['b', 120, 0],
      ['d', 0, 120],
    ] as const
  ).reduce((topology, [id, x, y]) => addNode(topology, 'host', { x, y }, id), addNode(empty, 'switch', { x: 60, y: 60 }, 's'));
const corners = ['a', 'c', 'b', 'd'];
const joined = (topology: Topology) => topology.links.map(({ ends }) => ends.map((end) => `${end.node}.${end.interface}`).join(' '));

describe('cables', () => {
  it('are laid in patterns by where the devices stand', () => {
    const topology = square();
    expect(cablePairs(topology, 'ring', corners)).toEqual([
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'd'],
      ['d', 'a'],
    ]);
    expect(cablePairs(topology, 'chain', corners)).toEqual([
      ['a', 'd'],
      ['d', 'b'],
      ['b', 'c'],
    ]);
    expect(cablePairs(topology, 'star', ['s', ...corners]).map((pair) => pair[1])).toEqual(['s', 's', 's', 's']);
    expect(cablePairs(topology, 'star', corners).map((pair) => pair[1])).toEqual(['d', 'd', 'd']);
    expect(cablePairs(topology, 'mesh', corners)).toHaveLength(6);
    expect(cablePairs(topology, 'ring', ['a', 'b'])).toHaveLength(1);
    for (const pattern of ['chain', 'ring', 'star', 'mesh'] as const) {
      expect(cablePairs(topology, pattern, [])).toEqual([]);
      expect(cablePairs(topology, pattern, ['a', 'gone'])).toEqual([]);
    }
  });

  it('many at once are what one after another would be, and leave out what is cabled', () => {
    const topology = addLink(square(), 'c', 'a');
    const pairs = cablePairs(topology, 'mesh', corners);
    const one = pairs.reduce((all, [a, b]) => addLink(all, a, b), topology);
    expect(joined(addLinks(topology, pairs))).toEqual(joined(one));
    expect(notCabled(topology, pairs)).toHaveLength(5);
    expect(addLinks(topology, [['a', 'gone']])).toBe(topology);
    expect(joined(addLinks(square(), [['a', 'a']]))).toEqual(['a.eth0 a.eth1']);
    expect(topologySchema.safeParse(addLinks(topology, pairs)).error).toBeUndefined();
  });

  it('are plugged in where a person says, if nothing is there', () => {
    const topology = addLinkAt(square(), { node: 'a', interface: 'wan' }, { node: 's', interface: 'eth7' });
    expect(joined(topology)).toEqual(['a.wan s.eth7']);
    expect(addLinkAt(topology, { node: 'a', interface: 'wan' }, { node: 'b', interface: 'eth0' })).toBe(topology);
    const [link] = topology.links;
    expect(joined(replugEnd(topology, link!.id, 1, { node: 'd' }))).toEqual(['a.wan d.eth0']);
    expect(joined(replugEnd(topology, link!.id, 0, { node: 'a', interface: 'eth0' }))).toEqual(['a.eth0 s.eth7']);
    expect(replugEnd(topology, link!.id, 1, { node: 'a', interface: 'wan' })).toBe(topology);
    expect(replugEnd(topology, link!.id, 1, { node: 'gone' })).toBe(topology);
    const drawn = {
      ...topology,
      nodes: topology.nodes.map((node) => (node.id === 'a' ? { ...node, interfaces: [{ name: 'dmz' }] } : node)),
    };
    expect(freeInterfaces(drawn, 'a')).toEqual(['dmz', 'eth0', 'eth1', 'eth2']);
  });

  it('keep their bends, which move when both ends do', () => {
    const cabled = addLink(square(), 'a', 'b');
    const bent = setBends(cabled, cabled.links[0]!.id, [{ x: 60, y: -60 }]);
    const together = new Map([
      ['a', { x: 12, y: 24 }],
      ['b', { x: 132, y: 24 }],
    ]);
    expect(moveNodes(bent, together).links[0]!.bends).toEqual([{ x: 72, y: -36 }]);
    expect(moveNodes(bent, new Map([['a', { x: 12, y: 24 }]])).links).toBe(bent.links);
    expect(setBends(bent, cabled.links[0]!.id, []).links[0]).toEqual(cabled.links[0]);
    expect(setBends(bent, cabled.links[0]!.id, Array(17).fill({ x: 0, y: 0 }))).toBe(bent);
  });
});

describe('a device that is put into a cable', () => {
  it('is between its ends, which keep their interfaces', () => {
    const at = { x: 0, y: 0 };
    const empty: Topology = { nestwork: 1, id: 'lab', name: 'lab', nodes: [], links: [] };
    const two = addLink(addNode(addNode(empty, 'switch', at, 's1'), 'switch', at, 's2'), 's1', 's2');
    const [cable] = two.links;
    const cut = { ...two, links: [{ ...cable!, up: false, mtu: 1400, bends: [at] }] };
    const spliced = spliceNode(cut, cable!.id, 'router', { x: 10, y: 20 });
    expect(spliced.nodes.at(-1)).toMatchObject({ name: 'r1', kind: 'router', position: { x: 10, y: 20 } });
    const r1 = spliced.nodes.at(-1)!.id;
    expect(spliced.links).toMatchObject([
      {
        id: cable!.id,
        up: false,
        mtu: 1400,
        ends: [
          { node: 's1', interface: 'eth0' },
          { node: r1, interface: 'eth0' },
        ],
      },
      {
        up: false,
        mtu: 1400,
        ends: [
          { node: r1, interface: 'eth1' },
          { node: 's2', interface: 'eth0' },
        ],
      },
    ]);
    expect(spliced.links[0]).not.toHaveProperty('bends');
    expect(spliceNode(two, 'none', 'router', at)).toBe(two);
  });
});
