/** A segment that is split or joined renumbers as little as can be; and planning is linear in the lab. */
import { describe, expect, it } from 'vitest';
import type { Topology } from '../shared/topology/schema';
import { derive } from './derive';
import { addLink, addNode, removeItems } from './edit';
import { generate } from './generate';
import type { Shape } from './generate';
import { plan } from './plan';
import { emptyLab } from './wanted';
import type { WantedLab } from './wanted';

/** Switches s1 to s3, each with a router of all (r1) and four hosts. */
function three(): Topology {
  let topology: Topology = { nestwork: 1, id: 'lab', name: 'lab', nodes: [], links: [] };
  const at = { x: 0, y: 0 };
  topology = addNode(topology, 'router', at, 'r1');
  for (const number of [1, 2, 3]) {
    topology = addLink(addNode(topology, 'switch', at, `s${number}`), 'r1', `s${number}`);
    for (let host = 1; host <= 4; host++) {
      const id = `h${(number - 1) * 4 + host}`;
      topology = addLink(addNode(topology, 'host', at, id), id, `s${number}`);
    }
  }
  return topology;
}
const linkBetween = (topology: Topology, a: string, b: string): string =>
  topology.links.find(({ ends }) => [a, b].every((id) => ends.some((end) => end.node === id)))!.id;
/** By node and interface. */
const addresses = (lab: WantedLab): Map<string, string> =>
  new Map(
    [...lab.nodes].flatMap(([id, { interfaces }]) =>
      [...interfaces.values()]
        .filter(({ port }) => !port)
        .map((one) => [`${id}.${one.name}`, one.addresses.map(({ address }) => address).join(' ')] as const),
    ),
  );
/** Interfaces that were there before, and whose addresses are others now. */
function renumbered(before: Topology, after: Topology): string[] {
  const [old, now] = [addresses(derive(before)), addresses(derive(after))];
  return [...old.keys()].filter((key) => now.has(key) && now.get(key) !== old.get(key)).sort();
}

describe('addresses', () => {
  it('of a segment that is split: who stays keeps them, who is moved gets new ones, nobody else', () => {
    const before = three();
    // h3 and h4 go to a switch of their own, cabled to the router.
    let after = removeItems(before, [linkBetween(before, 'h3', 's1'), linkBetween(before, 'h4', 's1')]);
    after = addLink(addNode(after, 'switch', { x: 0, y: 0 }, 's4'), 'r1', 's4');
    after = addLink(addLink(after, 'h3', 's4'), 'h4', 's4');
    expect(renumbered(before, after)).toEqual(['h3.eth0', 'h4.eth0']);
    expect(addresses(derive(after)).get('h3.eth0')).toMatch(/^10\.0\.4\./);
    // And joined again, all is as it was.
    expect(
      renumbered(
        before,
        removeItems(
          addLink(addLink(removeItems(after, [linkBetween(after, 'h3', 's4'), linkBetween(after, 'h4', 's4')]), 'h3', 's1'), 'h4', 's1'),
          ['s4'],
        ),
      ),
    ).toEqual([]);
  });
  it('of two segments that are joined by a cable: the elder keeps them, the other takes its network, the third notices nothing', () => {
    const before = three();
    const after = addLink(removeItems(before, [linkBetween(before, 'r1', 's2')]), 's1', 's2');
    const changed = renumbered(before, after);
    expect(changed).toEqual(['h5.eth0', 'h6.eth0', 'h7.eth0', 'h8.eth0']);
    // One plan leads there, and it touches nobody else's interface.
    const old = derive(before);
    const touched = new Set(
      plan(derive(after, old), old).steps.flatMap(({ operation }) => ('address' in operation ? [operation.node] : [])),
    );
    for (const id of ['h1', 'h2', 'h3', 'h4', 'h9', 'h10', 'h11', 'h12']) expect(touched.has(id), id).toBe(false);
    // The cable goes again: all is as it was.
    expect(renumbered(before, addLink(removeItems(after, [linkBetween(after, 's1', 's2')]), 'r1', 's2'))).toEqual([]);
  });
  it('of a segment whose cables are pulled one by one change for nobody who stays', () => {
    let topology = three();
    for (const host of ['h1', 'h6', 'h11', 'h12']) {
      const next = removeItems(topology, [host]);
      expect(renumbered(topology, next)).toEqual([]);
      topology = next;
    }
  });
});

describe('planning from nothing', () => {
  const best = (shape: Shape, n: number): number => {
    const topology = generate(shape, n);
    let least = Infinity;
    for (let turn = 0; turn < 2; turn++) {
      const start = process.cpuUsage();
      plan(derive(structuredClone(topology)), emptyLab);
      const { user, system } = process.cpuUsage(start);
      least = Math.min(least, (user + system) / 1000);
    }
    return least;
  };
  it.each(['star', 'grid', 'fat-tree'] as const)(
    'of a %s takes at most 20 times as long for ten times as many devices',
    (shape) => {
      best(shape, 300);
      const [small, large] = [best(shape, 1000), best(shape, 10_000)];
      expect(large / Math.max(small, 5), `${small.toFixed(0)} ms at 1,000, ${large.toFixed(0)} ms at 10,000`).toBeLessThan(20);
      process.stdout.write(`Planning a ${shape}: ${small.toFixed(0)} ms of the processor at 1,000, ${large.toFixed(0)} ms at 10,000\n`);
    },
    120_000,
  );
});
