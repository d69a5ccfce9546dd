import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffTopologies, isEmptyDiff, reverseDiff } from '../../electron/shared/topology/diff';
import type { TopologyDiff } from '../../electron/shared/topology/diff';
import { mergeDiff } from '../../electron/shared/topology/merge';
import type { Topology } from '../../electron/shared/topology/schema';
import { Replica, rebased } from './replica';

const start: Topology = {
  nestwork: 1,
  id: 'lab',
  name: 'lab',
  nodes: ['a', 'b', 'c', 'd'].map((id) => ({ id, name: id, kind: 'host', position: { x: 0, y: 0 } })),
  links: [],
};
const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/** The host's part (electron/host/document.ts): merges in the order of arrival, tells everybody, then answers. */
class Hub {
  topology = start;
  version = 0;
  private authors: number[] = [];
  readonly inboxes: (() => void)[][] = [[], []];

  constructor(private readonly windows: readonly Window[]) {}

  take(author: number, version: number, diff: TopologyDiff): void {
    const after = mergeDiff(this.topology, diff);
    const effective = copy(diffTopologies(this.topology, after));
    const met = this.authors.slice(version).some((one) => one !== author);
    if (!isEmptyDiff(effective)) {
      this.topology = after;
      this.version = this.authors.push(author);
      const now = this.version;
      this.windows.forEach((window, at) => this.inboxes[at]!.push(() => window.hear(effective, at === author && !met, now)));
    }
    this.inboxes[author]!.push(() => this.windows[author]!.heard());
  }
}
class Window {
  readonly replica = new Replica(start);
  version = 0;
  private queue: TopologyDiff[] = [];
  private waiting = false;
  send: (version: number, diff: TopologyDiff) => void = () => undefined;

  edit(next: Topology): void {
    const diff = diffTopologies(this.replica.topology, next);
    if (isEmptyDiff(diff)) return;
    this.replica.edit(diff);
    this.queue.push(copy(diff));
    this.pump();
  }
  hear(diff: TopologyDiff, own: boolean, version: number): void {
    this.replica.told(diff, own);
    this.version = version;
  }
  heard(): void {
    this.waiting = false;
    this.replica.answered();
    this.pump();
  }
  private pump(): void {
    const [next] = this.queue;
    if (!next || this.waiting) return;
    this.queue.shift();
    this.waiting = true;
    this.send(this.version, next);
  }
}

const change = fc.oneof(
  fc.record({ do: fc.constant('move' as const), node: fc.nat(6), x: fc.nat(3) }),
  fc.record({ do: fc.constant('rename' as const), node: fc.nat(6), x: fc.nat(3) }),
  fc.record({ do: fc.constant('remove' as const), node: fc.nat(6), x: fc.constant(0) }),
  fc.record({ do: fc.constant('add' as const), node: fc.nat(3), x: fc.nat(3) }),
);
function changed(topology: Topology, { do: what, node, x }: { do: string; node: number; x: number }): Topology {
  if (what === 'add') {
    const id = `n${node}`;
    if (topology.nodes.some((one) => one.id === id)) return topology;
    return { ...topology, nodes: [...topology.nodes, { id, name: id, kind: 'router', position: { x, y: 9 } }] };
  }
  const chosen = topology.nodes[node % Math.max(1, topology.nodes.length)];
  if (!chosen) return topology;
  if (what === 'remove') return { ...topology, nodes: topology.nodes.filter((one) => one !== chosen) };
  const next = what === 'move' ? { ...chosen, position: { x, y: 1 } } : { ...chosen, name: `${chosen.id}${x}` };
  return { ...topology, nodes: topology.nodes.map((one) => (one === chosen ? next : one)) };
}
const byId = ({ nodes }: Topology): Topology['nodes'] => [...nodes].sort((a, b) => (a.id < b.id ? -1 : 1));

describe('a replica', () => {
  it('ends where the host is, whatever two windows edit at once and however late they hear of it', () => {
    const step = fc.oneof(
      fc.record({ who: fc.nat(1), change }),
      fc.record({ who: fc.nat(1), deliver: fc.integer({ min: 1, max: 4 }) }),
      fc.record({ who: fc.nat(1), arrive: fc.constant(true) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const windows = [new Window(), new Window()];
        const hub = new Hub(windows);
        const under: (() => void)[][] = [[], []];
        windows.forEach((window, at) => (window.send = (version, diff) => under[at]!.push(() => hub.take(at, version, diff))));
        for (const one of steps) {
          if ('change' in one) windows[one.who]!.edit(changed(windows[one.who]!.replica.topology, one.change));
          else if ('arrive' in one) under[one.who]!.shift()?.();
          else for (let turn = 0; turn < one.deliver; turn++) hub.inboxes[one.who]!.shift()?.();
        }
        while (under.some((list) => list.length) || hub.inboxes.some((list) => list.length))
          for (const at of [0, 1]) {
            under[at]!.shift()?.();
            hub.inboxes[at]!.shift()?.();
          }
        for (const { replica } of windows) expect(byId(replica.topology)).toEqual(byId(hub.topology));
      }),
      { numRuns: 500 },
    );
  });

  it('keeps its objects while nobody else edits', () => {
    const replica = new Replica(start);
    const diff = diffTopologies(start, changed(start, { do: 'rename', node: 0, x: 1 }));
    replica.edit(diff);
    const shown = replica.topology;
    replica.told(copy(diff), true);
    replica.answered();
    expect(replica.topology).toBe(shown);
  });

  it('names the records where two people changed one field', () => {
    const replica = new Replica(start);
    replica.edit(diffTopologies(start, changed(start, { do: 'rename', node: 1, x: 1 })));
    expect(replica.told(copy(diffTopologies(start, changed(start, { do: 'rename', node: 1, x: 2 }))), false)).toEqual(['b']);
    expect(replica.topology.nodes[1]!.name).toBe('b1');
    const other = new Replica(start);
    other.edit(diffTopologies(start, changed(start, { do: 'rename', node: 1, x: 1 })));
    expect(other.told(copy(diffTopologies(start, changed(start, { do: 'move', node: 1, x: 2 }))), false)).toEqual([]);
    expect(other.topology.nodes[1]).toMatchObject({ name: 'b1', position: { x: 2, y: 1 } });
  });
});

it('an undo takes back its own fields and leaves what somebody else changed since', () => {
  const mine = changed(start, { do: 'rename', node: 0, x: 3 });
  const theirs = changed(mine, { do: 'move', node: 0, x: 2 });
  const undo = rebased(theirs, reverseDiff(diffTopologies(start, mine)));
  expect(mergeDiff(theirs, undo).nodes[0]).toEqual({ ...start.nodes[0], position: { x: 2, y: 1 } });
});
