import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { derive } from '../../electron/engine/derive';
import { addLink, addNode } from '../../electron/engine/edit';
import type { ObservedNode, ObservedState } from '../../electron/shared/lab/observed';
import type { Topology } from '../../electron/shared/topology/schema';
import type { Turn } from './kernel-events';
import { DifferenceWatch } from './watch';

const at = { x: 0, y: 0 };
const empty: Topology = { nestwork: 1, id: 'lab', name: 'lab', nodes: [], links: [] };
const topology = addLink(addNode(addNode(empty, 'host', at, 'h1'), 'host', at, 'h2'), 'h1', 'h2');
const wanted = derive(topology);

function asDrawn(): ObservedNode {
  const node = wanted.nodes.get('h1')!;
  return {
    node: 'h1',
    name: 'h1',
    pid: 1,
    namespaces: { user: 1, net: 1, pid: 1, mnt: 1, ipc: 1, uts: 1 },
    interfaces: [...node.interfaces.values()].map(({ name, mac, mtu, up, addresses }) => ({
      index: 2,
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
    routes: [],
  };
}
let observed: ObservedState;
let busy: boolean;
let told: [string, Turn][];
let watch: DifferenceWatch;
beforeEach(() => {
  vi.useFakeTimers();
  [observed, busy, told] = [{ h1: asDrawn() }, false, []];
  watch = new DifferenceWatch(
    () => ({ wanted, observed, busy: () => busy }),
    (id, turn) => told.push([id, turn]),
  );
});
afterEach(() => vi.useRealTimers());
const byHand = (): void => void observed.h1!.interfaces[0]!.addresses.push({ address: '10.0.99.1/24', family: 'inet', scope: 'global' });

it('tells an address that came by hand, since when, and that it is gone again', () => {
  const start = Date.now();
  byHand();
  watch.touched(['h1']);
  vi.advanceTimersByTime(2000);
  expect(told).toMatchObject([['h1', { came: [['extra address eth0 10.0.99.1/24', { code: 'extra.address' }]], went: [] }]]);
  expect(watch.seen('h1', 'extra address eth0 10.0.99.1/24')).toBe(start);
  observed = { h1: asDrawn() };
  watch.touched(['h1']);
  vi.advanceTimersByTime(2000);
  expect(told[1]).toMatchObject(['h1', { came: [], went: [['extra address eth0 10.0.99.1/24', {}]] }]);
  expect(watch.seen('h1', 'extra address eth0 10.0.99.1/24')).toBeUndefined();
});

it('says nothing of what is only on the way while a plan is applied', () => {
  busy = true;
  observed.h1!.interfaces[0]!.addresses = [];
  watch.touched(['h1']);
  vi.advanceTimersByTime(5000);
  observed = { h1: asDrawn() };
  watch.touched(['h1']);
  busy = false;
  vi.advanceTimersByTime(5000);
  expect(told).toEqual([]);
});

it('tells a cable that lost its carrier without being cut', () => {
  observed.h1!.interfaces[0]!.carrier = false;
  watch.touched(['h1']);
  vi.advanceTimersByTime(2000);
  expect(told).toMatchObject([['h1', { came: [['changed carrier eth0 ', { args: { interface: 'eth0' } }]] }]]);
});

it('forgets everything with the lab', () => {
  byHand();
  watch.touched(['h1']);
  watch.forget();
  vi.advanceTimersByTime(2000);
  expect(told).toEqual([]);
  expect(watch.seen('h1', 'extra address eth0 10.0.99.1/24')).toBeUndefined();
});
