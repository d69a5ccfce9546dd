/**
 * The scene: what is on the canvas, indexed, and what of it must be painted again. Plain classes, nothing reactive: the model
 * tells what changed, and the work is as large as the change.
 */
import type { TopologyDiff } from '../../electron/shared/topology/diff';
import type { TopologyArea, TopologyBackground, TopologyLink, TopologyNode } from '../../electron/shared/topology/schema';
import { Bundles } from './bundles';
import { Carried } from './carried';
import { noLine } from './cable';
import { Damage } from './damage';
import { Attention } from './attention';
import type { Draft, Hover } from './draft';
import { movedBox } from './extents';
import { Facts } from './facts';
import { Folded } from './folded';
import type { FoldedGroup } from './folded';
import { boxAround } from './geometry';
import type { Box, Point } from './geometry';
import { Ghosts } from './ghosts';
import { boundsOf, LinkItem, NodeItem } from './items';
import { Lines } from './lines';
import { lettersOf, sameView } from './mapping';
import type { LinkView, NodeView } from './mapping';
import { Marks } from './marks';
import type { Item } from './marks';
import type { CanvasChange, CanvasModel } from './model';
import { Places } from './places';
import { Settling } from './settling';
import { Viewport } from './viewport';

const noAreas: readonly TopologyArea[] = [];

export class Scene {
  readonly viewport = new Viewport();
  readonly damage: Damage;
  readonly marks: Marks;
  readonly nodes = new Map<string, NodeItem>();
  readonly links = new Map<string, LinkItem>();
  readonly attention: Attention;
  readonly ghosts: Ghosts;
  selection: ReadonlySet<string> = new Set();
  /** Grows with every change of what stands where or is called how; the layer of names follows it. */
  revision = 0;
  /** Letters in the longest text that there was; how far from its place the words of anything may reach. */
  longest = 0;
  readonly settling = new Settling();

  /** What lies under the network. */
  areas = noAreas;
  background: TopologyBackground | undefined;
  private folded = new Folded({ nestwork: 1, id: 'none', name: 'none', nodes: [], links: [] });
  private readonly places = new Places();
  private readonly facts: Facts;
  private readonly bundles = new Bundles();
  private readonly carried: Carried;
  private readonly lines: Lines;
  private made = 0;

  constructor(
    readonly model: CanvasModel,
    ask: () => void,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.damage = new Damage(ask);
    this.marks = new Marks(ask);
    this.facts = new Facts(model);
    this.attention = new Attention({
      scale: () => this.viewport.view.scale,
      nodeAt: (id) => this.nodes.get(id),
      named: (id) => this.markNamed(id),
      repaint: (id) => this.repaint(id),
      box: (box) => this.damage.add(this.viewport.boxToScreen(box)),
    });
    this.ghosts = new Ghosts({
      viewport: this.viewport,
      nodeOf: (id) => this.nodes.get(this.folded.as(id)),
      between: (a, b) => this.bundles.between(a, b),
      damage: (box) => this.damage.add(box),
    });
    this.lines = new Lines(this.nodes, this.bundles, this.places, this.marks);
    this.carried = new Carried(
      { nodes: this.nodes, links: this.links, place: this.place.bind(this), settleLines: this.settleLines.bind(this) },
      this.facts,
    );
    this.whole();
  }

  apply(change: CanvasChange): void {
    if (change.kind === 'whole') this.whole();
    else if (change.kind === 'document') this.document(change.diff);
    else if (change.kind === 'observed') this.refresh(change.nodes);
    else if (change.kind === 'lab') this.lab(change.ids);
    else if (change.kind === 'selection') this.selected();
    else if (change.kind === 'layers') this.damage.all();
    else if (change.kind === 'ghosts') this.readGhosts();
  }

  /** Nodes and links whose silhouettes or lines may touch a box of the canvas. */
  touching(box: Box): { nodes: NodeItem[]; links: LinkItem[] } {
    return this.places.touching(box);
  }

  /** Everything's box, or undefined for an empty lab. */
  bounds = (): Box | undefined => boundsOf(this.nodes.values(), this.links.values());
  /** The box of some nodes and links; undefined if there are none of them. */
  boxAround(ids: readonly string[]): Box | undefined {
    const links = ids.flatMap((id) => this.links.get(id) ?? []);
    const nodes = ids.flatMap((id) => this.nodes.get(id) ?? []);
    return boundsOf([...nodes, ...links.flatMap(({ a, b }) => [a, b])], links);
  }
  /** Box of a node or a ghost's plate, or of a link's middle. */
  boxOf(id: string): Box | undefined {
    const link = this.links.get(id);
    return link ? boxAround(link.line.middle.x, link.line.middle.y, 12, 12) : (this.nodes.get(id)?.box() ?? this.ghosts.get(id)?.box());
  }

  /** Shows nodes elsewhere while they are dragged. What the document says comes back with `dropMoves`. */
  moveTo = (positions: ReadonlyMap<string, Point>): void => this.carried.moveTo(positions);
  /** Shows a cable bent otherwise while it is dragged, until `dropMoves`. */
  bendTo = (id: string, bends: readonly Point[]): void => this.carried.bendTo(id, bends);
  dropMoves = (): void => this.carried.drop();

  get hover(): Hover | undefined {
    return this.attention.hover;
  }
  get focus(): string | undefined {
    return this.attention.focus;
  }
  get draft(): Draft {
    return this.attention.draft;
  }
  setHover = (hover: Hover | undefined): void => this.attention.setHover(hover);
  setFocus = (id: string | undefined): void => this.attention.setFocus(id);
  setDraft = (draft: Partial<Draft>): void => this.attention.setDraft(draft);

  /** Puts what is shown of "changing" in step with the clock; to be called once a frame. */
  settle(): void {
    this.settling.wake = undefined;
    for (const item of [...this.settling.open]) this.settleItem(item);
  }

  /** Marks what is drawn of a node, link or ghost as out of date, where it is. */
  repaint(id: string): void {
    const ghost = this.ghosts.get(id);
    if (ghost) return this.ghosts.repaint(ghost);
    const drawn = (this.nodes.get(id) ?? this.links.get(id))?.drawn;
    if (drawn) this.damage.add(movedBox(drawn.box, this.viewport.view));
  }

  /** Marks a node or link, and the words of its cables: they stand out while it is pointed at or selected. */
  private markNamed(id: string): void {
    const item = this.nodes.get(id) ?? this.links.get(id);
    if (!item) return this.repaint(id);
    this.marks.item(item);
    if (item instanceof NodeItem) for (const link of item.links) this.marks.words(link);
  }

  private whole(): void {
    for (const map of [this.nodes, this.links, this.bundles]) map.clear();
    for (const set of [this.settling, this.carried, this.lines]) set.clear();
    this.places.clear();
    this.attention.hover = undefined;
    this.longest = 0;
    this.made = 0;
    this.marks.everything();
    this.facts.readAll();
    const topology = this.model.topology();
    const { nodes, links } = topology;
    this.readGround();
    this.folded = new Folded(topology);
    const cables = this.folded.cables(links);
    for (const node of nodes) {
      if (this.folded.as(node.id) === node.id) this.addNode(node, cables.get(node.id));
      else this.facts.nodes.set(node.id, node);
    }
    for (const group of this.folded.groups) this.addNode(group, cables.get(group.id));
    for (const link of links) this.addLink(link);
    for (const bundle of this.bundles.all()) this.lines.layOut(bundle);
    for (const node of this.nodes.values()) this.settleItem(node);
    for (const link of this.links.values()) this.settleItem(link);
    this.selection = this.model.selection();
    this.readGhosts();
    if (this.focus && !this.has(this.focus)) this.attention.focus = undefined;
    this.lines.clear();
    this.revision++;
    this.damage.all();
  }

  /** A node, link or ghost of this id is drawn. */
  has(id: string): boolean {
    return this.nodes.has(id) || this.links.has(id) || this.ghosts.get(id) !== undefined;
  }

  private readGhosts(): void {
    this.ghosts.read(this.model.ghosts?.() ?? []);
    if (this.hover && !this.has(this.hover.id)) this.attention.hover = undefined;
    this.revision++;
  }

  private readGround(): void {
    const { areas = noAreas, background } = this.model.topology();
    if (areas === this.areas && background === this.background) return;
    [this.areas, this.background] = [areas, background];
    this.damage.all();
  }

  private document(diff: TopologyDiff): void {
    // Who is behind a group is rarely another: then all is looked at anew.
    const whose = [...(diff.nodes?.added ?? []), ...(diff.nodes?.removed ?? [])];
    if (diff.groups || whose.some(({ id }) => this.folded.names(id))) return this.whole();
    this.readGround();
    const touched = new Set<string>();
    const touchEnds = (link: TopologyLink) => link.ends.forEach((end) => touched.add(this.folded.as(end.node)));
    for (const link of diff.links?.removed ?? []) {
      touchEnds(link);
      this.removeLink(link.id);
    }
    for (const node of diff.nodes?.removed ?? []) this.removeNode(node.id);
    for (const node of diff.nodes?.added ?? []) {
      if (this.nodes.has(node.id)) this.changeNode(node);
      else this.addNode(node);
      touched.add(node.id);
    }
    for (const [, node] of diff.nodes?.changed ?? []) {
      this.changeNode(node);
      touched.add(this.folded.as(node.id));
    }
    for (const group of this.folded.moved((diff.nodes?.changed ?? []).map(([, { id }]) => id), this.facts.nodes)) this.changeGroup(group); // prettier-ignore
    for (const [before, link] of diff.links?.changed ?? []) {
      touchEnds(before);
      const ends = this.links.get(link.id);
      const [a, b] = link.ends.map(({ node }) => this.folded.as(node));
      if (ends?.a.id !== a || ends?.b.id !== b) this.removeLink(link.id);
      this.addLink(link);
      touchEnds(link);
    }
    for (const link of diff.links?.added ?? []) {
      this.addLink(link);
      touchEnds(link);
    }
    this.settleLines(touched);
    for (const id of this.facts.readWanted()) touched.add(id);
    this.refresh(touched);
    if (whose.length > 0) this.readGhosts();
    this.revision++;
  }

  private addNode(record: TopologyNode | FoldedGroup, cables = 0): void {
    const { id, kind, position } = record;
    if (record.kind === 'group') this.facts.groups.set(id, record);
    else this.facts.nodes.set(id, record);
    const node = new NodeItem(this.made++, id, kind, position.x, position.y, this.facts.nodeView(record, cables), this.places.sideOf);
    node.shown = node.view.state === 'changing' ? 'planned' : node.view.state;
    this.nodes.set(id, node);
    this.places.put(node);
    this.lengthen(node);
    this.marks.item(node);
  }

  private changeGroup(group: FoldedGroup): void {
    this.facts.groups.set(group.id, group);
    this.carried.forget(group.id);
    this.place(group.id, group.position.x, group.position.y);
  }

  private changeNode(record: TopologyNode): void {
    if (this.folded.as(record.id) !== record.id) return void this.facts.nodes.set(record.id, record);
    const node = this.nodes.get(record.id);
    if (!node) return this.addNode(record);
    this.facts.nodes.set(record.id, record);
    node.kind = record.kind;
    this.carried.forget(record.id);
    this.place(record.id, record.position.x, record.position.y);
  }

  private removeNode(id: string): void {
    const node = this.nodes.get(id);
    if (!node) return;
    for (const link of [...node.links]) this.removeLink(link.id);
    this.lines.disturb(node);
    this.nodes.delete(id);
    this.facts.nodes.delete(id);
    this.places.removeNode(node);
    this.forget(node);
  }

  private addLink(record: TopologyLink): void {
    this.facts.links.set(record.id, record);
    const [a, b] = record.ends.map(({ node }) => this.nodes.get(this.folded.as(node)));
    const bends = record.bends ?? [];
    const known = this.links.get(record.id);
    if (known) known.bends = bends;
    // Between two behind one group nothing is seen.
    if (!a || !b || known || (a === b && a.kind === 'group')) return;
    const link = new LinkItem(this.made++, record.id, a, b, this.facts.linkView(record), noLine, bends);
    link.shown = link.view.state === 'changing' ? 'planned' : link.view.state;
    this.lengthen(link);
    this.links.set(link.id, link);
    a.links.add(link);
    b.links.add(link);
    this.bundles.add(link);
  }

  private removeLink(id: string): void {
    const link = this.links.get(id);
    this.facts.links.delete(id);
    if (!link) return;
    this.links.delete(id);
    this.places.removeLink(link);
    link.a.links.delete(link);
    link.b.links.delete(link);
    this.bundles.remove(link);
    this.lines.disturbEnds(link);
    this.forget(link);
  }

  private forget(item: Item): void {
    this.marks.remove(item);
    this.settling.forget(item);
    this.attention.forget(item.id);
  }

  private place(id: string, x: number, y: number): void {
    const node = this.nodes.get(id);
    if (!node) return;
    this.lines.disturb(node);
    node.x = x;
    node.y = y;
    this.places.put(node);
    this.lines.disturb(node);
    this.marks.item(node);
  }

  /** Lines of nodes that moved or got or lost a cable. */
  private settleLines(ids: Iterable<string>): void {
    this.ghosts.follow(this.lines.settle(ids));
    this.revision++;
  }

  private lab(ids: readonly string[] | 'all'): void {
    const concerned = this.facts.readLab();
    this.refresh(ids === 'all' ? [...this.nodes.keys(), ...this.links.keys()] : new Set([...ids, ...concerned]));
  }

  private selected(): void {
    const before = this.selection;
    this.selection = this.model.selection();
    for (const id of before) if (!this.selection.has(id)) this.markNamed(id);
    for (const id of this.selection) if (!before.has(id)) this.markNamed(id);
  }

  /** Maps nodes with their cables, and links, again: each once. */
  private refresh(ids: Iterable<string>): void {
    const links = new Set<LinkItem>();
    for (const one of ids) {
      const id = this.folded.as(one);
      const [node, link] = [this.nodes.get(id), this.links.get(id)];
      if (link) links.add(link);
      if (!node) continue;
      this.refreshNode(node);
      for (const link of node.links) links.add(link);
    }
    for (const link of links) this.refreshLink(link);
  }

  private refreshNode(node: NodeItem): void {
    const record = this.facts.nodes.get(node.id) ?? this.facts.groups.get(node.id);
    if (record) this.renew(node, this.facts.nodeView(record, node.links.size));
  }

  private refreshLink(link: LinkItem): void {
    const record = this.facts.links.get(link.id);
    if (record) this.renew(link, this.facts.linkView(record));
  }

  private renew<T extends NodeView | LinkView>(item: Item & { view: T }, view: T): void {
    if (!sameView(view, item.view)) {
      this.revision++;
      item.view = view;
      this.lengthen(item);
      this.marks.item(item);
    }
    this.settleItem(item);
  }

  private settleItem(item: Item): void {
    if (this.settling.show(item, this.now())) this.marks.item(item);
  }

  private lengthen({ view }: Item): void {
    this.longest = Math.max(this.longest, lettersOf(view));
  }
}
