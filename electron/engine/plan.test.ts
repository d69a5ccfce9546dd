import { describe, expect, it } from 'vitest';
import type { NodeKind, Topology } from '../shared/topology/schema';
import { derive } from './derive';
import { addLink, addNode, changeNodes, removeItems, renameNode, setAddresses, setKind, setLinkUp, setNodeStopped } from './edit';
import { plan } from './plan';
import { emptyLab } from './wanted';

const empty: Topology = { nestwork: 1, id: 'lab', name: 'lab', nodes: [], links: [] };
/** r1 with h1 and h2 behind s1. */
function small(): Topology {
  const nodes: [NodeKind, string][] = [
    ['router', 'r1'],
    ['switch', 's1'],
    ['host', 'h1'],
    ['host', 'h2'],
  ];
  const drawn = nodes.reduce((topology, [kind, id]) => addNode(topology, kind, { x: 0, y: 0 }, id), empty);
  const cabled = ['r1', 'h1', 'h2'].reduce((topology, id) => addLink(topology, id, 's1'), drawn);
  return { ...cabled, links: cabled.links.map((link, at) => ({ ...link, id: `l${at + 1}` })) };
}
/** `op node: why`, for the way from one drawing to another. */
function steps(from: Topology, to: Topology): string[] {
  const before = derive(from);
  return plan(derive(to, before), before).steps.map(
    ({ operation, reason }) =>
      `${operation.op} ${'node' in operation ? operation.node : 'link' in operation ? operation.link : 'lab'}: ${reason.text}`,
  );
}

describe('a plan', () => {
  it('makes nodes before cables, cables before addresses, addresses before routes, and runs commands last', () => {
    const topology = changeNodes(small(), ['h1'], (node) => ({ ...node, startup: ['touch /tmp/here'] }));
    const order = ['node.create', 'link.create', 'address.add', 'route.add', 'command.run'];
    const places = plan(derive(topology), emptyLab).steps.map(({ operation }) => order.indexOf(operation.op));
    expect(places).toEqual([...places].sort());
    expect(new Set(places)).toEqual(new Set([0, 1, 2, 3, 4]));
  });
  it('says why', () => {
    const all = steps(empty, small());
    expect(all).toContain('node.create h1: you drew it');
    expect(all).toContain('address.add h1: free in 10.0.1.0/24');
    expect(all).toContain('route.add h1: r1 is the router here');
  });
  it('cuts and mends with one operation', () => {
    const cut = setLinkUp(small(), ['l2'], false);
    expect(steps(small(), cut)).toEqual(['link.cut l2: you cut it']);
    expect(steps(cut, small())).toEqual(['link.restore l2: you mended it']);
  });
  it('renames, and changes host and router, switch and hub, in place', () => {
    expect(steps(small(), renameNode(small(), 'h2', 'web'))).toEqual(['node.rename h2: you renamed it']);
    expect(steps(small(), setKind(small(), ['s1'], 'hub'))).toContain('node.kind s1: you made it a hub');
    expect(steps(small(), setKind(small(), ['h2'], 'router'))[0]).not.toContain('node.delete');
  });
  it('makes a node anew, and says so, when its namespaces change', () => {
    const all = steps(
      small(),
      changeNodes(small(), ['h2'], (node) => ({ ...node, isolation: ['net'] })),
    );
    expect(all).toContain('node.delete h2: its namespaces are chosen at birth: it is made anew');
    expect(all).toContain('node.create h2: its namespaces are chosen at birth: it is made anew');
    expect(all).toContain('link.create l3: its namespaces are chosen at birth: it is made anew');
    expect(all.some((step) => step.includes(' h1:'))).toBe(false);
  });
  it('tells a stopped device from a deleted one', () => {
    const stopped = setNodeStopped(small(), ['h2'], true);
    expect(steps(small(), stopped)).toEqual(['link.delete l3: you stopped it', 'node.delete h2: you stopped it']);
    expect(steps(stopped, small())[0]).toBe('node.create h2: you started it');
    expect(steps(small(), removeItems(small(), ['h2']))).toEqual(['link.delete l3: you deleted it', 'node.delete h2: you deleted it']);
  });
  it('moves the routes of the others when the address of a router changes', () => {
    const all = steps(small(), setAddresses(small(), 'r1', 'eth0', 'ipv4', ['10.0.1.254/24']));
    expect(all).toEqual([
      'route.delete h1: no longer the way',
      'route.delete h2: no longer the way',
      'address.delete r1: another takes its place',
      'address.add r1: you typed it',
      'route.add h1: r1 is the router here',
      'route.add h2: r1 is the router here',
    ]);
  });
  it('sets the routes of an interface again that loses its last IPv4 address for a moment, since the kernel flushes them', () => {
    const all = steps(small(), setAddresses(small(), 'h1', 'eth0', 'ipv4', ['10.0.1.77/24']));
    expect(all).toEqual([
      'route.delete h1: set again behind the new address',
      'address.delete h1: another takes its place',
      'address.add h1: you typed it',
      'route.add h1: r1 is the router here',
    ]);
  });
  it('takes the second address of a network away and gives it back when the first goes, since the kernel takes it along', () => {
    const two = setAddresses(small(), 'h1', 'eth0', 'ipv4', ['10.0.1.50/24', '10.0.1.60/24']);
    const operations = plan(derive(setAddresses(two, 'h1', 'eth0', 'ipv4', ['10.0.1.60/24'])), derive(two)).steps.flatMap(
      ({ operation }) => ('address' in operation ? `${operation.op} ${operation.address}` : []),
    );
    expect(operations).toEqual(['address.delete 10.0.1.60/24', 'address.delete 10.0.1.50/24', 'address.add 10.0.1.60/24']);
  });
});
