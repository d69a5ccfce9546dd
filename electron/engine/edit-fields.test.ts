import { describe, expect, it } from 'vitest';
import { topologySchema } from '../shared/topology/schema';
import type { Topology } from '../shared/topology/schema';
import { addLink, addNode } from './edit';
import { setDrawnField, setLabField, setLimit, setLinkField, setNodeField, setOwnNamespace, setSetting, setTag } from './edit-fields';
import { setInterfaceField, setRoute } from './edit-interfaces';

const at = { x: 12, y: 24 };
const empty: Topology = { nestwork: 1, id: 'lab', name: 'lab', nodes: [], links: [] };
const topology = addLink(addNode(addNode(empty, 'host', at, 'h1'), 'host', at, 'h2'), 'h1', 'h2');
const both = ['h1', 'h2'];
const [link] = topology.links as [Topology['links'][0]];

describe('fields', () => {
  it('come and go without a trace', () => {
    const there: [(one: Topology) => Topology, (one: Topology) => Topology][] = [
      [(one) => setNodeField(one, both, 'icon', 'server'), (one) => setNodeField(one, both, 'icon', undefined)],
      [(one) => setLinkField(one, [link.id], 'mtu', 9000), (one) => setLinkField(one, [link.id], 'mtu', undefined)],
      [(one) => setLabField(one, 'description', 'Two hosts.'), (one) => setLabField(one, 'description', undefined)],
      [(one) => setOwnNamespace(one, both, 'pid', false), (one) => setOwnNamespace(one, both, 'pid', true)],
      [(one) => setLimit(one, both, 'memory', 2 ** 26), (one) => setLimit(one, both, 'memory', undefined)],
      [(one) => setSetting(one, both, 'net.ipv4.tcp_ecn', '1'), (one) => setSetting(one, both, 'net.ipv4.tcp_ecn', undefined)],
      [(one) => setTag(one, both, 'lab 7', true), (one) => setTag(one, both, 'lab 7', false)],
      [(one) => setInterfaceField(one, 'h1', 'eth0', 'mtu', 1400), (one) => setInterfaceField(one, 'h1', 'eth0', 'mtu', undefined)],
      [(one) => setRoute(one, 'h1', 0, { to: 'default', via: '10.0.0.1' }), (one) => setRoute(one, 'h1', 0, undefined)],
    ];
    for (const [set, back] of there) {
      const changed = set(topology);
      expect(changed).not.toEqual(topology);
      expect(topologySchema.safeParse(changed).error).toBeUndefined();
      expect(back(changed)).toEqual(topology);
    }
  });
  it('are set on all devices that are named, and leave the others the same objects', () => {
    const changed = setLimit(topology, ['h2'], 'pids', 40);
    expect(changed.nodes[0]).toBe(topology.nodes[0]);
    expect(changed.nodes[1]).toMatchObject({ limits: { pids: 40 } });
    expect(setLimit(changed, ['h2'], 'pids', 40).nodes).toBe(changed.nodes);
    expect(setLimit(changed, both, 'cpu', 0.5).nodes.map((node) => node.limits)).toEqual([{ cpu: 0.5 }, { pids: 40, cpu: 0.5 }]);
  });
  it('keep a tag once, and the order of namespaces as the schema has it', () => {
    const tagged = setTag(setTag(topology, both, 'a', true), both, 'a', true);
    expect(tagged.nodes[0]?.tags).toEqual(['a']);
    const shared = setOwnNamespace(setOwnNamespace(topology, ['h1'], 'user', false), ['h1'], 'ipc', false);
    expect(shared.nodes[0]?.isolation).toEqual(['net', 'pid', 'mnt', 'uts']);
    expect(setOwnNamespace(shared, ['h1'], 'user', true).nodes[0]?.isolation).toEqual(['user', 'net', 'pid', 'mnt', 'uts']);
  });
  it('of areas and notes are their own', () => {
    const drawn: Topology = { ...topology, areas: [{ id: 'a1', position: at, size: { width: 100, height: 100 } }] };
    expect(setDrawnField(drawn, 'areas', 'a1', 'colour', 'moss').areas).toMatchObject([{ id: 'a1', colour: 'moss' }]);
    expect(setDrawnField(setDrawnField(drawn, 'areas', 'a1', 'name', 'Room'), 'areas', 'a1', 'name', undefined)).toEqual(drawn);
  });
});
