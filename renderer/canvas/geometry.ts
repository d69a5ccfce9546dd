/** Points, boxes and the silhouettes of devices. Lengths are canvas px unless said otherwise; y grows downwards. */
import type { NodeKind } from '../../electron/shared/topology/schema';

/** A device, or a group that is drawn as one. */
export type DrawnKind = NodeKind | 'group';
export interface Point {
  readonly x: number;
  readonly y: number;
}
export interface Box {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

export interface Silhouette {
  /** stadium: a box whose ends are half circles. */
  readonly shape: 'circle' | 'box' | 'stadium';
  readonly width: number;
  readonly height: number;
  /** From the tile to the second line, which is then the silhouette: the device is the edge of the lab, and beyond it is the real world. */
  readonly rim?: number;
}
const rim = 4.5;
const rimmed = (shape: Silhouette['shape'], width: number, height: number): Silhouette => ({
  shape,
  width: width + 2 * rim,
  height: height + 2 * rim,
  rim,
});

/** A silhouette says what a device does: it is told from the others without colour or text. */
export const silhouettes: Readonly<Record<DrawnKind, Silhouette>> = {
  host: { shape: 'box', width: 44, height: 44 },
  router: { shape: 'circle', width: 48, height: 48 },
  switch: { shape: 'box', width: 64, height: 34 },
  hub: { shape: 'box', width: 48, height: 34 },
  internet: rimmed('stadium', 60, 40),
  'this-computer': rimmed('box', 44, 44),
  nic: rimmed('box', 44, 44),
  group: { shape: 'box', width: 60, height: 52 },
};
/** Corner radius of the tiles that have corners. */
export const cornerRadius = 6;
/** Grid that positions snap to. */
export const gridStep = 12;

export function boxAround(x: number, y: number, halfWidth: number, halfHeight: number): Box {
  return { x0: x - halfWidth, y0: y - halfHeight, x1: x + halfWidth, y1: y + halfHeight };
}
export function boxOf(a: Point, b: Point): Box {
  return { x0: Math.min(a.x, b.x), y0: Math.min(a.y, b.y), x1: Math.max(a.x, b.x), y1: Math.max(a.y, b.y) };
}
export function grow(box: Box, by: number): Box {
  return { x0: box.x0 - by, y0: box.y0 - by, x1: box.x1 + by, y1: box.y1 + by };
}
export function union(a: Box, b: Box): Box {
  return { x0: Math.min(a.x0, b.x0), y0: Math.min(a.y0, b.y0), x1: Math.max(a.x1, b.x1), y1: Math.max(a.y1, b.y1) };
}
export function overlaps(a: Box, b: Box): boolean {
  return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;
}
export function contains(box: Box, p: Point): boolean {
  return p.x >= box.x0 && p.x <= box.x1 && p.y >= box.y0 && p.y <= box.y1;
}

/** Of an area or note, canvas px; a note without a width is about as large as its first lines. */
export function frameOf(mark: { position: Point; size?: { width: number; height: number }; width?: number }): Box {
  const { x, y } = mark.position;
  return { x0: x, y0: y, x1: x + (mark.size?.width ?? mark.width ?? 160), y1: y + (mark.size?.height ?? 60) };
}

/**
 * Where a ray leaves a silhouette. `from` lies inside and is relative to the device's centre; `direction` has length 1.
 * Returns the length of the ray inside.
 */
export function exitLength(kind: DrawnKind, from: Point, direction: Point): number {
  const { shape, width, height } = silhouettes[kind];
  if (shape === 'circle') return exitOfCircle(width / 2, from, direction);
  if (shape === 'stadium') {
    // Through a straight side, or through the half circle at the end that the ray goes to.
    const straight = (width - height) / 2;
    const side = direction.y === 0 ? Infinity : (Math.sign(direction.y) * (height / 2) - from.y) / direction.y;
    if (Math.abs(from.x + side * direction.x) <= straight) return Math.max(0, side);
    return exitOfCircle(height / 2, { x: from.x - Math.sign(direction.x) * straight, y: from.y }, direction);
  }
  const tx = direction.x === 0 ? Infinity : (Math.sign(direction.x) * (width / 2) - from.x) / direction.x;
  const ty = direction.y === 0 ? Infinity : (Math.sign(direction.y) * (height / 2) - from.y) / direction.y;
  return Math.max(0, Math.min(tx, ty));
}

function exitOfCircle(radius: number, from: Point, direction: Point): number {
  const along = from.x * direction.x + from.y * direction.y;
  const inside = radius ** 2 - (from.x ** 2 + from.y ** 2 - along ** 2);
  return inside > 0 ? Math.max(0, Math.sqrt(inside) - along) : 0;
}

/** Distance of a point to a silhouette's edge: negative inside, positive outside. `p` is relative to the device's centre. */
export function silhouetteDistance(kind: DrawnKind, p: Point): number {
  const { shape, width, height } = silhouettes[kind];
  if (shape === 'circle') return Math.hypot(p.x, p.y) - width / 2;
  if (shape === 'stadium') return Math.hypot(Math.max(0, Math.abs(p.x) - (width - height) / 2), p.y) - height / 2;
  const [dx, dy] = [Math.abs(p.x) - width / 2, Math.abs(p.y) - height / 2];
  return dx > 0 && dy > 0 ? Math.hypot(dx, dy) : Math.max(dx, dy);
}

/** Distance of a point to a line segment. */
export function segmentDistance(p: Point, a: Point, b: Point): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const squared = dx * dx + dy * dy;
  const t = squared === 0 ? 0 : Math.max(0, Math.min(1, ((p.x - a.x) * dx + (p.y - a.y) * dy) / squared));
  return Math.hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}

/** Whether a line segment goes through a box. */
export function crosses(box: Box, a: Point, b: Point): boolean {
  let [from, to] = [0, 1];
  for (const [start, way, low, high] of [
    [a.x, b.x - a.x, box.x0, box.x1],
    [a.y, b.y - a.y, box.y0, box.y1],
  ] as const) {
    if (way === 0) {
      if (start <= low || start >= high) return false;
      continue;
    }
    const [one, other] = [(low - start) / way, (high - start) / way];
    from = Math.max(from, Math.min(one, other));
    to = Math.min(to, Math.max(one, other));
  }
  return from < to;
}

export function snapped(p: Point): Point {
  return { x: Math.round(p.x / gridStep) * gridStep, y: Math.round(p.y / gridStep) * gridStep };
}
