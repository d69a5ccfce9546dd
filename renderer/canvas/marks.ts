/** How far the drawing of a thing reaches: what of the picture is out of date when it changes. */
import { cableBox } from './cable';
import type { Damage } from './damage';
import { boxAround, grow } from './geometry';
import type { Box } from './geometry';
import type { LinkItem, NodeItem } from './items';
import type { Viewport } from './viewport';

/** Around a silhouette, canvas px: rings, handles and signs. */
const ringReach = 20;

export class Marks {
  constructor(
    private readonly viewport: Viewport,
    private readonly damage: Damage,
  ) {}

  /** A box of the canvas. */
  box(box: Box): void {
    const [a, b] = [this.viewport.toScreen({ x: box.x0, y: box.y0 }), this.viewport.toScreen({ x: box.x1, y: box.y1 })];
    this.damage.add({ x0: a.x, y0: a.y, x1: b.x, y1: b.y });
  }

  /** A node with its rings, signs and label. */
  node(node: NodeItem): void {
    const { scale } = this.viewport.view;
    this.box(grow(node.box(), ringReach));
    if (this.viewport.level === 'far') return;
    const { x, y } = this.viewport.toScreen(node);
    this.damage.add(boxAround(x, y, labelReach(node, scale), 40 * scale + 40));
  }

  /** A cable. Names and prefixes stand beside it, and those of its neighbours may give way or come back. */
  link(link: LinkItem): void {
    this.box(grow(cableBox(link.line), this.viewport.level === 'near' ? 96 : 16));
  }
}

/** How far a node's label may reach to either side of its middle, CSS px. A letter is at most 0.75 of the type's size wide. */
export function labelReach({ view }: NodeItem, scale: number): number {
  const letters = Math.max(view.name.length, view.second?.text.length ?? 0);
  return 48 * scale + letters * 10 * Math.max(1, scale) + 12;
}
