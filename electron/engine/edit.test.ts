import { describe, expect, it } from 'vitest';
import { topologySchema } from '../shared/topology/schema';
import type { NodeKind, Topology } from '../shared/topology/schema';
import { validate } from '../shared/topology/validate';
import {
  addLink,
  addNode,
  copyItems,
  moveNodes,
  pasteItems,
  removeItems,
  renameNode,
  setAddresses,
  setKind,
  setLinkUp,
  setNodeStopped,
} from './edit';

const empty: Topology = { nestwork: 1, id: 'lab', name: 'lab', nodes: [], links: [] };
const at = { x: 12, y: 24 };
const withKinds = (...kinds: NodeKind[]): Topology => kinds.reduce((topology, kind) => addNode(topology, kind, at), empty);
const ids = (topology: Topology): string[] => topology.nodes.map((node) => node.id);

/** A switch with two hosts. */
function small(): Topology {
  const nodes = withKinds('host', 'host', 'switch');
  const [h1, h2, s1] = ids(nodes) as [string, string, string];
  return addLink(addLink(nodes, h1, s1), h2, s1);
}

describe('editing', () => {
  it('names devices and interfaces by the next free number', () => {
    const topology = withKinds('host', 'host', 'router', 'switch', 'hub', 'hub');
    expect(topology.nodes.map((node) => node.name)).toEqual(['h1', 'h2', 'r1', 's1', 'hub1', 'hub2']);
    expect(addNode(removeItems(topology, [ids(topology)[0]!]), 'host', at).nodes.at(-1)!.name).toBe('h1');
    expect(small().links.map((link) => link.ends.map((end) => end.interface))).toEqual([
      ['eth0', 'eth0'],
      ['eth0', 'eth1'],
    ]);
  });
  it('gives what its schema takes, whatever is done', () => {
    let topology = small();
    const [h1, h2, s1] = ids(topology) as [string, string, string];
    topology = addLink(topology, h1, h1);
    topology = setAddresses(topology, h1, 'eth0', 'ipv4', ['10.0.0.1/24']);
    topology = setNodeStopped(setLinkUp(setKind(renameNode(topology, h2, 'web'), [s1], 'hub'), [topology.links[0]!.id], false), [h1], true);
    topology = pasteItems(topology, copyItems(topology, ids(topology)), { x: 24, y: 24 }).topology;
    expect(topologySchema.safeParse(topology).error).toBeUndefined();
  });
  it('leaves untouched records the same objects', () => {
    const topology = small();
    const [h1, , s1] = ids(topology) as [string, string, string];
    const moved = moveNodes(topology, new Map([[h1, { x: 0, y: 0 }]]));
    expect(moved.nodes.slice(1)).toEqual(topology.nodes.slice(1));
    expect(moved.nodes.every((node, place) => (node === topology.nodes[place]) === (node.id !== h1))).toBe(true);
    expect(moved.links).toBe(topology.links);
    expect(removeItems(topology, [s1]).nodes[0]).toBe(topology.nodes[0]);
  });
  it('removes the cables of what it removes, and nothing dangles', () => {
    const topology = small();
    const after = removeItems(topology, [ids(topology)[2]!]);
    expect(after.links).toEqual([]);
    expect(validate(after).filter((problem) => problem.severity !== 'info')).toEqual([]);
  });
  it('writes what is as it always is as no key at all', () => {
    const topology = small();
    const [h1] = ids(topology) as [string];
    const link = topology.links[0]!.id;
    expect(setLinkUp(setLinkUp(topology, [link], false), [link], true)).toEqual(topology);
    expect(setNodeStopped(setNodeStopped(topology, [h1], true), [h1], false)).toEqual(topology);
    expect(setAddresses(setAddresses(topology, h1, 'eth0', 'ipv6', []), h1, 'eth0', 'ipv6', undefined)).toEqual(topology);
  });
  it('pulls no cable to a device that is not there', () => {
    const topology = small();
    expect(addLink(topology, ids(topology)[0]!, 'nobody')).toBe(topology);
  });
});

describe('the clipboard', () => {
  it('brings devices and the cables among them under new ids and names, without addresses that would clash', () => {
    const topology = setAddresses(small(), ids(small())[0]!, 'eth0', 'ipv4', ['10.0.0.1/24']);
    const fixed = setAddresses(topology, ids(topology)[0]!, 'eth0', 'ipv4', ['10.0.0.1/24']);
    const { topology: after, ids: pasted } = pasteItems(fixed, copyItems(fixed, ids(fixed)), { x: 10, y: 20 });
    expect(after.nodes).toHaveLength(6);
    expect(after.links).toHaveLength(4);
    expect(pasted).toEqual(after.nodes.slice(3).map((node) => node.id));
    expect(new Set([...after.nodes, ...after.links].map((one) => one.id)).size).toBe(10);
    expect(after.nodes[3]!.position).toEqual({ x: at.x + 10, y: at.y + 20 });
    expect(validate(after)).toEqual([]);
  });
  it('takes nothing from text that is no drawing', () => {
    const topology = small();
    for (const text of [
      '',
      'hello',
      '{}',
      '{"nestwork-clipboard":1,',
      '{"nestwork-clipboard":1,"nodes":7,"links":[]}',
      '{"nestwork-clipboard":1,"nodes":[{"id":"X"}],"links":[]}',
      '{"nestwork-clipboard":1,"nodes":[],"links":[{"id":"l1","ends":[{"node":"n","interface":"eth0"},{"node":"m","interface":"eth0"}]}]}',
    ]) {
      expect(pasteItems(topology, text, at)).toEqual({ topology, ids: [] });
    }
  });
});
