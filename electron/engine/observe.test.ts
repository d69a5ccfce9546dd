import { describe, expect, it } from 'vitest';
import type { LabState } from '../shared/contract';
import type { ObservedInterface, ObservedNode, ObservedState } from '../shared/lab/observed';
import type { Topology } from '../shared/topology/schema';
import { derive } from './derive';
import { addLink, addNode, setLinkUp, setNodeStopped } from './edit';
import { differences, foldObserved, linkState, nodeState } from './observe';
import type { WantedLab } from './wanted';

const empty: Topology = { nestwork: 1, id: 'lab', name: 'lab', nodes: [], links: [] };
const cabled = addLink(addNode(addNode(empty, 'host', { x: 0, y: 0 }, 'h1'), 'switch', { x: 0, y: 0 }, 's1'), 'h1', 's1');
const topology: Topology = { ...cabled, links: cabled.links.map((link) => ({ ...link, id: 'l1' })) };
const lab: LabState = { document: 'd', phase: 'running', revision: 1, changing: [], failed: [], collecting: false };

/** What the kernel says when all is as wanted. */
function asWanted(wanted: WantedLab, carrier = true): ObservedState {
  const state: ObservedState = {};
  for (const node of wanted.nodes.values()) {
    const interfaces = [...node.interfaces.values()].map((one, at): ObservedInterface => ({
      index: at + 2,
      name: one.name,
      mac: one.mac,
      mtu: one.mtu,
      up: one.up,
      carrier,
      kind: 'veth',
      addresses: one.addresses.map(({ address }) => ({ address, family: address.includes(':') ? 'inet6' : 'inet', scope: 'global' })),
    }));
    state[node.id] = {
      node: node.id,
      name: node.name,
      pid: 1,
      namespaces: { user: 1, net: 1, pid: 1, mnt: 1, ipc: 1, uts: 1 },
      interfaces,
      routes: [],
    };
  }
  return state;
}
const wanted = derive(topology);
const there = asWanted(wanted);
const withInterface = (change: Partial<ObservedInterface>): ObservedState => ({
  ...there,
  h1: { ...there.h1!, interfaces: [{ ...there.h1!.interfaces[0]!, ...change }] },
});
const h1 = topology.nodes[0]!;
const l1 = topology.links[0]!;

describe('the state of a device', () => {
  it('follows from the drawing, the kernel and what is under way', () => {
    expect(nodeState(h1, wanted, {}, undefined)).toBe('planned');
    expect(nodeState(h1, wanted, there, lab)).toBe('up');
    expect(nodeState(h1, wanted, there, { ...lab, changing: ['h1'] })).toBe('changing');
    expect(nodeState(h1, wanted, {}, { ...lab, failed: [{ id: 'h1', error: { code: 'kernel-refused', message: 'No.' } }] })).toBe('failed');
    const stopped = setNodeStopped(topology, ['h1'], true);
    expect(nodeState(stopped.nodes[0]!, derive(stopped), {}, lab)).toBe('down');
  });
  it('is "differs" when somebody changed it by hand', () => {
    for (const change of [{ mtu: 900 }, { mac: '02:00:00:00:00:99' }, { up: false }, { addresses: [] }, { name: 'eth7' }])
      expect(nodeState(h1, wanted, withInterface(change), lab)).toBe('differs');
    const more = { address: '10.0.99.1/24', family: 'inet' as const, scope: 'global' };
    expect(differences(wanted.nodes.get('h1')!, withInterface({ addresses: [...there.h1!.interfaces[0]!.addresses, more] }).h1!)).toEqual([
      { kind: 'extra', what: 'address', interface: 'eth0', value: '10.0.99.1/24' },
    ]);
  });
  it('is not changed by what comes by itself: link-local addresses, the bridge, a cut port', () => {
    const local = { address: 'fe80::1/64', family: 'inet6' as const, scope: 'link' };
    expect(nodeState(h1, wanted, withInterface({ addresses: [...there.h1!.interfaces[0]!.addresses, local] }), lab)).toBe('up');
    const bridge: ObservedNode = {
      ...there.s1!,
      interfaces: [
        { ...there.s1!.interfaces[0]!, up: false, carrier: false },
        { ...there.s1!.interfaces[0]!, name: 'br0', kind: 'bridge' },
      ],
    };
    expect(nodeState(topology.nodes[1]!, wanted, { ...there, s1: bridge }, lab)).toBe('up');
  });
});

describe('the state of a cable', () => {
  it('follows from the drawing, the kernel and what is under way', () => {
    expect(linkState(l1, wanted, {}, undefined)).toBe('planned');
    expect(linkState(l1, wanted, there, lab)).toBe('up');
    expect(linkState(l1, wanted, asWanted(wanted, false), lab)).toBe('down');
    expect(linkState(l1, wanted, there, { ...lab, changing: ['l1'] })).toBe('changing');
    expect(linkState(l1, wanted, {}, { ...lab, failed: [{ id: 'l1', error: { code: 'kernel-refused', message: 'No.' } }] })).toBe('failed');
    const cut = setLinkUp(topology, ['l1'], false);
    expect(linkState(cut.links[0]!, derive(cut), asWanted(wanted, false), lab)).toBe('cut');
    expect(linkState(cut.links[0]!, derive(cut), there, lab)).toBe('changing');
    const stopped = setNodeStopped(topology, ['s1'], true);
    expect(linkState(l1, derive(stopped), {}, lab)).toBe('down');
  });
});

describe('folding', () => {
  it('replaces the nodes that changed, drops those that ended, and leaves the others the same objects', () => {
    const changed = { ...there.h1!, pid: 2 };
    const next = foldObserved(there, { nodes: [changed], gone: [] });
    expect(next.h1).toBe(changed);
    expect(next.s1).toBe(there.s1);
    expect(Object.keys(foldObserved(next, { nodes: [], gone: ['h1'] }))).toEqual(['s1']);
    expect(there.h1!.pid).toBe(1);
  });
});
