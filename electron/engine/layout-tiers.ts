/** Tiers: what leads outside or forwards for most is on top, and each device below what it hangs on. */
import type { Point } from './edit';
import { cell } from './layout-pack';
import { depthsFrom, rootsOf } from './layout-graph';
import type { Part } from './layout-graph';

/** A tier of more devices goes on in a row below. */
const widest = 24;
const sweeps = 4;

export function tiers(part: Part): Point[] {
  const depths = depthsFrom(part, rootsOf(part));
  const rows: number[][] = [];
  for (const [at, depth] of depths.entries()) (rows[depth] ??= []).push(at);
  // Where each stands in its row, from 0 to 1: neighbours draw their order together (barycentre heuristic, Sugiyama 1981).
  const rank = depths.map(() => 0);
  const settle = (row: number[]) => row.forEach((at, place) => (rank[at] = (place + 1) / (row.length + 1)));
  rows.forEach(settle);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const down = sweep % 2 === 0;
    for (const row of down ? rows : [...rows].reverse()) {
      const wish = new Map(row.map((at) => [at, meanOf(part.next[at]!.filter((other) => (down ? depths[other]! < depths[at]! : depths[other]! > depths[at]!)), rank) ?? rank[at]!])); // prettier-ignore
      row.sort((a, b) => wish.get(a)! - wish.get(b)! || a - b);
      settle(row);
    }
  }
  const places: Point[] = depths.map(() => ({ x: 0, y: 0 }));
  const xs = depths.map(() => 0);
  let y = 0;
  for (const row of rows) {
    const lines = Math.ceil(row.length / widest);
    const each = Math.ceil(row.length / lines);
    for (let line = 0; line < lines; line++) {
      const members = row.slice(line * each, (line + 1) * each);
      const above = members.map((at) => meanOf(part.next[at]!.filter((other) => depths[other]! < depths[at]!), xs) ?? 0); // prettier-ignore
      spread(above).forEach((x, place) => {
        xs[members[place]!] = x;
        places[members[place]!] = { x, y };
      });
      y += cell.height;
    }
    y += cell.height / 3;
  }
  return places;
}

/** As near to what is wished as the order and the room that each needs allow. */
function spread(wished: readonly number[]): number[] {
  const xs: number[] = [];
  for (const wish of wished) xs.push(xs.length > 0 ? Math.max(wish, xs.at(-1)! + cell.width) : wish);
  const off = xs.reduce((sum, x, at) => sum + x - wished[at]!, 0) / xs.length;
  return xs.map((x) => x - off);
}

function meanOf(members: readonly number[], values: readonly number[]): number | undefined {
  if (members.length === 0) return undefined;
  let sum = 0;
  for (const at of members) sum += values[at]!;
  return sum / members.length;
}
