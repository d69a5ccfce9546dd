import { describe, expect, it } from 'vitest';
import type { ObservedInterface } from '../shared/lab/observed';
import type { Topology } from '../shared/topology/schema';
import { addNode } from './edit';
import { adoptGhost, ghostsOf } from './ghosts';
import type { Undrawn } from './ghosts';

const at = { x: 0, y: 0 };
const empty: Topology = { nestwork: 1, id: 'lab', name: 'lab', nodes: [], links: [] };
const topology = ['a', 'b', 'c', 'd'].reduce((all, id) => addNode(all, 'host', at, id), empty);
const end = (node: string, name: string, more: Partial<ObservedInterface>): Undrawn => ({
  node,
  there: { index: 2, name, mac: '02:00:00:00:00:01', mtu: 1500, up: true, carrier: true, kind: 'veth', addresses: [], ...more },
});
const shapes = (ends: Undrawn[]): string[] => ghostsOf(ends).map((ghost) => ghost.ends.map((one) => one.there.name).join('-'));

describe('ghosts', () => {
  it('are a cable where two ends name each other', () => {
    expect(shapes([end('a', 'x', { index: 5, peerElsewhere: 9 }), end('b', 'y', { index: 9, peerElsewhere: 5 })])).toEqual(['x-y']);
    expect(shapes([end('a', 'x', { index: 5, peer: 6 }), end('a', 'y', { index: 6, peer: 5 })])).toEqual(['x-y']);
  });
  it('are ends by themselves where the other is not in the lab, has no such index, or cannot be told from another', () => {
    expect(shapes([end('a', 'x', { index: 5, peerElsewhere: 9 })])).toEqual(['x']);
    expect(shapes([end('a', 'x', { index: 5, peerElsewhere: 9 }), end('b', 'y', { index: 9, peer: 5 })])).toEqual(['x', 'y']);
    expect(shapes([end('a', 'x', { index: 5, peer: 9 }), end('b', 'y', { index: 9, peer: 5 })])).toEqual(['x', 'y']);
    const four = ['a', 'b', 'c', 'd'].map((node, place) => end(node, node, place % 2 ? { index: 9, peerElsewhere: 5 } : { index: 5, peerElsewhere: 9 })); // prettier-ignore
    expect(shapes(four)).toEqual(['a', 'b', 'c', 'd']);
    expect(shapes([end('a', 'dummy0', { kind: 'dummy' })])).toEqual(['dummy0']);
  });
  it('become a cable with what its interfaces have', () => {
    const [ghost] = ghostsOf([
      end('a', 'x', { index: 5, peerElsewhere: 9, mtu: 1400, addresses: [{ address: '10.9.0.1/24', family: 'inet', scope: 'global' }] }),
      end('b', 'y', { index: 9, peerElsewhere: 5, addresses: [{ address: 'fe80::1/64', family: 'inet6', scope: 'link' }] }),
    ]);
    const adopted = adoptGhost(topology, ghost!)!;
    expect(adopted.links.map(({ ends }) => ends)).toEqual([[{ node: 'a', interface: 'x' }, { node: 'b', interface: 'y' }]]); // prettier-ignore
    expect(adopted.nodes[0]!.interfaces).toEqual([{ name: 'x', mac: '02:00:00:00:00:01', mtu: 1400, ipv4: ['10.9.0.1/24'] }]);
    expect(adopted.nodes[1]!.interfaces).toEqual([{ name: 'y', mac: '02:00:00:00:00:01' }]);
    expect(adoptGhost(topology, ghostsOf([end('a', 'dummy0', { kind: 'dummy' })])[0]!)).toBeUndefined();
  });
});
