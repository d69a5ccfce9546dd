/** The line of a cable: straight from silhouette to silhouette; parallel ones side by side; an arc for a loop on one device. */
import type { NodeKind } from '../../electron/shared/topology/schema';
import { boxAround, boxOf, exitLength, segmentDistance, silhouettes } from './geometry';
import type { Box, Point } from './geometry';

export interface CableLine {
  /** Where the line leaves the first and the second silhouette. */
  readonly a: Point;
  readonly b: Point;
  /** Unit vector from a to b. */
  readonly direction: Point;
  readonly length: number;
  /** Around the line, which has no width here. */
  readonly box: Box;
  /** Middles of the link lights. */
  readonly lights: readonly [Point, Point];
  /** Centre and radius, if it is a loop. */
  readonly loop: { readonly centre: Point; readonly radius: number } | undefined;
}

/** Between the middles of parallel cables. */
const spacing = 12;
/** Above this many parallel cables one line stands for all, with their number. */
export const mostParallel = 6;
/** From the silhouette to the middle of a link light. */
const lightReach = 5;
const loopRadius = 20;

interface Placed {
  readonly x: number;
  readonly y: number;
  readonly kind: NodeKind;
}

/** Of a cable that nobody has laid out yet. */
export const noLine: CableLine = {
  a: { x: 0, y: 0 },
  b: { x: 0, y: 0 },
  direction: { x: 1, y: 0 },
  length: 0,
  box: { x0: 0, y0: 0, x1: 0, y1: 0 },
  lights: [
    { x: 0, y: 0 },
    { x: 0, y: 0 },
  ],
  loop: undefined,
};

/** `lane` counts from 0 among `lanes` parallel cables; seen from `a` to `b`, so both ends of all must be given in one order. */
export function cableLine(a: Placed, b: Placed, lane: number, lanes: number): CableLine {
  if (a === b) return loopLine(a);
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const distance = Math.hypot(dx, dy);
  const direction = distance === 0 ? { x: 1, y: 0 } : { x: dx / distance, y: dy / distance };
  const room = Math.min(spacing, (Math.min(silhouettes[a.kind].height, silhouettes[b.kind].height) - 8) / Math.max(1, lanes - 1));
  const aside = (lane - (lanes - 1) / 2) * room;
  const shift = { x: -direction.y * aside, y: direction.x * aside };
  const back = { x: -direction.x, y: -direction.y };
  const [out, into] = [exitLength(a.kind, shift, direction), exitLength(b.kind, shift, back)];
  const start = { x: a.x + shift.x + direction.x * out, y: a.y + shift.y + direction.y * out };
  const end = { x: b.x + shift.x + back.x * into, y: b.y + shift.y + back.y * into };
  const light = (from: Point, to: Point) => ({ x: from.x + to.x * lightReach, y: from.y + to.y * lightReach });
  return {
    a: start,
    b: end,
    direction,
    length: Math.max(0, distance - out - into),
    box: boxOf(start, end),
    lights: [light(start, direction), light(end, back)],
    loop: undefined,
  };
}

function loopLine({ x, y, kind }: Placed): CableLine {
  const { width, height } = silhouettes[kind];
  const centre = { x: x + width / 2, y: y - height / 2 };
  const [a, b] = [
    { x: centre.x - loopRadius, y: centre.y },
    { x: centre.x, y: centre.y + loopRadius },
  ];
  const lights: [Point, Point] = [
    { x: a.x, y: a.y - lightReach },
    { x: b.x + lightReach, y: b.y },
  ];
  return {
    a,
    b,
    direction: { x: Math.SQRT1_2, y: Math.SQRT1_2 },
    length: 2 * loopRadius,
    box: boxAround(centre.x, centre.y, loopRadius, loopRadius),
    lights,
    loop: { centre, radius: loopRadius },
  };
}

export function middleOf({ a, b, loop }: CableLine): Point {
  if (loop) return { x: loop.centre.x + loop.radius * Math.SQRT1_2, y: loop.centre.y - loop.radius * Math.SQRT1_2 };
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}
export function cableDistance({ a, b, loop }: CableLine, p: Point): number {
  return loop ? Math.abs(Math.hypot(p.x - loop.centre.x, p.y - loop.centre.y) - loop.radius) : segmentDistance(p, a, b);
}
