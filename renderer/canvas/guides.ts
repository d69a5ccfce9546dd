/** Lines that show with what a dragged device stands in line. */
import { gridStep } from './geometry';
import type { Point } from './geometry';

/** A guide goes on beyond what it joins, so that it is seen where a cable runs along it; canvas px. */
const beyond = 48;

export interface Guide {
  readonly from: Point;
  readonly to: Point;
}

/** Takes a place to the middles of others that are near in x or in y, canvas px. @param others middles of what stays where it is */
export function inLine(at: Point, others: readonly Point[]): Point {
  const nearest = (value: number, of: (point: Point) => number): number => {
    let best = value;
    let least = gridStep / 2;
    for (const other of others) {
      const distance = Math.abs(of(other) - value);
      if (distance < least) [best, least] = [of(other), distance];
    }
    return best;
  };
  return { x: nearest(at.x, ({ x }) => x), y: nearest(at.y, ({ y }) => y) };
}

/** From a place to the farthest others that stand exactly above and below, left and right of it: one line each way. */
export function guidesAt({ x, y }: Point, others: readonly Point[]): Guide[] {
  const guides: Guide[] = [];
  const below = others.filter((other) => other.x === x && other.y !== y).map((other) => other.y);
  const beside = others.filter((other) => other.y === y && other.x !== x).map((other) => other.x);
  if (below.length > 0) guides.push({ from: { x, y: Math.min(y, ...below) - beyond }, to: { x, y: Math.max(y, ...below) + beyond } });
  if (beside.length > 0) guides.push({ from: { x: Math.min(x, ...beside) - beyond, y }, to: { x: Math.max(x, ...beside) + beyond, y } });
  return guides;
}
