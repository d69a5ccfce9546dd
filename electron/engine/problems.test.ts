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
    expect(codes(setAddresses(three, 'h1', 'eth0', 'ipv4', ['10.0.9.0/31']))).toEqual(['no-free-address']);
    const far = addLink(addNode(addNode(three, 'host', { x: 0, y: 0 }, 'h4'), 'host', { x: 0, y: 0 }, 'h5'), 'h4', 'h5');
    expect(codes({ ...far, pools: { ipv4: ['10.0.1.0/24'], ipv6: [] } })).toEqual(['no-free-address']);
    expect(codes({ ...three, pools: { ipv4: [], ipv6: [] } })).toEqual([]);
  });
  it('is a lab with too many routers for automatic routes', () => {
    expect(codes(generate('ring', 100))).toEqual(['no-automatic-routes']);
    expect(codes(generate('ring', 20))).toEqual([]);
  });
});
