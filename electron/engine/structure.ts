/**
 * The drawing as a graph: nodes, cables, segments with prefixes and addresses, and who must be looked at again after an edit. One way leads
 * from any structure to the next, and the first starts from nothing; so a small step and a big one cannot come to different ends.
 */
import { ordinalOf } from '../shared/topology/order';
import type { AddressPools, Topology, TopologyLink, TopologyNode } from '../shared/topology/schema';
import { Advance, withFlipped } from './advance';
import { changesOf } from './changes';
import type { Sources } from './inside';
import type { Place } from './place';
import type { Ledger } from './prefixes';
import { byAge } from './records';
import type { InterfaceRecord, NodeRecord } from './records';
import { equal } from './reuse';
import { Graph } from './routes';
import type { Cable } from './segments';

/** A node's end of a cable. */
export interface Port {
  readonly interface: InterfaceRecord;
  readonly cable: Cable;
}

export interface Structure {
  readonly lab: string;
  readonly pools: AddressPools | undefined;
  readonly nodeList: readonly TopologyNode[];
  readonly linkList: readonly TopologyLink[];
  readonly hold: ReadonlySet<string>;
  readonly sources: Sources;
  /** Ids of cables that are cut: nothing else depends on that. */
  readonly cut: ReadonlySet<string>;
  readonly nodes: ReadonlyMap<string, NodeRecord>;
  /** Sound cables by link id. */
  readonly cables: ReadonlyMap<string, Cable>;
  /** By node id, in natural order of interfaces. */
  readonly ports: ReadonlyMap<string, readonly Port[]>;
  /** Oldest first. */
  readonly places: readonly Place[];
  /** By link id. */
  readonly placeOfCable: ReadonlyMap<string, Place>;
  /** By id of a switch or hub. */
  readonly placeOfBridge: ReadonlyMap<string, Place>;
  readonly graph: Graph;
  /** Nodes of the lab's edge, by id. */
  readonly edges: ReadonlyMap<string, NodeRecord>;
  /** Who has which network; only the newest structure has it, since it is changed by the next step. Without it all is assigned anew, to the same end. */
  readonly ledger: { current: Ledger | undefined };
  /** Some cable leads nowhere or takes an interface that another has: then the next step starts from nothing. */
  readonly unsound: boolean;
}
/** Ids of what has to be made again. */
export interface Dirty {
  readonly nodes: ReadonlySet<string>;
  readonly links: ReadonlySet<string>;
}

export interface AdvanceResult {
  readonly structure: Structure;
  readonly dirty: Dirty;
  /** Everything is dirty, and what is not named is gone. */
  readonly whole: boolean;
}

export const nothing: Structure = {
  lab: '',
  pools: undefined,
  nodeList: [],
  linkList: [],
  hold: new Set(),
  sources: new Map(),
  cut: new Set(),
  nodes: new Map(),
  cables: new Map(),
  ports: new Map(),
  places: [],
  placeOfCable: new Map(),
  placeOfBridge: new Map(),
  graph: new Graph([]),
  edges: new Map(),
  ledger: { current: undefined },
  unsound: false,
};

/** What is given beside the drawing. */
export interface Surroundings {
  readonly hold: ReadonlySet<string>;
  readonly sources: Sources;
}

/** From `before` to the drawing; undefined if the kernel would notice no difference. */
export function advance(before: Structure, topology: Topology, around: Surroundings): AdvanceResult | undefined {
  const nodes = changesOf(before.nodeList, topology.nodes, sameToKernel);
  const flipped: TopologyLink[] = [];
  const links = changesOf(before.linkList, topology.links, (a, b) => {
    const same = sameCable(a, b);
    if (same && (a.up ?? true) !== (b.up ?? true)) flipped.push(b);
    return same;
  });
  const held = differing(before.hold, around.hold);
  const read = before.sources === around.sources ? nobody : readersOf(topology.nodes, before.sources, around.sources);
  const samePools = equal(before.pools, topology.pools);
  const changed = nodes.old.size + nodes.fresh.size + links.old.size + links.fresh.size + held.size + read.size;
  const goesOn = before.lab === topology.id && !before.unsound;
  if (samePools && before.lab === topology.id && changed === 0) {
    if (flipped.length === 0) return undefined;
    if (goesOn) return flip(before, topology, around, flipped);
  }
  const step = goesOn ? new Advance(before, topology, samePools, { nodes, links, flipped, held, read }) : undefined;
  const structure = step?.run(around);
  if (step && structure) return { structure, dirty: step, whole: false };
  return startAgain(topology, around);
}
const nobody: ReadonlySet<string> = new Set();

/** Without the cables that cannot be. What was there before is of no use: everything is looked at. */
function startAgain(topology: Topology, around: Surroundings): AdvanceResult {
  const linkList = soundLinks(topology);
  const sound = linkList.length === topology.links.length ? topology : { ...topology, links: linkList };
  const base = { ...nothing, lab: topology.id };
  const step = new Advance(base, sound, false, {
    nodes: changesOf([], sound.nodes),
    links: changesOf([], sound.links),
    flipped: [],
    held: around.hold,
    read: nobody,
  });
  const structure = step.run(around);
  if (!structure) throw new Error('A drawing of sound cables has an unsound one.');
  return {
    structure: { ...structure, linkList: topology.links, nodeList: topology.nodes, unsound: sound !== topology },
    dirty: step,
    whole: true,
  };
}

/** Cables with both ends drawn. The kernel cannot give one name twice: the oldest cable has the interface; `validate` names the others. */
function soundLinks(topology: Topology): TopologyLink[] {
  const drawn = new Set(topology.nodes.map((node) => node.id));
  const taken = new Set<string>();
  const sound = new Set<TopologyLink>();
  const aged = topology.links.map((link) => ({ link, id: link.id, age: ordinalOf(link.id) ?? Infinity }));
  for (const { link } of aged.sort(byAge)) {
    const [a, b] = link.ends.map((end) => `${end.node}/${end.interface}`) as [string, string];
    if (!link.ends.every((end) => drawn.has(end.node)) || a === b || taken.has(a) || taken.has(b)) continue;
    sound.add(link);
    taken.add(a).add(b);
  }
  return topology.links.filter((link) => sound.has(link));
}

/** What a node has beside these the kernel can notice. */
const drawnOnly = { position: 0, icon: 0, tags: 0, locked: 0, shell: 0 };
const sameToKernel = (a: TopologyNode, b: TopologyNode): boolean => equal({ ...a, ...drawnOnly }, { ...b, ...drawnOnly });
/** Cut or whole it is the same cable. */
const cableOnly = { bends: 0, label: 0, up: 0 };
const sameCable = (a: TopologyLink, b: TopologyLink): boolean => equal({ ...a, ...cableOnly }, { ...b, ...cableOnly });

/** Cables were cut or mended, and that is all. */
function flip(before: Structure, topology: Topology, { sources }: Surroundings, flipped: readonly TopologyLink[]): AdvanceResult {
  const cut = withFlipped(before.cut, flipped);
  const structure = { ...before, sources, cut, nodeList: topology.nodes, linkList: topology.links };
  return { structure, dirty: { nodes: nobody, links: new Set(flipped.map(({ id }) => id)) }, whole: false };
}

/** Nodes that have a file of a source whose text is another one now. */
function readersOf(nodes: readonly TopologyNode[], before: Sources, after: Sources): ReadonlySet<string> {
  const changed = ({ source }: { source?: string }): boolean => source !== undefined && before.get(source) !== after.get(source);
  return new Set(nodes.filter(({ files }) => files?.some(changed)).map(({ id }) => id));
}
function differing(a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> {
  if (a.size === 0 && b.size === 0) return a;
  return new Set([...[...a].filter((id) => !b.has(id)), ...[...b].filter((id) => !a.has(id))]);
}
