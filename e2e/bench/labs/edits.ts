/** Edits of running labs: one cable at 10 and 1,000 nodes by turns; a thousand one by one and as one. */
import type { Topology, TopologyLink } from '../../../electron/shared/topology/schema';
import { median, quantile, ratioOf } from '../report';
import type { Report } from '../report';
import type { Context } from './main';
import { startBare } from './processes';
import { Lab, value } from './product';
import { labOf, operationsOf, yardstickOf } from './shapes';
import { treeOf, untilAtRest } from './usage';

const kinds = ['delete a cable', 'draw a cable, with addresses', 'cut a cable', 'restore a cable'] as const;
type Kind = (typeof kinds)[number];
/** In this order, after which all is as before. */
const turns = ['cut a cable', 'restore a cable', 'delete a cable', 'draw a cable, with addresses'] as const;
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

/**
 * The same edit of a lab of 10 and of one of 1,000 by turns. A campus has 200 switches of a few ports each; a star is one switch of 1,000 ports, the most
 * that a bridge takes, where the kernel itself does work for each port.
 */
async function compare(context: Context, report: Report, shape: 'campus' | 'star'): Promise<void> {
  report.heading(`One edit of a running ${shape}, from the request to the host until the kernel has followed`);
  const topologies = [labOf(shape, 10), labOf(shape, 1000)] as const;
  const labs = await Promise.all(topologies.map((topology) => Lab.open(context.door.client, topology)));
  for (const lab of labs) await lab.up();
  const yardsticks = [];
  for (const topology of topologies) yardsticks.push(await startBare(context.bare, yardstickOf(operationsOf(topology)).lines));
  for (const lab of labs) await untilAtRest(treeOf(lab.pid));
  const found = { small: empty(), large: empty(), bareSmall: empty(), bareLarge: empty() };
  for (let round = -3; round < (context.quick ? 12 : 40); round++) {
    // Cables of hosts at switches, of both labs alike.
    const at = [3, 2 + 23 * 5 * Math.abs(round)].map((wanted, lab) => cableOfHost(topologies[lab]!, wanted));
    const [small, large] = [await turn(labs[0]!, at[0]!), await turn(labs[1]!, at[1]!)];
    for (const kind of turns) {
      const spent = [await yardsticks[0]!.tell(`${words[kind]} ${at[0]!}`), await yardsticks[1]!.tell(`${words[kind]} ${at[1]!}`)];
      // The first ones warm up.
      if (round < 0) continue;
      found.small[kind].push(small[kind]);
      found.large[kind].push(large[kind]);
      found.bareSmall[kind].push(spent[0]!);
      found.bareLarge[kind].push(spent[1]!);
    }
  }
  for (const kind of turns) {
    const [small, large] = [found.small[kind], found.large[kind]];
    report.add({
      name: `${shape}: ${kind}, at 1,000 nodes`,
      value: median(large),
      unit: 'ms',
      limit: 5,
      detail: `p95 ${quantile(large, 0.95).toFixed(1)} ms; the kernel alone (bare): ${median(found.bareLarge[kind]).toFixed(2)} ms`,
    });
    report.add({
      name: `${shape}: ${kind}, at 1,000 over at 10`,
      value: ratioOf(large, small),
      unit: '×',
      limit: 1.5,
      detail: `at 10: ${median(small).toFixed(2)} ms; bare: ${ratioOf(found.bareLarge[kind], found.bareSmall[kind]).toFixed(2)} ×`,
    });
  }
  for (const bare of yardsticks) await bare.down();
  for (const lab of labs) await lab.down();
}
/** The first cable from `from` on that ends at a host. */
function cableOfHost({ nodes, links }: Topology, from: number): number {
  const hosts = new Set(nodes.filter(({ kind }) => kind === 'host').map(({ id }) => id));
  for (let at = from % links.length; ; at = (at + 1) % links.length) if (links[at]!.ends.some(({ node }) => hosts.has(node))) return at;
}

export async function edits(context: Context, report: Report): Promise<void> {
  for (const shape of ['campus', 'star'] as const) await compare(context, report, shape);
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
