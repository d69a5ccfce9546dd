/**
 * How far the drawing of a thing reaches, words apart. Lengths are px of the picture from the drawing's origin, not yet moved by the
 * view: a pan changes none of them.
 */
import { grow, silhouettes } from './geometry';
import type { Box, Point } from './geometry';
import type { LinkItem, NodeItem } from './items';

/** Around a silhouette: rings, handles and signs, canvas px; and what never gets thinner than it can be seen, CSS px. */
const ring = 20;
const least = 5;
/** Around a cable's line: its band, lights, stumps and signs. */
const cable = 12;
const leastCable = 8;

export function scaled({ x, y }: Point, scale: number): Point {
  return { x: x * scale, y: y * scale };
}
export function scaledBox({ x0, y0, x1, y1 }: Box, scale: number): Box {
  return { x0: x0 * scale, y0: y0 * scale, x1: x1 * scale, y1: y1 * scale };
}
export function movedBox({ x0, y0, x1, y1 }: Box, by: Point): Box {
  return { x0: x0 + by.x, y0: y0 + by.y, x1: x1 + by.x, y1: y1 + by.y };
}

export function nodeExtent(node: NodeItem, scale: number): Box {
  return grow(silhouetteBox(node, scale), ring * scale + least);
}
export function silhouetteBox({ x, y, kind }: NodeItem, scale: number): Box {
  const { width, height } = silhouettes[kind];
  return { x0: (x - width / 2) * scale, y0: (y - height / 2) * scale, x1: (x + width / 2) * scale, y1: (y + height / 2) * scale };
}
export function linkExtent(link: LinkItem, scale: number): Box {
  return grow(scaledBox(link.line.box, scale), cable * scale + leastCable);
}
/** How far any node or cable reaches beyond its silhouette or line. */
export function shapeReach(scale: number): number {
  return ring * scale + leastCable;
}

/** How far words of so many letters may reach from the middle of what they belong to. A letter is at most 0.75 of its size wide. */
export function wordReach(letters: number, scale: number): number {
  return 64 * scale + letters * 10 * Math.max(1, scale) + 24;
}
