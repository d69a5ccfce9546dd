/**
 * The scene: what is on the canvas, indexed, and what of it must be painted again. Plain classes, nothing reactive: the model
 * tells what changed, and the work is as large as the change.
 */
import type { TopologyDiff } from '../../electron/shared/topology/diff';
import type { NodeKind, TopologyLink, TopologyNode } from '../../electron/shared/topology/schema';
import type { WantedLab } from '../../electron/engine/wanted';
import { cableBox, cableLine, middleOf, mostParallel } from './cable';
import { Damage } from './damage';
import { boxAround, boxOf, grow, overlaps, union } from './geometry';
import type { Box, Point } from './geometry';
import { Grid } from './grid';
import { emptiestSide, LinkItem, NodeItem } from './items';
import { linkView, nodeView, prefixesOf, sameView, statusOf } from './mapping';
import type { Sources, Status } from './mapping';
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
  private readonly records = new Map<string, TopologyNode>();
  private readonly linkRecords = new Map<string, TopologyLink>();
  private readonly bundles = new Map<string, LinkItem[]>();
  private readonly settling = new Settling();
  private readonly unsettled = new Set<NodeItem | LinkItem>();
  private readonly moved = new Set<string>();
  private status: Status = statusOf(undefined);
  private wanted: WantedLab | undefined;
  private prefixes: ReadonlyMap<string, string> = new Map();

  constructor(
    readonly model: CanvasModel,
    ask: () => void,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.damage = new Damage(ask);
    this.whole();
  }

  apply(change: CanvasChange): void {
    if (change.kind === 'whole') this.whole();
    else if (change.kind === 'document') this.document(change.diff);
    else if (change.kind === 'observed') for (const id of change.nodes) this.refresh(id);
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
      const position = this.records.get(id)?.position;
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
    if (node) this.markNode(node);
    if (link) this.markLink(link);
    if (also) this.markBox(grow(boxOf(also, also), 24 / this.viewport.view.scale));
  }

  private markBox(box: Box): void {
    const [a, b] = [this.viewport.toScreen({ x: box.x0, y: box.y0 }), this.viewport.toScreen({ x: box.x1, y: box.y1 })];
    this.damage.add({ x0: a.x, y0: a.y, x1: b.x, y1: b.y });
  }

  private markNode(node: NodeItem): void {
    const { scale } = this.viewport.view;
    this.markBox(grow(node.box(), 20));
    if (this.viewport.level === 'far') return;
    const { x, y } = this.viewport.toScreen(node);
    this.damage.add(boxAround(x, y, labelReach(node, scale), 40 * scale + 40));
  }

  private markLink(link: LinkItem): void {
    // Names and prefixes along a cable stand beside it, and the ones of its neighbours may give way or come back.
    this.markBox(grow(cableBox(link.line), this.viewport.level === 'near' ? 96 : 16));
  }

  private markDraft(): void {
    const { cable, placing } = this.draft;
    const from = cable && this.nodes.get(cable.from);
    if (from && cable) this.markBox(grow(boxOf(from, cable.to), 24 / Math.min(1, this.viewport.view.scale)));
    if (cable?.target) this.mark(cable.target);
    if (from) this.markNode(from);
    if (placing) this.markBox(grow(boxOf(placing.at, placing.at), 48));
  }

  private whole(): void {
    for (const map of [this.nodes, this.links, this.records, this.linkRecords, this.bundles]) map.clear();
    for (const set of [this.unsettled, this.changing, this.moved]) set.clear();
    this.nodeGrid.clear();
    this.linkGrid.clear();
    this.hover = undefined;
    this.status = statusOf(this.model.lab());
    this.wanted = this.model.wanted();
    this.prefixes = prefixesOf(this.wanted);
    const { nodes, links } = this.model.topology();
    for (const node of nodes) this.addNode(node);
    for (const link of links) this.addLink(link);
    for (const bundle of this.bundles.values()) this.lines(bundle);
    for (const node of this.nodes.values()) {
      node.side = emptiestSide(node);
      this.refreshNode(node);
    }
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
    for (const id of this.wantedChanges()) touched.add(id);
    for (const id of touched) this.refresh(id);
    this.revision++;
  }

  private addNode(record: TopologyNode): void {
    const { id, kind, position } = record;
    this.records.set(id, record);
    const node = new NodeItem(id, kind, position.x, position.y, nodeView(record, 0, this.sources()));
    node.shown = node.view.state === 'changing' ? 'planned' : node.view.state;
    this.nodes.set(id, node);
    this.nodeGrid.put(node, node.box());
    this.markNode(node);
  }

  private changeNode(record: TopologyNode): void {
    const node = this.nodes.get(record.id);
    if (!node) return this.addNode(record);
    this.records.set(record.id, record);
    this.markNode(node);
    node.kind = record.kind;
    this.moved.delete(record.id);
    this.place(record.id, record.position.x, record.position.y);
  }

  private removeNode(id: string): void {
    const node = this.nodes.get(id);
    if (!node) return;
    for (const link of [...node.links]) this.removeLink(link.id);
    this.markNode(node);
    this.nodes.delete(id);
    this.records.delete(id);
    this.nodeGrid.remove(node);
    this.forget(node);
  }

  private addLink(record: TopologyLink): void {
    this.linkRecords.set(record.id, record);
    const [a, b] = [this.nodes.get(record.ends[0].node), this.nodes.get(record.ends[1].node)];
    if (!a || !b || this.links.has(record.id)) return;
    const link = new LinkItem(record.id, a, b, this.viewOf(record), cableLine(a, b, 0, 1));
    link.shown = link.view.state === 'changing' ? 'planned' : link.view.state;
    this.links.set(link.id, link);
    a.links.add(link);
    b.links.add(link);
    const key = bundleKey(link);
    const bundle = this.bundles.get(key);
    if (bundle) bundle.push(link);
    else this.bundles.set(key, [link]);
  }

  private removeLink(id: string): void {
    const link = this.links.get(id);
    if (!link) return;
    this.markLink(link);
    this.links.delete(id);
    this.linkRecords.delete(id);
    this.linkGrid.remove(link);
    link.a.links.delete(link);
    link.b.links.delete(link);
    const key = bundleKey(link);
    const rest = (this.bundles.get(key) ?? []).filter((one) => one !== link);
    if (rest.length > 0) this.bundles.set(key, rest);
    else this.bundles.delete(key);
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
    this.markNode(node);
    node.x = x;
    node.y = y;
    this.nodeGrid.put(node, node.box());
    this.markNode(node);
  }

  /** Lines and label sides of nodes that moved or got or lost a cable, and of their neighbours. */
  private settleLines(ids: Iterable<string>): void {
    const bundles = new Set<LinkItem[]>();
    const nodes = new Set<NodeItem>();
    for (const id of ids) {
      const node = this.nodes.get(id);
      if (!node) continue;
      nodes.add(node);
      for (const link of node.links) {
        const bundle = this.bundles.get(bundleKey(link));
        if (bundle) bundles.add(bundle);
        nodes.add(link.other(node));
      }
    }
    for (const bundle of bundles) this.lines(bundle);
    for (const node of nodes) {
      const side = emptiestSide(node);
      if (side === node.side) continue;
      this.markNode(node);
      node.side = side;
    }
    this.revision++;
  }

  private lines(bundle: LinkItem[]): void {
    const first = bundle[0];
    const lanes = bundle.length > mostParallel ? 1 : bundle.length;
    bundle.forEach((link, index) => {
      this.markLink(link);
      // All of a bundle are measured from the same end, so that lanes do not cross.
      const turned = first !== undefined && link.a !== first.a;
      const line = turned ? cableLine(link.b, link.a, index % lanes, lanes) : cableLine(link.a, link.b, index % lanes, lanes);
      link.line = turned
        ? { ...line, a: line.b, b: line.a, direction: { x: -line.direction.x, y: -line.direction.y }, lights: [line.lights[1], line.lights[0]] }
        : line;
      link.stands = bundle.length > mostParallel ? (index === 0 ? bundle.length : 0) : 1;
      if (link.line.loop) this.linkGrid.put(link, cableBox(link.line));
      else this.linkGrid.putLine(link, link.line.a, link.line.b, 4);
      this.markLink(link);
    });
  }

  private sources(): Sources {
    return { wanted: this.wanted ?? this.model.wanted(), observed: this.model.observed(), status: this.status, prefixes: this.prefixes };
  }
  private viewOf(record: TopologyLink) {
    return linkView(record, (id) => this.records.get(id), this.sources());
  }

  /** Nodes that the engine now wants otherwise, and places whose prefix changed: an edit reaches further than its diff. */
  private wantedChanges(): Set<string> {
    const [before, after] = [this.wanted, this.model.wanted()];
    const changed = new Set<string>();
    if (before === after) return changed;
    for (const [id, node] of after.nodes) if (before?.nodes.get(id) !== node) changed.add(id);
    for (const id of before?.nodes.keys() ?? []) if (!after.nodes.has(id)) changed.add(id);
    this.wanted = after;
    if (before?.segments !== after.segments) {
      const prefixes = prefixesOf(after);
      for (const [id, prefix] of prefixes) if (this.prefixes.get(id) !== prefix) changed.add(id);
      for (const id of this.prefixes.keys()) if (!prefixes.has(id)) changed.add(id);
      this.prefixes = prefixes;
    }
    return changed;
  }

  private lab(ids: readonly string[] | 'all'): void {
    const before = this.status;
    this.status = statusOf(this.model.lab());
    if (ids === 'all') for (const id of [...this.nodes.keys(), ...this.links.keys()]) this.refresh(id);
    else for (const id of new Set([...ids, ...before.changing, ...this.status.changing, ...before.failed.keys(), ...this.status.failed.keys()])) this.refresh(id);
  }

  private selected(): void {
    const before = this.selection;
    this.selection = this.model.selection();
    for (const id of before) if (!this.selection.has(id)) this.mark(id);
    for (const id of this.selection) if (!before.has(id)) this.mark(id);
  }

  /** Maps a node with its cables, or a link, again. */
  private refresh(id: string): void {
    const [node, link] = [this.nodes.get(id), this.links.get(id)];
    if (node) {
      this.refreshNode(node);
      for (const one of node.links) this.refreshLink(one);
    } else if (link) this.refreshLink(link);
  }

  private refreshNode(node: NodeItem): void {
    const record = this.records.get(node.id);
    if (!record) return;
    const view = nodeView(record, node.links.size, this.sources());
    if (!sameView(view, node.view)) {
      this.revision++;
      this.markNode(node);
      node.view = view;
      this.markNode(node);
    }
    this.settleItem(node);
  }

  private refreshLink(link: LinkItem): void {
    const record = this.linkRecords.get(link.id);
    if (!record) return;
    const view = this.viewOf(record);
    if (!sameView(view, link.view)) {
      this.revision++;
      link.view = view;
      this.markLink(link);
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

const bundleKey = ({ a, b }: LinkItem): string => (a.id < b.id ? `${a.id} ${b.id}` : `${b.id} ${a.id}`);

/** How far a node's label may reach to either side of its middle, CSS px. A letter is at most 0.7 of the type's size wide. */
export function labelReach({ view }: NodeItem, scale: number): number {
  const letters = Math.max(view.name.length, view.second?.text.length ?? 0);
  return 48 * scale + letters * 9.5 * Math.max(1, scale) + 12;
}
