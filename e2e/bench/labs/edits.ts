/** Edits of running labs: one cable at 10 and 1,000 nodes by turns; a thousand one by one and as one. */
import type { Topology, TopologyLink } from '../../../electron/shared/topology/schema';
import { median, quantile, ratioOf } from '../report';
import type { Report } from '../report';
import type { Context } from './main';
import { startBare } from './processes';
import { Lab, value } from './product';
import { labOf, operationsOf, yardstickOf } from './shapes';

const kinds = ['delete a cable', 'draw a cable, with addresses', 'cut a cable', 'restore a cable'] as const;
type Kind = (typeof kinds)[number];
const words: Record<Kind, string> = {
  'delete a cable': 'delete',
  'draw a cable, with addresses': 'create',
  'cut a cable': 'cut',
  'restore a cable': 'restore',
};

const replaced = (topology: Topology, at: number, link: TopologyLink | null): Topology => {
  const links = [...topology.links];
  if (link) links[at] = link;
  else links.splice(at, 1);
  return { ...topology, links };
};
const inserted = (topology: Topology, at: number, link: TopologyLink): Topology => ({
  ...topology,
  links: [...topology.links.slice(0, at), link, ...topology.links.slice(at)],
});

async function turn(lab: Lab, at: number): Promise<Record<Kind, number>> {
  const link = lab.topology.links[at]!;
  const cut = await lab.edit((now) => replaced(now, at, { ...link, up: false }));
  const restore = await lab.edit((now) => replaced(now, at, link));
  const gone = await lab.edit((now) => replaced(now, at, null));
  const drawn = await lab.edit((now) => inserted(now, at, link));
  return { 'cut a cable': cut, 'restore a cable': restore, 'delete a cable': gone, 'draw a cable, with addresses': drawn };
}

export async function edits(context: Context, report: Report): Promise<void> {
  const { door, quick } = context;
  report.heading('One edit of a running star, from the request to the host until the kernel has followed');
  const topologies = [labOf('star', 10), labOf('star', 1000)] as const;
  const labs = await Promise.all(topologies.map((topology) => Lab.open(door.client, topology)));
  for (const lab of labs) await lab.up();
  const bare = await startBare(context.bare, yardstickOf(operationsOf(topologies[1])).lines);
  const found = { small: empty(), large: empty(), bare: empty() };
  for (let round = -3; round < (quick ? 15 : 40); round++) {
    const at = (Math.abs(round) * 23) % 1000;
    const [small, large] = [await turn(labs[0]!, at % 10), await turn(labs[1]!, at)];
    for (const kind of ['cut a cable', 'restore a cable', 'delete a cable', 'draw a cable, with addresses'] as const) {
      const spent = await bare.tell(`${words[kind]} ${at}`);
      // The first ones warm up.
      if (round < 0) continue;
      found.small[kind].push(small[kind]);
      found.large[kind].push(large[kind]);
      found.bare[kind].push(spent);
    }
  }
  for (const kind of kinds) {
    const [small, large, yardstick] = [found.small[kind], found.large[kind], found.bare[kind]];
    report.add({
      name: `${kind}, at 1,000 nodes`,
      value: median(large),
      unit: 'ms',
      limit: 5,
      detail: `p95 ${quantile(large, 0.95).toFixed(1)} ms; at 10: ${median(small).toFixed(2)} ms; the kernel alone (bare at 1,000): ${median(yardstick).toFixed(2)} ms`,
    });
    report.add({ name: `${kind}, at 1,000 over at 10`, value: ratioOf(large, small), unit: '×', limit: 1.5 });
  }
  await bare.down();
  for (const lab of labs) await lab.down();
  await many(context, report);
}
const empty = (): Record<Kind, number[]> => Object.fromEntries(kinds.map((kind) => [kind, [] as number[]])) as Record<Kind, number[]>;

/** A small generator (mulberry32), so that a run is like another. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** An edit of any kind that people make; ids of what is new count up. */
function randomEdit(next: () => number, number: number): (topology: Topology) => Topology {
  const kind = Math.floor(next() * 6);
  const where = next();
  return (topology) => {
    const at = Math.floor(where * topology.links.length);
    const link = topology.links[at]!;
    const node = Math.floor(where * topology.nodes.length);
    if (kind <= 1) return replaced(topology, at, { ...link, up: link.up === false });
    if (kind === 2) return replaced(topology, at, null);
    const host = { id: `x${number}`, name: `x${number}`, kind: 'host' as const, position: { x: 0, y: 0 } };
    const there = topology.nodes.filter((one) => one.kind === 'switch');
    const at2 = there[Math.floor(where * there.length)]!;
    if (kind === 3)
      return {
        ...topology,
        nodes: [...topology.nodes, host],
        links: [
          ...topology.links,
          {
            id: `y${number}`,
            ends: [
              { node: host.id, interface: 'eth0' },
              { node: at2.id, interface: `e${number}` },
            ],
          },
        ],
      };
    const nodes = [...topology.nodes];
    const one = nodes[node]!;
    nodes[node] = kind === 4 ? { ...one, name: `n${number}` } : { ...one, position: { x: one.position.x + 12, y: one.position.y } };
    return { ...topology, nodes };
  };
}

async function many({ door, quick }: Context, report: Report): Promise<void> {
  const [nodes, count] = quick ? [200, 200] : [1000, 1000];
  report.heading(`${count.toLocaleString('en')} random edits of a campus of ${nodes.toLocaleString('en')} nodes`);
  const times: number[] = [];
  for (const asOne of [false, true]) {
    const lab = await Lab.open(door.client, labOf('campus', nodes));
    await lab.up();
    const next = random(7);
    const start = performance.now();
    if (!asOne) for (let number = 0; number < count; number++) times.push(await lab.edit(randomEdit(next, number)));
    else {
      await value(door.client.call('changes.collect', { document: lab.document, on: true }));
      for (let number = 0; number < count; number++) await lab.edit(randomEdit(next, number));
      const begun = performance.now();
      await value(door.client.call('changes.apply', { document: lab.document }));
      report.add({ name: 'as one: Apply', value: performance.now() - begun, unit: 'ms' });
    }
    const spent = performance.now() - start;
    if (asOne) report.add({ name: 'as one: gathering and Apply', value: spent, unit: 'ms' });
    else
      report.add({
        name: 'one by one: median',
        value: median(times),
        unit: 'ms',
        detail: `p95 ${quantile(times, 0.95).toFixed(1)} ms, in all ${spent.toFixed(0)} ms`,
      });
    await lab.down();
    await lab.close();
  }
}
