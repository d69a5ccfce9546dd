/** Where things go when they are put in line. Pure; lengths are canvas px. */
import type { Point } from './edit';

/** A thing by its middle and its size. */
export interface Placed extends Point {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  /** Stays where it is. */
  readonly locked?: boolean;
}
export const alignments = ['left', 'centre', 'right', 'top', 'middle', 'bottom'] as const;
export type Alignment = (typeof alignments)[number];
/** `across`: from left to right; `down`: from top to bottom. */
export type Axis = 'across' | 'down';

const along = { across: ['x', 'width'], down: ['y', 'height'] } as const;

/** Puts edges or middles in one line: that of what is locked, else the outermost edge or the middle of all. Gives the places that are others. */
export function aligned(things: readonly Placed[], how: Alignment): Map<string, Point> {
  const axis: Axis = how === 'left' || how === 'centre' || how === 'right' ? 'across' : 'down';
  const [key, size] = along[axis];
  const fixed = things.filter(({ locked }) => locked);
  const range = extent(fixed.length > 0 ? fixed : things, axis);
  const to = (thing: Placed): number => {
    if (how === 'left' || how === 'top') return range.low + thing[size] / 2;
    if (how === 'right' || how === 'bottom') return range.high - thing[size] / 2;
    return (range.low + range.high) / 2;
  };
  return moved(things, (thing) => ({ ...pointOf(thing), [key]: to(thing) }));
}

/** Makes the gaps between things equal; the outermost two stay. Where there is no room for gaps, their middles are spread evenly. */
export function distributed(things: readonly Placed[], axis: Axis): Map<string, Point> {
  const [key, size] = along[axis];
  const order = [...things].sort((a, b) => a[key] - b[key]);
  const [first, last] = [order[0], order.at(-1)];
  if (!first || !last || order.length < 3) return new Map();
  const filled = order.reduce((sum, thing) => sum + thing[size], 0);
  const { low, high } = extent(order, axis);
  const gap = (high - low - filled) / (order.length - 1);
  const step = (last[key] - first[key]) / (order.length - 1);
  let at = low;
  const places = new Map<string, number>();
  for (const [index, thing] of order.entries()) {
    places.set(thing.id, gap >= 0 ? at + thing[size] / 2 : first[key] + index * step);
    at += thing[size] + gap;
  }
  return moved(things, (thing) => ({ ...pointOf(thing), [key]: places.get(thing.id)! }));
}

function extent(things: readonly Placed[], axis: Axis): { low: number; high: number } {
  const [key, size] = along[axis];
  return {
    low: Math.min(...things.map((thing) => thing[key] - thing[size] / 2)),
    high: Math.max(...things.map((thing) => thing[key] + thing[size] / 2)),
  };
}
const pointOf = ({ x, y }: Point): Point => ({ x, y });
function moved(things: readonly Placed[], to: (thing: Placed) => Point): Map<string, Point> {
  const places = new Map<string, Point>();
  for (const thing of things) {
    const { x, y } = to(thing);
    const place = { x: Math.round(x * 2) / 2, y: Math.round(y * 2) / 2 };
    if (!thing.locked && (place.x !== thing.x || place.y !== thing.y)) places.set(thing.id, place);
  }
  return places;
}
