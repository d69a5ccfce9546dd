/** What the scene holds: one item per node and link, with its place, its record to draw and its neighbours. */
import type { CableLine } from './cable';
import { boxAround, silhouettes } from './geometry';
import type { Box } from './geometry';
import type { DrawnState, LinkView, NodeView } from './mapping';
import type { NodeKind } from '../../electron/shared/topology/schema';

/** On which side of its device a label stands. */
export type Side = 'below' | 'right' | 'left' | 'above';

export class NodeItem {
  readonly links = new Set<LinkItem>();
  side: Side = 'below';
  /** What is drawn now; follows `view.state`, but "changing" only when it lasts. */
  shown: DrawnState = 'planned';

  constructor(
    readonly id: string,
    public kind: NodeKind,
    public x: number,
    public y: number,
    public view: NodeView,
  ) {}

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

  constructor(
    readonly id: string,
    readonly a: NodeItem,
    readonly b: NodeItem,
    public view: LinkView,
    public line: CableLine,
  ) {}

  other(node: NodeItem): NodeItem {
    return node === this.a ? this.b : this.a;
  }
}

const sides: readonly { side: Side; angle: number }[] = [
  { side: 'below', angle: Math.PI / 2 },
  { side: 'right', angle: 0 },
  { side: 'left', angle: Math.PI },
  { side: 'above', angle: -Math.PI / 2 },
];
/** A cable stands in the way of a side within this angle of it: a little more than its quarter, since labels are wide. */
const sector = (52 * Math.PI) / 180;

/** What a label of usual length needs beside its device, canvas px: a box 80 wide and 32 high, 12 away. */
function roomAt({ x, y, kind }: NodeItem, side: Side): Box {
  const { width, height } = silhouettes[kind];
  if (side === 'below') return boxAround(x, y + height / 2 + 28, 40, 16);
  if (side === 'above') return boxAround(x, y - height / 2 - 28, 40, 16);
  return boxAround(x + (side === 'right' ? 1 : -1) * (width / 2 + 54), y, 40, 16);
}

/** The side with the fewest cables and no device; on a draw below, right, left, above. `devicesIn` counts the other devices in a box. */
export function emptiestSide(node: NodeItem, devicesIn: (box: Box) => number): Side {
  let best: { side: Side; count: number } | undefined;
  for (const { side, angle } of sides) {
    let count = devicesIn(roomAt(node, side));
    for (const link of node.links) {
      const other = link.other(node);
      const towards = Math.atan2(other.y - node.y, other.x - node.x);
      const turn = Math.abs(Math.atan2(Math.sin(towards - angle), Math.cos(towards - angle)));
      if (other !== node && turn < sector) count++;
    }
    if (!best || count < best.count) best = { side, count };
  }
  return best?.side ?? 'below';
}
