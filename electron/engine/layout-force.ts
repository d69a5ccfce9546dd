/**
 * Forces: cables pull, devices that are near push. It begins as a tree around its root, so that nothing need untangle itself, and ends on a grid of
 * cells, one device in each. Pushes reach only so far, so a round costs as much as there are devices and cables.
 */
import type { Point } from './edit';
import { cell } from './layout-pack';
import { rootsOf } from './layout-graph';
import type { Part } from './layout-graph';

const rounds = 48;
/** Length that a cable wants, canvas px; and how far a push reaches. */
const length = 150;
const reach = 1.5 * length;
/** Between two on a full ring at the beginning, canvas px. */
const apart = 90;

export function forces(part: Part): Point[] {
  const places = aroundRoot(part, rootsOf(part)[0] ?? 0);
  for (let round = 0; round < rounds; round++) step(part, places, (length / 3) * (1 - round / rounds) + 1);
  return inCells(places);
}

/** Each device on the ring of its depth, in the middle of the sector that what hangs on it needs. A ring has room for all that is on it. */
function aroundRoot({ next }: Part, root: number): { x: number; y: number }[] {
  const parent = next.map(() => -1);
  const depth = next.map(() => 0);
  const order = [root];
  parent[root] = root;
  for (const at of order)
    for (const other of next[at]!)
      if (parent[other] === -1) {
        parent[other] = at;
        depth[other] = depth[at]! + 1;
        order.push(other);
      }
  const weight = next.map(() => 1);
  for (const at of [...order].reverse()) if (at !== root) weight[parent[at]!]! += weight[at]!;
  const from = next.map(() => 0);
  const used = next.map(() => 0);
  const places = next.map(() => ({ x: 0, y: 0 }));
  const counts: number[] = [];
  for (const of of depth) counts[of] = (counts[of] ?? 0) + 1;
  const radii: number[] = [];
  for (const [of, count] of counts.entries()) radii[of] = of === 0 ? 0 : Math.max(radii[of - 1]! + length, (count * apart) / (2 * Math.PI));
  const sector = (at: number): number => (2 * Math.PI * weight[at]!) / weight[root]!;
  for (const at of order) {
    if (at === root) continue;
    const up = parent[at]!;
    from[at] = from[up]! + used[up]!;
    used[up]! += sector(at);
    const angle = from[at] + sector(at) / 2;
    places[at] = { x: Math.cos(angle) * radii[depth[at]!]!, y: Math.sin(angle) * radii[depth[at]!]! };
  }
  return places;
}

function step({ next }: Part, places: { x: number; y: number }[], most: number): void {
  const pull = places.map(() => ({ x: 0, y: 0 }));
  const cells = new Map<number, number[]>();
  const cellOf = ({ x, y }: Point): [number, number] => [Math.floor(x / reach), Math.floor(y / reach)];
  for (const [at, place] of places.entries()) {
    const key = keyOf(...cellOf(place));
    const list = cells.get(key);
    if (list) list.push(at);
    else cells.set(key, [at]);
  }
  for (const [at, place] of places.entries()) {
    const [column, row] = cellOf(place);
    for (let dx = -1; dx <= 1; dx++)
      for (let dy = -1; dy <= 1; dy++)
        for (const other of cells.get(keyOf(column + dx, row + dy)) ?? []) {
          if (other === at) continue;
          const [x, y] = [place.x - places[other]!.x, place.y - places[other]!.y];
          // Two at one place part along a direction of their own.
          const distance = Math.hypot(x, y) || 1;
          if (distance >= reach) continue;
          const force = (length * length) / distance / distance;
          pull[at]!.x += (x || Math.cos(at)) * force * (1 - distance / reach);
          pull[at]!.y += (y || Math.sin(at)) * force * (1 - distance / reach);
        }
    for (const other of next[at]!) {
      const [x, y] = [places[other]!.x - place.x, places[other]!.y - place.y];
      const distance = Math.hypot(x, y) || 1;
      pull[at]!.x += (x / distance) * (distance - length) * 0.5;
      pull[at]!.y += (y / distance) * (distance - length) * 0.5;
    }
  }
  for (const [at, place] of places.entries()) {
    const { x, y } = pull[at]!;
    const strength = Math.hypot(x, y) || 1;
    const by = Math.min(most, strength);
    places[at] = { x: place.x + (x / strength) * by, y: place.y + (y / strength) * by };
  }
}

/** Cells are far fewer than 2^20 each way. */
const keyOf = (column: number, row: number): number => (column + 2 ** 20) * 2 ** 21 + row + 2 ** 20;

/** Each in the free cell nearest to it, those in the middle first. */
function inCells(places: readonly Point[]): Point[] {
  const taken = new Set<string>();
  const order = places
    .map((_, at) => at)
    .sort((a, b) => Math.hypot(places[a]!.x, places[a]!.y) - Math.hypot(places[b]!.x, places[b]!.y) || a - b);
  const result: Point[] = places.map(() => ({ x: 0, y: 0 }));
  for (const at of order) {
    const [column, row] = [Math.round(places[at]!.x / cell.width), Math.round(places[at]!.y / cell.height)];
    for (let ring = 0, done = false; !done; ring++) {
      let best: { key: string; place: Point; far: number } | undefined;
      for (let dx = -ring; dx <= ring; dx++)
        for (const dy of Math.abs(dx) === ring ? range(-ring, ring) : [-ring, ring]) {
          const key = `${column + dx},${row + dy}`;
          const place = { x: (column + dx) * cell.width, y: (row + dy) * cell.height };
          const far = Math.hypot(place.x - places[at]!.x, place.y - places[at]!.y);
          if (!taken.has(key) && (!best || far < best.far)) best = { key, place, far };
        }
      if (!best) continue;
      taken.add(best.key);
      result[at] = best.place;
      done = true;
    }
  }
  return result;
}
const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, at) => from + at);
