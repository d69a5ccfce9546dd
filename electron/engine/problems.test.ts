import { describe, expect, it } from 'vitest';
import type { Topology } from '../shared/topology/schema';
import { derive } from './derive';
import { addLink, addNode, changeNodes, setAddresses } from './edit';
import { generate } from './generate';
import { problemsOf } from './problems';

const empty: Topology = { nestwork: 1, id: 'lab', name: 'lab', nodes: [], links: [] };
const three = ['h1', 'h2', 'h3'].reduce(
  (topology, id) => addLink(addNode(topology, 'host', { x: 0, y: 0 }, id), id, 's1'),
  addNode(empty, 'switch', { x: 0, y: 0 }, 's1'),
);
const codes = (topology: Topology): string[] => problemsOf(topology, derive(topology)).map((problem) => problem.code);

describe('what shows only once all is decided', () => {
  it('is a gateway that no automatic address makes reachable', () => {
    const typed = (via: string): Topology => changeNodes(three, ['h1'], (node) => ({ ...node, routes: [{ to: 'default', via }] }));
    expect(codes(typed('10.0.1.99'))).toEqual([]);
    expect(codes(typed('10.0.2.99'))).toEqual(['gateway-unreachable']);
  });
  it('is a route through an interface without a cable', () => {
    expect(codes(changeNodes(three, ['h1'], (node) => ({ ...node, routes: [{ to: '10.9.0.0/16', dev: 'eth5' }] })))).toEqual([
      'route-left-out',
    ]);
  });
  it('is a segment whose prefix is full, and a pool that is empty', () => {
    expect(codes(setAddresses(three, 'h1', 'eth0', 'ipv4', ['10.0.9.0/31']))).toEqual(['segment-full']);
    const far = addLink(addNode(addNode(three, 'host', { x: 0, y: 0 }, 'h4'), 'host', { x: 0, y: 0 }, 'h5'), 'h4', 'h5');
    expect(codes({ ...far, pools: { ipv4: ['10.0.1.0/24'], ipv6: [] } })).toEqual(['pool-empty']);
    expect(codes({ ...three, pools: { ipv4: [], ipv6: [] } })).toEqual([]);
  });
  it('is a setting of an interface without a cable, or without IPv6', () => {
    const set = (setting: string, mtu?: number): Topology =>
      changeNodes(three, ['h1'], (node) => ({
        ...node,
        sysctls: { [setting]: '1' },
        ...(mtu !== undefined && { interfaces: [{ name: 'eth0', mtu }] }),
      }));
    expect(codes(set('net.ipv4.conf.eth7.rp_filter'))).toEqual(['setting-without-interface']);
    expect(codes(set('net.ipv4.conf.eth0.rp_filter'))).toEqual([]);
    expect(codes(set('net.ipv6.conf.eth0.accept_ra', 1200))).toEqual(['mtu-mismatch', 'setting-without-ipv6']);
  });
  it('is a forward to a device without an address', () => {
    const internet = { forwards: [{ protocol: 'tcp' as const, port: 8080, node: 'h1', nodePort: 80 }] };
    const way = changeNodes(addLink(addNode(three, 'internet', { x: 0, y: 0 }, 'i1'), 'i1', 's1'), ['i1'], (node) => ({
      ...node,
      internet,
    }));
    expect(codes(way)).toEqual([]);
    const bare = changeNodes(way, ['h1'], (node) => ({ ...node, interfaces: [{ name: 'eth0', ipv4: [], ipv6: [] }] }));
    expect(codes(bare)).toEqual(['forward-without-address']);
  });
  it('is an automatic MAC address that somebody typed elsewhere', () => {
    const { mac } = derive(three).nodes.get('h2')!.interfaces.get('eth0')!;
    expect(codes(changeNodes(three, ['h1'], (node) => ({ ...node, interfaces: [{ name: 'eth0', mac }] })))).toEqual(['duplicate-mac']);
  });
  it('is a lab with too many routers for automatic routes', () => {
    expect(codes(generate('ring', 100))).toEqual(['no-automatic-routes']);
    expect(codes(generate('ring', 20))).toEqual([]);
  });
});
