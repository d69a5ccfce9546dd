/**
 * The drawing as a graph: nodes, cables, segments with prefixes and addresses, and who must be looked at again after an edit. One way leads
 * from any structure to the next, and the first starts from nothing; so a small step and a big one cannot come to different ends.
 */
import { formatPrefixed } from '../shared/topology/address';
import { ordinalOf } from '../shared/topology/order';
import type { AddressPools, Topology, TopologyLink, TopologyNode } from '../shared/topology/schema';
import { addressSegment } from './addressing';
import { changesOf } from './changes';
import type { Changes } from './changes';
import type { Sources } from './inside';
import { assignPrefixes } from './prefixes';
import type { Prefixes } from './prefixes';
import { byAge, byName, interfaceOf, isEdge, recordOf } from './records';
import type { InterfaceRecord, NodeRecord } from './records';
import { equal, keep } from './reuse';
import { graphOf, Graph, routedSegment } from './routes';
import type { RoutedSegment } from './routes';
import { findSegments } from './segments';
import type { BareSegment, Cable } from './segments';
import type { Segment, WantedAddress } from './wanted';

/** A segment with all that was decided for it. */
export interface Place {
  readonly bare: BareSegment;
  readonly prefixes: Prefixes;
  readonly given: ReadonlyMap<InterfaceRecord, readonly WantedAddress[]>;
  readonly routed: RoutedSegment;
  readonly shown: Segment;
}
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
  nodes: new Map(),
  cables: new Map(),
  ports: new Map(),
  places: [],
  placeOfCable: new Map(),
  placeOfBridge: new Map(),
  graph: new Graph([]),
  edges: new Map(),
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
  const links = changesOf(before.linkList, topology.links, sameCable);
  const held = differing(before.hold, around.hold);
  const read = before.sources === around.sources ? nobody : readersOf(topology.nodes, before.sources, around.sources);
  const samePools = equal(before.pools, topology.pools);
  const changed = nodes.old.size + nodes.fresh.size + links.old.size + links.fresh.size + held.size + read.size;
  if (samePools && before.lab === topology.id && changed === 0) return undefined;
  const goesOn = before.lab === topology.id && !before.unsound;
  const step = goesOn ? new Advance(before, topology, samePools, nodes, links, held, read) : undefined;
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
  const step = new Advance(base, sound, false, changesOf([], sound.nodes), changesOf([], sound.links), around.hold, nobody);
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
const sameCable = (a: TopologyLink, b: TopologyLink): boolean => equal({ ...a, bends: 0, label: 0 }, { ...b, bends: 0, label: 0 });

/** Nodes that have a file of a source whose text is another one now. */
function readersOf(nodes: readonly TopologyNode[], before: Sources, after: Sources): ReadonlySet<string> {
  const changed = ({ source }: { source?: string }): boolean => source !== undefined && before.get(source) !== after.get(source);
  return new Set(nodes.filter(({ files }) => files?.some(changed)).map(({ id }) => id));
}
function differing(a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> {
  if (a.size === 0 && b.size === 0) return a;
  return new Set([...[...a].filter((id) => !b.has(id)), ...[...b].filter((id) => !a.has(id))]);
}

class Advance implements Dirty {
  readonly nodes = new Set<string>();
  readonly links = new Set<string>();
  private readonly records: Map<string, NodeRecord>;
  private readonly cables: Map<string, Cable>;
  private readonly ports: Map<string, readonly Port[]>;
  private readonly placeOfCable: Map<string, Place>;
  private readonly placeOfBridge: Map<string, Place>;
  private readonly edges: Map<string, NodeRecord>;
  /** Old segments that are taken apart. */
  private readonly opened = new Set<Place>();
  private readonly newCables: Cable[] = [];

  constructor(
    private readonly before: Structure,
    private readonly topology: Topology,
    private readonly samePools: boolean,
    private readonly nodeChanges: Changes<TopologyNode>,
    private readonly linkChanges: Changes<TopologyLink>,
    private readonly held: ReadonlySet<string>,
    read: ReadonlySet<string>,
  ) {
    for (const id of read) this.nodes.add(id);
    this.edges = new Map(before.edges);
    this.records = new Map(before.nodes);
    this.cables = new Map(before.cables);
    this.ports = new Map(before.ports);
    this.placeOfCable = new Map(before.placeOfCable);
    this.placeOfBridge = new Map(before.placeOfBridge);
  }

  /** Undefined if a cable cannot be: the caller starts again without it. */
  run({ hold, sources }: Surroundings): Structure | undefined {
    this.changeNodes();
    if (!this.changeCables()) return undefined;
    const places = this.changePlaces();
    if (!this.changePorts()) return undefined;
    const graph = graphOf(
      places.map((place) => place.routed),
      this.before.graph,
    );
    if (graph !== this.before.graph)
      for (const { attached } of [graph, this.before.graph]) for (const id of attached.keys()) this.nodes.add(id);
    const { records: nodes, cables, ports, placeOfCable, placeOfBridge, edges } = this;
    const { id: lab, pools, nodes: nodeList, links: linkList } = this.topology;
    return {
      lab,
      pools,
      nodeList,
      linkList,
      hold: new Set(hold),
      sources,
      nodes,
      cables,
      ports,
      places,
      placeOfCable,
      placeOfBridge,
      graph,
      edges,
      unsound: false,
    };
  }

  private changeNodes(): void {
    for (const id of this.nodeChanges.old.keys()) {
      this.records.delete(id);
      this.edges.delete(id);
      this.nodes.add(id);
      this.open(this.placeOfBridge.get(id));
      this.placeOfBridge.delete(id);
    }
    for (const [id, node] of this.nodeChanges.fresh) {
      const record = recordOf(this.topology.id, node);
      this.records.set(id, record);
      if (isEdge(record)) this.edges.set(id, record);
      this.nodes.add(id);
    }
    // Who is held, or no longer, takes its cables with it; the segments stay as they are.
    for (const id of this.held) {
      this.links.add(id);
      this.nodes.add(id);
      const cable = this.before.cables.get(id);
      for (const { node } of cable?.ends ?? []) this.nodes.add(node.id);
      for (const port of this.before.ports.get(id) ?? []) this.touch(port.cable);
    }
  }

  private changeCables(): boolean {
    const again = new Map<string, TopologyLink>(this.linkChanges.fresh);
    for (const id of this.linkChanges.old.keys()) this.close(id);
    for (const id of [...this.nodeChanges.old.keys(), ...this.nodeChanges.fresh.keys()]) {
      for (const { cable } of this.before.ports.get(id) ?? []) {
        if (this.linkChanges.old.has(cable.link.id)) continue;
        this.close(cable.link.id);
        again.set(cable.link.id, cable.link);
      }
    }
    for (const link of again.values()) {
      const [a, b] = [this.records.get(link.ends[0].node), this.records.get(link.ends[1].node)];
      if (!a || !b) return false;
      const ends = [
        { node: a, interface: interfaceOf(a, link.ends[0].interface, link.mtu) },
        { node: b, interface: interfaceOf(b, link.ends[1].interface, link.mtu) },
      ] as const;
      const cable: Cable = { link, ends };
      this.cables.set(link.id, cable);
      this.newCables.push(cable);
      this.touch(cable);
      for (const { node } of ends) this.open(this.placeOfBridge.get(node.id));
    }
    return true;
  }

  private close(id: string): void {
    const cable = this.cables.get(id);
    if (!cable) return;
    this.touch(cable);
    this.cables.delete(id);
    this.open(this.placeOfCable.get(id));
    this.placeOfCable.delete(id);
  }
  private open(place: Place | undefined): void {
    if (place) this.opened.add(place);
  }
  private touch({ link, ends }: Cable): void {
    this.links.add(link.id);
    this.nodes.add(ends[0].node.id).add(ends[1].node.id);
  }

  /** Segments found anew where cables or nodes changed; then prefixes for all, and addresses where something is different. */
  private changePlaces(): Place[] {
    const bridges = new Set<NodeRecord>();
    const cables = new Set(this.newCables);
    for (const { bare } of this.opened) {
      for (const node of bare.bridges) if (this.records.get(node.id) === node) bridges.add(node);
      for (const cable of bare.cables) if (this.cables.get(cable.link.id) === cable) cables.add(cable);
    }
    for (const id of this.nodeChanges.fresh.keys()) {
      const record = this.records.get(id)!;
      if (record.bridge) bridges.add(record);
    }
    const old = new Map<string, Place>();
    for (const place of this.opened) old.set(place.bare.id, place);
    const rest = this.before.places.filter((place) => !this.opened.has(place));
    const found = findSegments([...bridges], [...cables]);
    const known = new Map(rest.map((place) => [place.bare, place]));
    const all = [...known.keys(), ...found].sort(byAge);
    const pools = this.samePools ? this.before.pools : this.topology.pools;
    const prefixes = assignPrefixes(all, pools);
    return all.map((bare, at) => {
      const place = known.get(bare);
      const own = prefixes[at]!;
      if (place && place.prefixes.ipv4 === own.ipv4 && place.prefixes.ipv6 === own.ipv6) return place;
      const fresh = makePlace(bare, own, place ?? old.get(bare.id));
      this.settle(fresh, place ?? old.get(bare.id));
      return fresh;
    });
  }

  private settle(place: Place, old: Place | undefined): void {
    for (const cable of place.bare.cables) this.placeOfCable.set(cable.link.id, place);
    for (const node of place.bare.bridges) this.placeOfBridge.set(node.id, place);
    for (const { node, interface: one } of place.bare.members) {
      if (!old || old.routed !== place.routed || old.given.get(one) !== place.given.get(one)) this.nodes.add(node.id);
    }
  }

  /** Cables of the nodes that were touched. False if two of them want one interface. */
  private changePorts(): boolean {
    const fresh = new Map<string, Port[]>();
    for (const id of this.nodes) {
      if (!this.records.has(id)) this.ports.delete(id);
      else
        fresh.set(
          id,
          (this.before.ports.get(id) ?? []).filter(({ cable }) => this.cables.get(cable.link.id) === cable),
        );
    }
    for (const cable of this.newCables)
      for (const { node, interface: one } of cable.ends) fresh.get(node.id)!.push({ interface: one, cable });
    for (const [id, ports] of fresh) {
      ports.sort((a, b) => byName(a.interface, b.interface));
      if (ports.some((port, at) => port.interface.name === ports[at - 1]?.interface.name)) return false;
      this.ports.set(id, ports);
    }
    return true;
  }
}

function makePlace(bare: BareSegment, prefixes: Prefixes, old: Place | undefined): Place {
  const addresses = addressSegment(bare, prefixes);
  const routed = routedSegment(bare, prefixes, addresses, old?.routed);
  return {
    bare,
    prefixes,
    given: new Map(bare.members.map((member, at) => [member.interface, addresses[at]!])),
    routed,
    shown: keep(old?.shown, shownSegment(bare, prefixes)),
  };
}

function shownSegment({ id, members, bridges, lan }: BareSegment, { ipv4, ipv6 }: Prefixes): Segment {
  return {
    id,
    ...(ipv4 && { ipv4: formatPrefixed(ipv4) }),
    ...(ipv6 && { ipv6: formatPrefixed(ipv6) }),
    members: members.filter(({ node }) => !node.outside).map(({ node, interface: one }) => ({ node: node.id, interface: one.name })),
    switches: bridges.map((node) => node.id),
    ...(lan && { lan }),
  };
}
