/** One step of the structure: from what it was before to the drawing, looking again only at what an edit reaches. */
import type { Topology, TopologyLink, TopologyNode } from '../shared/topology/schema';
import type { Changes } from './changes';
import { givenTo, makePlace } from './place';
import type { Place } from './place';
import { assignPrefixes } from './prefixes';
import type { Ledger, Prefixes } from './prefixes';
import { byAge, byName, interfaceOf, isEdge, recordOf } from './records';
import type { NodeRecord } from './records';
import { graphOf } from './routes';
import { findSegments } from './segments';
import type { BareSegment, Cable } from './segments';
import type { Dirty, Port, Structure, Surroundings } from './structure';

/** What is not as it was. */
export interface Differences {
  readonly nodes: Changes<TopologyNode>;
  readonly links: Changes<TopologyLink>;
  /** Cables that are only cut or mended. */
  readonly flipped: readonly TopologyLink[];
  /** Ids that are held out, or no longer. */
  readonly held: ReadonlySet<string>;
  /** Ids of nodes that have a private file with another text. */
  readonly read: ReadonlySet<string>;
}

export class Advance implements Dirty {
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
  private ledger: Ledger | undefined;

  constructor(
    private readonly before: Structure,
    private readonly topology: Topology,
    private readonly samePools: boolean,
    private readonly differences: Differences,
  ) {
    for (const id of differences.read) this.nodes.add(id);
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
    // Where tables would be too long there are none, and a change of the graph is nobody's concern.
    if (graph !== this.before.graph && (graph.between || this.before.graph.between))
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
      cut: this.cutCables(),
      nodes,
      cables,
      ports,
      places,
      placeOfCable,
      placeOfBridge,
      graph,
      edges,
      ledger: { current: this.ledger },
      unsound: false,
    };
  }

  private cutCables(): ReadonlySet<string> {
    const { links, flipped } = this.differences;
    const cut = new Set(withFlipped(this.before.cut, [...links.fresh.values(), ...flipped]));
    for (const id of links.old.keys()) if (!links.fresh.has(id)) cut.delete(id);
    for (const { id } of flipped) this.links.add(id);
    return cut;
  }

  private changeNodes(): void {
    for (const id of this.differences.nodes.old.keys()) {
      this.records.delete(id);
      this.edges.delete(id);
      this.nodes.add(id);
      this.open(this.placeOfBridge.get(id));
      this.placeOfBridge.delete(id);
    }
    for (const [id, node] of this.differences.nodes.fresh) {
      const record = recordOf(this.topology.id, node);
      this.records.set(id, record);
      if (isEdge(record)) this.edges.set(id, record);
      this.nodes.add(id);
    }
    // Who is held, or no longer, takes its cables with it; the segments stay as they are.
    for (const id of this.differences.held) {
      this.links.add(id);
      this.nodes.add(id);
      const cable = this.before.cables.get(id);
      for (const { node } of cable?.ends ?? []) this.nodes.add(node.id);
      for (const port of this.before.ports.get(id) ?? []) this.touch(port.cable);
    }
  }

  private changeCables(): boolean {
    const again = new Map<string, TopologyLink>(this.differences.links.fresh);
    for (const id of this.differences.links.old.keys()) this.close(id);
    for (const id of [...this.differences.nodes.old.keys(), ...this.differences.nodes.fresh.keys()]) {
      for (const { cable } of this.before.ports.get(id) ?? []) {
        if (this.differences.links.old.has(cable.link.id)) continue;
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
    for (const id of this.differences.nodes.fresh.keys()) {
      const record = this.records.get(id)!;
      if (record.bridge) bridges.add(record);
    }
    const old = new Map<string, Place>();
    for (const place of this.opened) old.set(place.bare.id, place);
    const rest = this.before.places.filter((place) => !this.opened.has(place));
    const found = findSegments([...bridges], [...cables]);
    const ledger = this.samePools ? this.before.ledger.current : undefined;
    this.before.ledger.current = undefined;
    const own = ledger?.replace([...this.opened], found);
    if (!own) return this.assignAll(rest, found, old);
    this.ledger = ledger;
    const fresh = found.map((bare, at) => this.place(bare, own[at]!, old.get(bare.id)));
    return merge(rest, fresh);
  }

  /** Prefixes of all segments anew: somebody has to make way, or need not any more. */
  private assignAll(rest: readonly Place[], found: readonly BareSegment[], old: ReadonlyMap<string, Place>): Place[] {
    const known = new Map(rest.map((place) => [place.bare, place]));
    const all = [...known.keys(), ...found].sort(byAge);
    const { prefixes, ledger } = assignPrefixes(all, this.samePools ? this.before.pools : this.topology.pools);
    this.ledger = ledger;
    return all.map((bare, at) => {
      const place = known.get(bare);
      const own = prefixes[at]!;
      if (place && place.prefixes.ipv4 === own.ipv4 && place.prefixes.ipv6 === own.ipv6) return place;
      return this.place(bare, own, place ?? old.get(bare.id));
    });
  }

  private place(bare: BareSegment, prefixes: Prefixes, old: Place | undefined): Place {
    const fresh = makePlace(bare, prefixes, old);
    this.settle(fresh, old);
    return fresh;
  }

  private settle(place: Place, old: Place | undefined): void {
    for (const cable of place.bare.cables) this.placeOfCable.set(cable.link.id, place);
    for (const node of place.bare.bridges) this.placeOfBridge.set(node.id, place);
    for (const { node, interface: one } of place.bare.members) {
      if (!old || old.routed !== place.routed || givenTo(old, one) !== givenTo(place, one)) this.nodes.add(node.id);
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

/** Cut cables after some were cut or mended. */
export function withFlipped(cut: ReadonlySet<string>, links: Iterable<TopologyLink>): ReadonlySet<string> {
  const next = new Set(cut);
  for (const { id, up } of links) {
    if (up === false) next.add(id);
    else next.delete(id);
  }
  return next;
}

/** Two lists that are oldest first, as one. The second is short. */
function merge(rest: readonly Place[], fresh: readonly Place[]): Place[] {
  const all: Place[] = [];
  let at = 0;
  for (const place of fresh) {
    while (at < rest.length && byAge(rest[at]!.bare, place.bare) < 0) all.push(rest[at++]!);
    all.push(place);
  }
  while (at < rest.length) all.push(rest[at++]!);
  return all;
}
