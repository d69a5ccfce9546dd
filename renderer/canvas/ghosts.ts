/**
 * Ghosts: what the kernel has and nobody drew. A veth pair is a dotted cable beside the drawn ones; an interface that leads nowhere is a short dotted
 * line with a tag. They stand where their devices and cables leave room, and are laid out again with these.
 */
import { cableLine, mostParallel, noLine } from './cable';
import type { CableLine } from './cable';
import { movedBox, scaledBox } from './extents';
import { boxAround, boxOf, exitLength, grow, overlaps, segmentDistance, union } from './geometry';
import type { Box, Point } from './geometry';
import type { LinkItem, NodeItem, Side } from './items';
import type { GhostRecord } from './model';
import type { Viewport } from './viewport';

/** Side of the eye's plate, canvas px; half of it is how far a line reaches beyond its box. */
export const plateSize = 18;
/** From the silhouette to the middle of an interface's tag. */
const stubLength = 26;
/** Between the tags of one device; more than `mostTags` are one. */
const tagPitch = 22;
export const mostTags = 3;
/** How near to the line counts as on it, CSS px. */
const lineReach = 6;
/** A letter of an interface's name is at most so wide at 100 %, px of its size. */
const letter = 9;

export class GhostItem {
  line: CableLine = noLine;
  /** Hidden: another tag stands for it. */
  stands = true;

  constructor(
    readonly id: string,
    readonly record: GhostRecord,
    readonly a: NodeItem,
    /** Absent: it leads nowhere. */
    readonly b: NodeItem | undefined,
  ) {}

  /** Where its plate is, canvas px. */
  get plate(): Point {
    return this.b ? this.line.middle : this.line.b;
  }
  /** Box of its plate, canvas px. */
  box(): Box {
    return boxAround(this.plate.x, this.plate.y, plateSize / 2 + 2, plateSize / 2 + 2);
  }
  /** How far its drawing reaches, words too. Px of the picture from the drawing's origin. */
  extent(scale: number): Box {
    const letters = Math.max(...this.record.ends.map((end) => end.interface.length)) + 4;
    const drawn = union(boxOf(this.line.a, this.line.b), union(this.line.box, this.box()));
    return grow(scaledBox(drawn, scale), 16 * scale + letters * letter * Math.max(1, scale) + 16);
  }
}

/** What ghosts need to know of the rest of the drawing. */
export interface Surroundings {
  readonly viewport: Viewport;
  /** The device that something is drawn as. */
  nodeOf(id: string): NodeItem | undefined;
  /** The drawn cables between two devices. */
  between(a: NodeItem, b: NodeItem): readonly LinkItem[];
  /** A box of the picture, CSS px, is out of date. */
  damage(box: Box): void;
}

export class Ghosts {
  private readonly items = new Map<string, GhostItem>();
  private readonly byNode = new Map<NodeItem, GhostItem[]>();

  constructor(private readonly around: Surroundings) {}

  get(id: string): GhostItem | undefined {
    return this.items.get(id);
  }
  all(): Iterable<GhostItem> {
    return this.items.values();
  }
  of(node: NodeItem): readonly GhostItem[] {
    return this.byNode.get(node) ?? [];
  }

  /** Takes other ghosts, or the same ones on devices that are new. */
  read(records: readonly GhostRecord[]): void {
    for (const item of this.items.values()) this.repaint(item);
    this.items.clear();
    this.byNode.clear();
    for (const record of records) {
      const [a, b] = record.ends.map(({ node }) => this.around.nodeOf(node));
      // Between two behind one group nothing is seen.
      if (!a || (record.ends[1] && !b) || (a === b && a.kind === 'group')) continue;
      const item = new GhostItem(record.id, record, a, b);
      this.items.set(item.id, item);
      for (const node of new Set(b ? [a, b] : [a])) this.byNode.set(node, [...this.of(node), item]);
    }
    for (const item of this.items.values()) this.layOut(item);
    for (const item of this.items.values()) this.repaint(item);
  }

  /** What stands beside these devices was looked at anew. */
  follow(nodes: Iterable<NodeItem>): void {
    if (this.items.size === 0) return;
    const near = new Set<GhostItem>();
    for (const node of nodes) for (const item of this.of(node)) near.add(item);
    for (const item of near) {
      const before = item.extent(this.around.viewport.view.scale);
      const { line, stands } = item;
      this.layOut(item);
      if (same(line.a, item.line.a) && same(line.b, item.line.b) && stands === item.stands) continue;
      this.around.damage(movedBox(before, this.around.viewport.view));
      this.repaint(item);
    }
  }

  repaint(item: GhostItem): void {
    const { view } = this.around.viewport;
    this.around.damage(movedBox(item.extent(view.scale), view));
  }

  /** Those of which something is drawn in the boxes, CSS px of the picture. */
  within(boxes: readonly Box[]): GhostItem[] {
    if (this.items.size === 0) return [];
    const { view } = this.around.viewport;
    return [...this.items.values()].filter((item) => {
      const box = movedBox(item.extent(view.scale), view);
      return item.stands && boxes.some((one) => overlaps(one, box));
    });
  }

  /** The ghost at a canvas point. */
  at(p: Point): GhostItem | undefined {
    const reach = lineReach / this.around.viewport.view.scale;
    for (const item of this.items.values()) {
      if (!item.stands) continue;
      const { x, y } = item.plate;
      const half = plateSize / 2 + reach / 2;
      if (Math.abs(x - p.x) <= half && Math.abs(y - p.y) <= half) return item;
      const { a, b, loop } = item.line;
      const distance = loop ? Math.abs(Math.hypot(p.x - loop.centre.x, p.y - loop.centre.y) - loop.radius) : segmentDistance(p, a, b);
      if (distance <= reach) return item;
    }
    return undefined;
  }

  private layOut(item: GhostItem): void {
    const { a, b } = item;
    if (!b) return this.layOutTag(item);
    if (a === b) {
      item.line = cableLine(a, b, 0, 1);
      return;
    }
    const drawn = this.around.between(a, b).filter(({ bends }) => bends.length === 0);
    const lanes = drawn.length === 0 || drawn.length > mostParallel ? 1 : drawn.length;
    // Measured from the same end as the drawn ones, on their far side.
    const first = drawn[0]?.a ?? (a.id < b.id ? a : b);
    const before = this.of(a)
      .filter((other) => other.b && (other.a === b || other.b === b))
      .indexOf(item);
    const lane = before + (drawn.length === 0 ? 0 : lanes);
    const line = cableLine(first, first === a ? b : a, lane, lanes);
    item.line = first === a ? line : { ...line, a: line.b, b: line.a, lights: [line.lights[1], line.lights[0]], leaves: [line.leaves[1], line.leaves[0]] }; // prettier-ignore
  }

  private layOutTag(item: GhostItem): void {
    const { a } = item;
    const tags = this.of(a).filter((other) => !other.b);
    const place = tags.indexOf(item);
    item.stands = place < mostTags;
    const direction = emptiest(a);
    const out = exitLength(a.kind, { x: 0, y: 0 }, direction);
    const start = { x: a.x + direction.x * out, y: a.y + direction.y * out };
    const down = Math.min(place, mostTags) * tagPitch * (direction.y < 0 ? -1 : 1);
    const end = { x: start.x + direction.x * stubLength, y: start.y + direction.y * stubLength + down };
    item.line = { ...noLine, a: start, b: end, middle: end, direction, leaves: [direction, direction], length: stubLength, box: boxOf(start, end) }; // prettier-ignore
  }

  /** Of a device with more tags than are shown: how many the last one stands for. */
  hidden(item: GhostItem): number {
    const tags = item.b ? [] : this.of(item.a).filter((other) => !other.b);
    return tags.length > mostTags && tags[mostTags - 1] === item ? tags.length - mostTags : 0;
  }
}

const same = (a: Point, b: Point): boolean => a.x === b.x && a.y === b.y;

/** Where tags hang, in this order while there is a draw: beside the corners, so that a label has its side for itself. */
const directions = [25, 155, -25, -155, 65, 115, -65, -115].map((degrees) => {
  const angle = (degrees * Math.PI) / 180;
  return { x: Math.cos(angle), y: Math.sin(angle) };
});
/** A cable or label within 40° of a direction is in its way. */
const sector = Math.cos((40 * Math.PI) / 180);
const half = Math.SQRT1_2;
const sides: Readonly<Record<Side, Point>> = {
  below: { x: 0, y: 1 }, above: { x: 0, y: -1 }, right: { x: 1, y: 0 }, left: { x: -1, y: 0 },
  'below-right': { x: half, y: half }, 'below-left': { x: -half, y: half }, 'above-right': { x: half, y: -half }, 'above-left': { x: -half, y: -half },
}; // prettier-ignore

function emptiest(node: NodeItem): Point {
  const ways = [...node.links].map((link) => {
    const { x, y } = link.heading(node);
    const [dx, dy] = [x - node.x, y - node.y];
    const length = Math.hypot(dx, dy) || 1;
    return { x: dx / length, y: dy / length };
  });
  const inTheWay = (direction: Point): number =>
    [...ways, sides[node.side]].filter(({ x, y }) => x * direction.x + y * direction.y > sector).length;
  const counts = directions.map(inTheWay);
  return directions[counts.indexOf(Math.min(...counts))]!;
}
