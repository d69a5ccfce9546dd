/** What the scene holds: one item per node and link, with its place, its record to draw and its neighbours. */
import type { CableLine } from './cable';
import { boxAround, crosses, silhouettes, union } from './geometry';
import type { Box, DrawnKind, Point } from './geometry';
import type { Flows } from './flows';
import type { Label } from './labels';
import type { DrawnState, LinkView, NodeView } from './mapping';

/** On which side of its device a label stands; between two of them, beside a cable, where all four have one. */
export type Side = 'below' | 'right' | 'left' | 'above' | Corner;
type Corner = `${'below' | 'above'}-${'left' | 'right'}`;

/**
 * What layout found out about an item: how far its drawing reaches, and its words. Px of the picture from the drawing's origin, at the
 * scale and with the layers of one round of layout; a pan changes none of it.
 */
export interface Drawn {
  readonly round: number;
  box: Box;
  words: readonly Label[];
  /** What the words of others keep clear of: its own words, and its silhouette. */
  blocks: readonly Box[];
}

export class NodeItem {
  readonly links = new Set<LinkItem>();
  /** What is drawn now; follows `view.state`, but "changing" only when it lasts. */
  shown: DrawnState = 'planned';
  drawn: Drawn | undefined;

  /** Later ones are drawn over earlier ones: `order` grows. */
  constructor(
    readonly order: number,
    readonly id: string,
    public kind: DrawnKind,
    public x: number,
    public y: number,
    public view: NodeView,
    private readonly findSide: (node: NodeItem) => Side,
  ) {}

  private known: Side | undefined;
  /** Of its label. Found out when it is asked for: from afar nobody asks. */
  get side(): Side {
    return (this.known ??= this.findSide(this));
  }
  /** Looks for it again, if anybody has asked. True if it is another. */
  turnLabel(): boolean {
    const before = this.known;
    if (before !== undefined) this.known = this.findSide(this);
    return this.known !== before;
  }

  /** A sign stands at one of its corners. */
  get hasSign(): boolean {
    return (
      this.shown === 'failed' ||
      this.shown === 'changing' ||
      this.view.problem ||
      this.view.change !== undefined ||
      (this.shown === 'up' && this.view.differs)
    );
  }

  /** The silhouette's box. */
  box(): Box {
    const { width, height } = silhouettes[this.kind];
    return boxAround(this.x, this.y, width / 2, height / 2);
  }
}

export class LinkItem {
  shown: DrawnState = 'planned';
  /** 0: another cable of the bundle is drawn for it. 1: itself. More: it stands for that many. */
  stands = 1;
  /** Traffic, while its layer is on. */
  flows: Flows | undefined;
  drawn: Drawn | undefined;

  constructor(
    readonly order: number,
    readonly id: string,
    readonly a: NodeItem,
    readonly b: NodeItem,
    public view: LinkView,
    public line: CableLine,
    /** From a to b, canvas px. */
    public bends: readonly Point[] = [],
  ) {}

  /** What the cable leaves a device towards: its next bend, or the other device. */
  heading(node: NodeItem): Point {
    return (node === this.a ? this.bends[0] : this.bends.at(-1)) ?? this.other(node);
  }

  other(node: NodeItem): NodeItem {
    return node === this.a ? this.b : this.a;
  }
}

/** The box of devices and bends; undefined if there is nothing. */
export function boundsOf(nodes: Iterable<NodeItem>, links: Iterable<LinkItem>): Box | undefined {
  let box: Box | undefined;
  for (const node of nodes) box = box ? union(box, node.box()) : node.box();
  for (const { line } of links) if (line.through.length > 0) box = box ? union(box, line.box) : line.box;
  return box;
}

/** From the middle of a device to a label between two sides, canvas px: past half a cable and its light. */
export const besideCable = 8;
/** Left first: the names of a cable's interfaces stand on its right. */
const corners: readonly Corner[] = ['below-left', 'below-right', 'above-left', 'above-right'];

const sides: readonly { side: Side; x: number; y: number }[] = [
  { side: 'below', x: 0, y: 1 },
  { side: 'right', x: 1, y: 0 },
  { side: 'left', x: -1, y: 0 },
  { side: 'above', x: 0, y: -1 },
];
/** A cable stands in the way of a side within 52° of it: a little more than its quarter, since labels are wide. */
const sector = Math.cos((52 * Math.PI) / 180);

/** How far from a device another one may stand and still be in the way of its label, canvas px: see `roomAt`. */
export const roomReach = 128;

/** What a label of usual length needs beside its device, canvas px: a box 80 wide and 32 high, 12 away. */
function roomAt({ x, y, kind }: NodeItem, side: Side): Box {
  const { width, height } = silhouettes[kind];
  if (side === 'below') return boxAround(x, y + height / 2 + 28, 40, 16);
  if (side === 'above') return boxAround(x, y - height / 2 - 28, 40, 16);
  if (side === 'left' || side === 'right') return boxAround(x + (side === 'right' ? 1 : -1) * (width / 2 + 54), y, 40, 16);
  const [vertical, horizontal] = side.split('-');
  return boxAround(
    x + (horizontal === 'right' ? 1 : -1) * (besideCable + 40),
    y + (vertical === 'below' ? 1 : -1) * (height / 2 + 28),
    40,
    16,
  );
}

/** The side with the fewest cables and devices; on a draw the one whose cables run least straight into it, then below, right, left, above. Where each has some, a corner that has none. `devicesIn` counts the other devices in a box. */
export function emptiestSide(node: NodeItem, devicesIn: (box: Box) => number): Side {
  const counts = sides.map(({ side }) => ({ side, count: 0, straight: 0 }));
  for (const link of node.links) {
    const [other, heading] = [link.other(node), link.heading(node)];
    const [dx, dy] = [heading.x - node.x, heading.y - node.y];
    const distance = Math.hypot(dx, dy);
    const reach = sector * distance;
    sides.forEach(({ x, y }, index) => {
      const entry = counts[index];
      if (!entry || other === node || dx * x + dy * y <= reach) return;
      entry.count++;
      // In hundredths, so that what looks the same is the same.
      entry.straight += Math.round(((dx * x + dy * y) / distance) * 100);
    });
  }
  // Sorting is stable. Asking for devices is dear: it ends as soon as no later side can be better.
  counts.sort((a, b) => a.count - b.count || a.straight - b.straight);
  let best: { side: Side; count: number } | undefined;
  for (const { side, count } of counts) {
    if (best && best.count <= count) break;
    const all = count + devicesIn(roomAt(node, side));
    if (!best || all < best.count) best = { side, count: all };
  }
  if (!best || best.count === 0) return best?.side ?? 'below';
  return corners.find((corner) => isFree(node, roomAt(node, corner), devicesIn)) ?? best.side;
}

function isFree(node: NodeItem, room: Box, devicesIn: (box: Box) => number): boolean {
  for (const link of node.links) if (crosses(room, node, link.heading(node))) return false;
  return devicesIn(room) === 0;
}
