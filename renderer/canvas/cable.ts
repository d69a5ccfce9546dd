/** The line of a cable: straight from silhouette to silhouette, or through its bends; parallel ones side by side; an arc for a loop on one device. */
import { boxAround, boxOf, exitLength, segmentDistance, silhouettes, union } from './geometry';
import type { Box, DrawnKind, Point } from './geometry';

export interface CableLine {
  /** Where the line leaves the first and the second silhouette. */
  readonly a: Point;
  readonly b: Point;
  /** Its bends, from a to b. */
  readonly through: readonly Point[];
  /** Its middle, of a bent one that of its longest piece: there is room for words. How far along the line that is, and the unit vector towards b there. */
  readonly middle: Point;
  readonly half: number;
  readonly direction: Point;
  /** Unit vectors along the line out of a and out of b. */
  readonly leaves: readonly [Point, Point];
  /** Along the line. */
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
/** From the silhouette to where an end is taken hold of: beyond the band that a cable is pulled from. */
const gripReach = 19;
const loopRadius = 20;
const nowhere: Point = { x: 0, y: 0 };
const straight: readonly Point[] = [];

interface Placed {
  readonly x: number;
  readonly y: number;
  readonly kind: DrawnKind;
}

/** Of a cable that nobody has laid out yet. */
export const noLine: CableLine = {
  a: nowhere,
  b: nowhere,
  through: straight,
  middle: nowhere,
  half: 0,
  direction: { x: 1, y: 0 },
  leaves: [
    { x: 1, y: 0 },
    { x: -1, y: 0 },
  ],
  length: 0,
  box: { x0: 0, y0: 0, x1: 0, y1: 0 },
  lights: [nowhere, nowhere],
  loop: undefined,
};

const towards = (from: Point, to: Point): { direction: Point; distance: number } => {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const distance = Math.hypot(dx, dy);
  return { direction: distance === 0 ? { x: 1, y: 0 } : { x: dx / distance, y: dy / distance }, distance };
};
const moved = (from: Point, along: Point, by: number): Point => ({ x: from.x + along.x * by, y: from.y + along.y * by });
const opposite = ({ x, y }: Point): Point => ({ x: -x, y: -y });

/** `lane` counts from 0 among `lanes` parallel cables; seen from `a` to `b`, so both ends of all must be given in one order. */
export function cableLine(a: Placed, b: Placed, lane: number, lanes: number): CableLine {
  if (a === b) return loopLine(a);
  const { direction, distance } = towards(a, b);
  const room = Math.min(spacing, (Math.min(silhouettes[a.kind].height, silhouettes[b.kind].height) - 8) / Math.max(1, lanes - 1));
  const aside = (lane - (lanes - 1) / 2) * room;
  const shift = { x: -direction.y * aside, y: direction.x * aside };
  const back = opposite(direction);
  const [out, into] = [exitLength(a.kind, shift, direction), exitLength(b.kind, shift, back)];
  const start = { x: a.x + shift.x + direction.x * out, y: a.y + shift.y + direction.y * out };
  const end = { x: b.x + shift.x + back.x * into, y: b.y + shift.y + back.y * into };
  const length = Math.max(0, distance - out - into);
  return {
    a: start,
    b: end,
    through: straight,
    half: length / 2,
    middle: { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 },
    direction,
    leaves: [direction, back],
    length,
    box: boxOf(start, end),
    lights: [moved(start, direction, lightReach), moved(end, back, lightReach)],
    loop: undefined,
  };
}

/** A cable through bends (at least one), canvas px. It leaves each device towards the bend that is next to it. */
export function bentLine(a: Placed, b: Placed, bends: readonly Point[]): CableLine {
  const [first, last] = [bends[0] ?? b, bends.at(-1) ?? a];
  const [out, into] = [towards(a, first), towards(b, last)];
  const start = moved(a, out.direction, Math.min(out.distance, exitLength(a.kind, nowhere, out.direction)));
  const end = moved(b, into.direction, Math.min(into.distance, exitLength(b.kind, nowhere, into.direction)));
  const points = [start, ...bends, end];
  let [length, half, longest] = [0, 0, 0];
  for (let at = 1; at < points.length; at++) {
    const piece = towards(points[at - 1]!, points[at]!).distance;
    if (piece > longest) [longest, half] = [piece, length + piece / 2];
    length += piece;
  }
  const middle = pointAlong(points, half);
  return {
    a: start,
    b: end,
    through: bends,
    middle: middle.at,
    half,
    direction: middle.direction,
    leaves: [out.direction, into.direction],
    length,
    box: points.map((point) => boxOf(point, point)).reduce(union),
    lights: [moved(start, out.direction, lightReach), moved(end, into.direction, lightReach)],
    loop: undefined,
  };
}

/** The point so far along a line of points, the unit vector of its piece, and the index of the point that the piece ends at. */
function pointAlong(points: readonly Point[], distance: number): { at: Point; direction: Point; next: number } {
  let left = distance;
  for (let next = 1; ; next++) {
    const [from, to] = [points[next - 1]!, points[next]!];
    const piece = towards(from, to);
    if (left <= piece.distance || next === points.length - 1)
      return { at: moved(from, piece.direction, left), direction: piece.direction, next };
    left -= piece.distance;
  }
}

/** All points of the line, ends and bends. */
export const pointsOf = ({ a, b, through }: CableLine): Point[] => [a, ...through, b];

/** The line without `gap` around its middle, as two lines of points. */
export function aroundGap(line: CableLine, gap: number): [Point[], Point[]] {
  const points = pointsOf(line);
  const [before, after] = [pointAlong(points, line.half - gap / 2), pointAlong(points, line.half + gap / 2)];
  return [
    [...points.slice(0, before.next), before.at],
    [after.at, ...points.slice(after.next)],
  ];
}

function loopLine({ x, y, kind }: Placed): CableLine {
  const { width, height } = silhouettes[kind];
  const centre = { x: x + width / 2, y: y - height / 2 };
  const [a, b] = [
    { x: centre.x - loopRadius, y: centre.y },
    { x: centre.x, y: centre.y + loopRadius },
  ];
  const direction = { x: Math.SQRT1_2, y: Math.SQRT1_2 };
  return {
    a,
    b,
    through: straight,
    half: loopRadius,
    middle: { x: centre.x + loopRadius * Math.SQRT1_2, y: centre.y - loopRadius * Math.SQRT1_2 },
    direction,
    leaves: [direction, opposite(direction)],
    length: 2 * loopRadius,
    box: boxAround(centre.x, centre.y, loopRadius, loopRadius),
    lights: [
      { x: a.x, y: a.y - lightReach },
      { x: b.x + lightReach, y: b.y },
    ],
    loop: { centre, radius: loopRadius },
  };
}

export function cableDistance(line: CableLine, p: Point): number {
  const { a, b, loop, through } = line;
  if (loop) return Math.abs(Math.hypot(p.x - loop.centre.x, p.y - loop.centre.y) - loop.radius);
  if (through.length === 0) return segmentDistance(p, a, b);
  return pieceAt(line, p).distance;
}

/** The piece of a line that is nearest to a point: 0 begins at its first end. */
export function pieceAt(line: CableLine, p: Point): { piece: number; distance: number } {
  const points = pointsOf(line);
  let best = { piece: 0, distance: Infinity };
  for (let piece = 0; piece + 1 < points.length; piece++) {
    const distance = segmentDistance(p, points[piece]!, points[piece + 1]!);
    if (distance < best.distance) best = { piece, distance };
  }
  return best;
}

/** Where the ends of a line are taken hold of, to plug them in elsewhere; a short line has no room for that, nor has a loop. */
export function gripsOf({ a, b, leaves, length, loop }: CableLine): readonly [Point, Point] | undefined {
  if (loop || length < 4 * gripReach) return undefined;
  return [moved(a, leaves[0], gripReach), moved(b, leaves[1], gripReach)];
}
