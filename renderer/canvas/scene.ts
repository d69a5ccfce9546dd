/**
 * The scene: what is on the canvas, indexed, and what of it must be painted again. Plain classes, nothing reactive: the model
 * tells what changed, and the work is as large as the change.
 */
import type { TopologyDiff } from '../../electron/shared/topology/diff';
import type { NodeKind, TopologyLink, TopologyNode } from '../../electron/shared/topology/schema';
import { Bundles, layOut } from './bundles';
import { cableBox, cableLine, middleOf } from './cable';
import { Damage } from './damage';
import { Facts } from './facts';
import { boxAround, boxOf, grow, overlaps, union } from './geometry';
import type { Box, Point } from './geometry';
import { Grid } from './grid';
import { emptiestSide, LinkItem, NodeItem } from './items';
import type { Side } from './items';
import { sameView } from './mapping';
import { Marks } from './marks';
import type { CanvasChange, CanvasModel } from './model';
import { Settling } from './settling';
import { Viewport } from './viewport';

/** A gesture that is under way and drawn, but not yet an edit. */
export interface Draft {
  /** A cable being pulled: from a node to a place or to the node it would be plugged into. */
  cable: { from: string; to: Point; target: string | undefined } | undefined;
  /** A device about to be placed. */
  placing: { kind: NodeKind; at: Point } | undefined;
}
export interface Hover {
  id: string;
  /** The pointer is where a cable starts. */
  edge: Point | undefined;
}

export class Scene {
  readonly viewport = new Viewport();
  readonly damage: Damage;
  readonly nodes = new Map<string, NodeItem>();
  readonly links = new Map<string, LinkItem>();
  readonly draft: Draft = { cable: undefined, placing: undefined };
  hover: Hover | undefined;
  /** The node or link with visible keyboard focus. */
  focus: string | undefined;
  selection: ReadonlySet<string> = new Set();
  /** Grows with every change of what stands where or is called how; the layer of names follows it. */
  revision = 0;
  /** ms; when something drawn must be looked at again though nothing changed. */
  wake: number | undefined;

  private readonly nodeGrid = new Grid<NodeItem>();
  private readonly linkGrid = new Grid<LinkItem>();
  private readonly facts: Facts;
  private readonly marks: Marks;
  private readonly bundles = new Bundles();
  private readonly settling = new Settling();
  private readonly unsettled = new Set<NodeItem | LinkItem>();
  private readonly moved = new Set<string>();

  constructor(
    readonly model: CanvasModel,
    ask: () => void,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.damage = new Damage(ask);
    this.marks = new Marks(this.viewport, this.damage);
    this.facts = new Facts(model);
    this.whole();
  }

  apply(change: CanvasChange): void {
    if (change.kind === 'whole') this.whole();
    else if (change.kind === 'document') this.document(change.diff);
    else if (change.kind === 'observed') this.refresh(change.nodes);
    else if (change.kind === 'lab') this.lab(change.ids);
    else if (change.kind === 'selection') this.selected();
    else if (change.kind === 'layers') this.damage.all();
  }

  /** Nodes and links whose silhouettes or lines may touch a box of the canvas. */
  touching(box: Box): { nodes: NodeItem[]; links: LinkItem[] } {
    const nodes = [...this.nodeGrid.query(box, new Set())].filter((node) => overlaps(node.box(), box));
    const links = [...this.linkGrid.query(box, new Set())].filter((link) => link.stands > 0 && overlaps(grow(cableBox(link.line), 1), box));
    return { nodes, links };
  }

  /** Everything's box, or undefined for an empty lab. */
  bounds(): Box | undefined {
    let box: Box | undefined;
    for (const node of this.nodes.values()) box = box ? union(box, node.box()) : node.box();
    return box;
  }

  /** Box of a node, or of a link's middle. */
  boxOf(id: string): Box | undefined {
    const link = this.links.get(id);
    if (!link) return this.nodes.get(id)?.box();
    const { x, y } = middleOf(link.line);
    return boxAround(x, y, 12, 12);
  }

  /** Shows nodes elsewhere while they are dragged. What the document says comes back with `dropMoves`. */
  moveTo(positions: ReadonlyMap<string, Point>): void {
    for (const [id, { x, y }] of positions) {
      this.moved.add(id);
      this.place(id, x, y);
    }
    this.settleLines(positions.keys());
  }

  dropMoves(): void {
    const ids = [...this.moved];
    this.moved.clear();
    for (const id of ids) {
      const position = this.facts.nodes.get(id)?.position;
      if (position) this.place(id, position.x, position.y);
    }
    this.settleLines(ids);
  }

  setHover(hover: Hover | undefined): void {
    if (hover?.id === this.hover?.id && !hover?.edge && !this.hover?.edge) return;
    if (this.hover) this.mark(this.hover.id, this.hover.edge);
    this.hover = hover;
    if (hover) this.mark(hover.id, hover.edge);
  }

  setFocus(id: string | undefined): void {
    if (id === this.focus) return;
    if (this.focus) this.mark(this.focus);
    this.focus = id;
    if (id) this.mark(id);
  }

  setDraft(draft: Partial<Draft>): void {
    this.markDraft();
    Object.assign(this.draft, draft);
    this.markDraft();
  }

  /** Puts what is shown of "changing" in step with the clock; to be called once a frame. */
  settle(): void {
    this.wake = undefined;
    for (const item of [...this.unsettled]) this.settleItem(item);
  }

  /** What is shown as changing: its ring turns and its dashes move. */
  readonly changing = new Set<NodeItem | LinkItem>();

  /** Marks a node or link, with its label and rings, as out of date. */
  mark(id: string, also?: Point): void {
    const [node, link] = [this.nodes.get(id), this.links.get(id)];
    if (node) this.marks.node(node);
    if (link) this.marks.link(link);
    if (also) this.marks.box(grow(boxOf(also, also), 24 / this.viewport.view.scale));
  }

  private markDraft(): void {
    const { cable, placing } = this.draft;
    const from = cable && this.nodes.get(cable.from);
    if (from) {
      this.marks.node(from);
      this.marks.box(grow(boxOf(from, cable.to), 24 / Math.min(1, this.viewport.view.scale)));
    }
    if (cable?.target) this.mark(cable.target);
    if (placing) this.marks.box(grow(boxOf(placing.at, placing.at), 48));
  }

  private whole(): void {
    for (const map of [this.nodes, this.links, this.bundles]) map.clear();
    for (const set of [this.unsettled, this.changing, this.moved]) set.clear();
    this.nodeGrid.clear();
    this.linkGrid.clear();
    this.hover = undefined;
    this.facts.readAll();
    const { nodes, links } = this.model.topology();
    const cables = new Map<string, number>();
    for (const { ends } of links) for (const id of new Set(ends.map(({ node }) => node))) cables.set(id, (cables.get(id) ?? 0) + 1);
    for (const node of nodes) this.addNode(node, cables.get(node.id));
    for (const link of links) this.addLink(link);
    for (const bundle of this.bundles.all()) this.lines(bundle);
    for (const node of this.nodes.values()) {
      node.side = this.sideOf(node);
      this.settleItem(node);
    }
    for (const link of this.links.values()) this.settleItem(link);
    this.selection = this.model.selection();
    if (this.focus && !this.nodes.has(this.focus) && !this.links.has(this.focus)) this.focus = undefined;
    this.revision++;
    this.damage.all();
  }

  private document(diff: TopologyDiff): void {
    const touched = new Set<string>();
    const touchEnds = (link: TopologyLink) => link.ends.forEach((end) => touched.add(end.node));
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
      touched.add(node.id);
    }
    for (const [before, link] of diff.links?.changed ?? []) {
      touchEnds(before);
      const ends = this.links.get(link.id);
      if (ends?.a.id !== link.ends[0].node || ends.b.id !== link.ends[1].node) this.removeLink(link.id);
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
    this.revision++;
  }

  private addNode(record: TopologyNode, cables = 0): void {
    const { id, kind, position } = record;
    this.facts.nodes.set(id, record);
    const node = new NodeItem(id, kind, position.x, position.y, this.facts.nodeView(record, cables));
    node.shown = node.view.state === 'changing' ? 'planned' : node.view.state;
    this.nodes.set(id, node);
    this.nodeGrid.put(node, node.box());
    this.marks.node(node);
  }

  private changeNode(record: TopologyNode): void {
    const node = this.nodes.get(record.id);
    if (!node) return this.addNode(record);
    this.facts.nodes.set(record.id, record);
    this.marks.node(node);
    node.kind = record.kind;
    this.moved.delete(record.id);
    this.place(record.id, record.position.x, record.position.y);
  }

  private removeNode(id: string): void {
    const node = this.nodes.get(id);
    if (!node) return;
    for (const link of [...node.links]) this.removeLink(link.id);
    this.marks.node(node);
    this.nodes.delete(id);
    this.facts.nodes.delete(id);
    this.nodeGrid.remove(node);
    this.forget(node);
  }

  private addLink(record: TopologyLink): void {
    this.facts.links.set(record.id, record);
    const [a, b] = [this.nodes.get(record.ends[0].node), this.nodes.get(record.ends[1].node)];
    if (!a || !b || this.links.has(record.id)) return;
    const link = new LinkItem(record.id, a, b, this.facts.linkView(record), cableLine(a, b, 0, 1));
    link.shown = link.view.state === 'changing' ? 'planned' : link.view.state;
    this.links.set(link.id, link);
    a.links.add(link);
    b.links.add(link);
    this.bundles.add(link);
  }

  private removeLink(id: string): void {
    const link = this.links.get(id);
    if (!link) return;
    this.marks.link(link);
    this.links.delete(id);
    this.facts.links.delete(id);
    this.linkGrid.remove(link);
    link.a.links.delete(link);
    link.b.links.delete(link);
    this.bundles.remove(link);
    this.forget(link);
  }

  private forget(item: NodeItem | LinkItem): void {
    this.settling.forget(item.id);
    this.unsettled.delete(item);
    this.changing.delete(item);
    if (this.hover?.id === item.id) this.hover = undefined;
    if (this.focus === item.id) this.focus = undefined;
  }

  private place(id: string, x: number, y: number): void {
    const node = this.nodes.get(id);
    if (!node) return;
    this.marks.node(node);
    node.x = x;
    node.y = y;
    this.nodeGrid.put(node, node.box());
    this.marks.node(node);
  }

  /** Lines and label sides of nodes that moved or got or lost a cable, and of their neighbours. */
  private settleLines(ids: Iterable<string>): void {
    const bundles = new Set<readonly LinkItem[]>();
    const nodes = new Set<NodeItem>();
    for (const id of ids) {
      const node = this.nodes.get(id);
      if (!node) continue;
      nodes.add(node);
      for (const link of node.links) {
        bundles.add(this.bundles.of(link));
        nodes.add(link.other(node));
      }
    }
    for (const bundle of bundles) this.lines(bundle);
    for (const node of nodes) {
      const side = this.sideOf(node);
      if (side === node.side) continue;
      this.marks.node(node);
      node.side = side;
    }
    this.revision++;
  }

  private sideOf(node: NodeItem): Side {
    return emptiestSide(node, (box) => this.touching(box).nodes.filter((other) => other !== node).length);
  }

  private lines(bundle: readonly LinkItem[]): void {
    for (const link of bundle) this.marks.link(link);
    layOut(bundle);
    for (const link of bundle) {
      if (link.line.loop) this.linkGrid.put(link, cableBox(link.line));
      else this.linkGrid.putLine(link, link.line.a, link.line.b, 4);
      this.marks.link(link);
    }
  }

  private lab(ids: readonly string[] | 'all'): void {
    const concerned = this.facts.readLab();
    this.refresh(ids === 'all' ? [...this.nodes.keys(), ...this.links.keys()] : new Set([...ids, ...concerned]));
  }

  private selected(): void {
    const before = this.selection;
    this.selection = this.model.selection();
    for (const id of before) if (!this.selection.has(id)) this.mark(id);
    for (const id of this.selection) if (!before.has(id)) this.mark(id);
  }

  /** Maps nodes with their cables, and links, again: each once. */
  private refresh(ids: Iterable<string>): void {
    const links = new Set<LinkItem>();
    for (const id of ids) {
      const [node, link] = [this.nodes.get(id), this.links.get(id)];
      if (link) links.add(link);
      if (!node) continue;
      this.refreshNode(node);
      for (const one of node.links) links.add(one);
    }
    for (const link of links) this.refreshLink(link);
  }

  private refreshNode(node: NodeItem): void {
    const record = this.facts.nodes.get(node.id);
    if (!record) return;
    const view = this.facts.nodeView(record, node.links.size);
    if (!sameView(view, node.view)) {
      this.revision++;
      this.marks.node(node);
      node.view = view;
      this.marks.node(node);
    }
    this.settleItem(node);
  }

  private refreshLink(link: LinkItem): void {
    const record = this.facts.links.get(link.id);
    if (!record) return;
    const view = this.facts.linkView(record);
    if (!sameView(view, link.view)) {
      this.revision++;
      link.view = view;
      this.marks.link(link);
    }
    this.settleItem(link);
  }

  private settleItem(item: NodeItem | LinkItem): void {
    const { state, wake } = this.settling.resolve(item.id, item.view.state, item.shown, this.now());
    if (wake === undefined) this.unsettled.delete(item);
    else {
      this.unsettled.add(item);
      this.wake = Math.min(this.wake ?? Infinity, wake);
    }
    if (state === 'changing') this.changing.add(item);
    else this.changing.delete(item);
    if (state === item.shown) return;
    item.shown = state;
    this.mark(item.id);
  }
}
