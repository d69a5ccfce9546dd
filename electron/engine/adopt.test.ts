import { describe, expect, it } from 'vitest';
import type { ObservedNode, ObservedRoute } from '../shared/lab/observed';
import type { Topology } from '../shared/topology/schema';
import { adopt, adoptRoute } from './adopt';
import { derive } from './derive';
import { addLink, addNode } from './edit';
import { differences } from './observe';
import { routeDifferences } from './observe-routes';
import type { WantedNode } from './wanted';

const at = { x: 0, y: 0 };
const empty: Topology = { nestwork: 1, id: 'lab', name: 'lab', nodes: [], links: [] };
const topology = addLink(addNode(addNode(empty, 'host', at, 'h1'), 'router', at, 'r1'), 'h1', 'r1');
const h1 = (drawn: Topology): WantedNode => derive(drawn).nodes.get('h1')!;

const route = (to: string, more: Partial<ObservedRoute> = {}): ObservedRoute => ({
  to,
  protocol: 'static',
  family: to.includes(':') ? 'inet6' : 'inet',
  linkdown: false,
  ...more,
});
/** The kernel as the drawing wants it. */
function asDrawn(drawn: Topology): ObservedNode {
  const node = h1(drawn);
  return {
    node: node.id,
    name: node.name,
    pid: 7,
    namespaces: { user: 1, net: 1, pid: 1, mnt: 1, ipc: 1, uts: 1 },
    interfaces: [...node.interfaces.values()].map(({ name, mac, mtu, up, addresses }, place) => ({
      index: place + 2,
      name,
      mac,
      mtu,
      up,
      carrier: true,
      kind: 'veth',
      addresses: addresses.map(({ address }) => ({
        address,
        family: address.includes(':') ? ('inet6' as const) : ('inet' as const),
        scope: 'global',
      })),
    })),
    routes: node.routes.map(({ to, via, dev }) =>
      route(to, { ...(via !== undefined && { via, dev: 'eth0' }), ...(dev !== undefined && { dev }) }),
    ),
  };
}
const there = asDrawn(topology);
const changed = (change: (node: ObservedNode) => void): ObservedNode => {
  const copy = structuredClone(there);
  change(copy);
  return copy;
};
const none = (drawn: Topology, node: ObservedNode): void => {
  expect(differences(h1(drawn), node)).toEqual([]);
  expect(routeDifferences(h1(drawn), node)).toEqual([]);
};

describe('an observed difference becomes the drawing', () => {
  it('there is none when all is as drawn', () => none(topology, there));
  it.each<[string, (node: ObservedNode) => void]>([
    [
      'an address that was added',
      (node) => node.interfaces[0]!.addresses.push({ address: '10.0.99.1/24', family: 'inet', scope: 'global' }),
    ],
    ['an address that was taken away', (node) => void node.interfaces[0]!.addresses.pop()],
    ['another MTU', (node) => void (node.interfaces[0]!.mtu = 1400)],
    ['another MAC address', (node) => void (node.interfaces[0]!.mac = '02:00:00:00:00:99')],
  ])('%s', (_, change) => {
    const node = changed(change);
    const [difference, ...others] = differences(h1(topology), node);
    expect(others).toEqual([]);
    const adopted = adopt(topology, h1(topology), difference!)!;
    expect(differences(h1(adopted), node)).toEqual([]);
  });
  it('an interface that was turned off', () => {
    const node = changed((one) => void (one.interfaces[0]!.up = false));
    const [difference] = differences(h1(topology), node);
    expect(difference).toMatchObject({ kind: 'changed', what: 'up', value: 'down' });
    expect(h1(adopt(topology, h1(topology), difference!)!).interfaces.get('eth0')?.up).toBe(false);
  });
  it.each([
    ['the kernel’s own tunnel', 'sit0', 'sit'],
    ['the end of a program', 'tap0', 'tun'],
  ])('%s is none', (_, name, kind) => {
    none(
      topology,
      changed((one) => void one.interfaces.push({ ...one.interfaces[0]!, name, kind })),
    );
  });
  it('an interface that no cable made cannot be drawn', () => {
    const node = changed((one) => void one.interfaces.push({ ...one.interfaces[0]!, name: 'dummy0', kind: 'bridge' }));
    const [difference] = differences(h1(topology), node);
    expect(difference).toMatchObject({ kind: 'extra', what: 'interface', value: 'dummy0' });
    expect(adopt(topology, h1(topology), difference!)).toBeUndefined();
  });
});

describe('routes', () => {
  const gateway = [...derive(topology).nodes.get('r1')!.interfaces.values()][0]!.addresses[0]!.address.split('/')[0]!;
  it('that a person typed in a shell are extra, and are adopted', () => {
    const node = changed((one) => void one.routes.push(route('10.77.0.0/16', { via: gateway, dev: 'eth0', protocol: 'boot' })));
    const [difference, ...others] = routeDifferences(h1(topology), node);
    expect(others).toEqual([]);
    expect(difference).toEqual({ kind: 'extra', to: '10.77.0.0/16', via: gateway, dev: 'eth0' });
    const adopted = adoptRoute(topology, h1(topology), difference!)!;
    expect(adopted.nodes[0]?.routes).toEqual([{ to: '10.77.0.0/16', via: gateway }]);
    expect(routeDifferences(h1(adopted), node)).toEqual([]);
  });
  it('of a routing daemon and of the kernel are no difference', () => {
    const node = changed(
      (one) => void one.routes.push(route('10.8.0.0/16', { protocol: 'ospf' }), route('10.9.0.0/24', { protocol: 'kernel', dev: 'eth0' })),
    );
    expect(routeDifferences(h1(topology), node)).toEqual([]);
  });
  it('that are gone are missing, unless their interface is down', () => {
    const gone = changed((one) => void one.routes.shift());
    const [difference] = routeDifferences(h1(topology), gone);
    expect(difference).toMatchObject({ kind: 'missing', to: '0.0.0.0/0' });
    expect(adoptRoute(topology, h1(topology), difference!)).toBeUndefined();
    const down = changed((one) => {
      one.routes = [];
      one.interfaces[0]!.up = false;
    });
    expect(routeDifferences(h1(topology), down)).toEqual([]);
  });
  it('that were typed in the drawing and taken away in a shell leave the drawing when that is adopted', () => {
    const typed: Topology = {
      ...topology,
      nodes: topology.nodes.map((node) => (node.id === 'h1' ? { ...node, routes: [{ to: '10.77.0.0/16', via: gateway }] } : node)),
    };
    const node = asDrawn(typed);
    node.routes = node.routes.filter((one) => one.to !== '10.77.0.0/16');
    const [difference] = routeDifferences(h1(typed), node);
    expect(difference).toMatchObject({ kind: 'missing', to: '10.77.0.0/16' });
    expect(adoptRoute(typed, h1(typed), difference!)!.nodes[0]).not.toHaveProperty('routes');
  });
});
