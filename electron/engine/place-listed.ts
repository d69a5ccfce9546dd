/**
 * Places for new devices that are known by their cables alone: a chain as a row, a ring as a ring, any other connected part as a tree from its router with
 * the most cables down; devices with one cable stand in rows below the one that they hang on. What is there already is not moved and not covered.
 */
import type { Topology, TopologyLink, TopologyNode } from '../shared/topology/schema';
import type { Point } from './edit';

/** Between neighbours in a row, and between tiers, canvas px. Multiples of the 12 px grid. */
const column = 120;
const tier = 132;
const leafTier = 96;
/** Between neighbours of a chain or a ring. */
const rowStep = 144;
/** Devices with one cable stand in rows of this many at least, and of more the more there are. */
const leastRow = 6;
/** Kinds from the edge of the lab inwards: the root of a tree is the first of these with the most cables. */
const rank: Readonly<Record<string, number>> = { internet: 0, router: 1, switch: 2, hub: 3, 'this-computer': 4, nic: 4, host: 5 };

interface Branch {
  readonly id: string;
  readonly children: Branch[];
  /** Devices that hang on this one alone. */
  readonly leaves: string[];
}
interface Shape {
  readonly width: number;
  /** From the middle of the first device to that of the last. */
  readonly height: number;
  /** From the shape's left side and the first device's middle. */
  readonly places: ReadonlyMap<string, Point>;
}

export function placeListed(
  { nodes: old }: Topology,
  added: readonly TopologyNode[],
  links: readonly TopologyLink[],
  middle: Point,
): ReadonlyMap<string, Point> {
  const places = new Map<string, Point>();
  const fresh = new Map(added.map((node) => [node.id, node]));
  const there = new Map(old.map((node) => [node.id, node]));
  const near = neighbours(links);
  const free = new FreeRoom(old.map((node) => node.position));
  const seen = new Set<string>();
  const anchored = [...near.keys()].filter((id) => there.has(id) && near.get(id)!.some((other) => fresh.has(other)));
  const put = (root: string, at: Point | undefined): void => {
    const line = at ? undefined : lineOf(root, near);
    const isLine = line !== undefined && line.ids.length > 2 && line.ids.every((id) => fresh.has(id) && !seen.has(id));
    if (isLine) for (const id of line.ids) seen.add(id);
    const shape = isLine ? (line.closed ? ringOf(line.ids) : rowOf(line.ids)) : treeOf(branchesFrom(root, near, fresh, seen, at !== undefined), at !== undefined); // prettier-ignore
    // Below what it hangs on, or around the middle of the view.
    const wish = at ? { x: at.x - shape.width / 2, y: at.y + tier } : { x: middle.x - shape.width / 2, y: middle.y - shape.height / 2 };
    const corner = free.find(wish, shape.width, shape.height);
    for (const [id, { x, y }] of shape.places) {
      if (!fresh.has(id)) continue;
      const place = { x: onGrid(corner.x + x), y: onGrid(corner.y + y) };
      places.set(id, place);
      free.take(place);
    }
  };
  for (const id of anchored) put(id, there.get(id)!.position);
  const rest = [...added].sort((a, b) => rank[a.kind]! - rank[b.kind]! || (near.get(b.id)?.length ?? 0) - (near.get(a.id)?.length ?? 0));
  for (const node of rest) if (!seen.has(node.id)) put(node.id, undefined);
  return places;
}

const onGrid = (length: number): number => Math.round(length / 12) * 12;

function neighbours(links: readonly TopologyLink[]): Map<string, string[]> {
  const near = new Map<string, string[]>();
  const add = (a: string, b: string): void => {
    const list = near.get(a);
    if (!list) near.set(a, [b]);
    else if (!list.includes(b) || list.length > 64) list.push(b);
  };
  for (const { ends } of links) {
    add(ends[0].node, ends[1].node);
    add(ends[1].node, ends[0].node);
  }
  return near;
}

/** Breadth first, so that a ring is cut at its far side. Old devices are no part of it, but for the root. Parents come before children. */
function branchesFrom(
  id: string,
  near: ReadonlyMap<string, readonly string[]>,
  fresh: ReadonlyMap<string, TopologyNode>,
  seen: Set<string>,
  isOld: boolean,
): Branch[] {
  if (!isOld) seen.add(id);
  const queue: Branch[] = [{ id, children: [], leaves: [] }];
  for (let at = 0; at < queue.length; at++) {
    const branch = queue[at]!;
    for (const other of near.get(branch.id) ?? []) {
      if (seen.has(other) || !fresh.has(other)) continue;
      seen.add(other);
      if (near.get(other)!.length === 1) branch.leaves.push(other);
      else {
        const child: Branch = { id: other, children: [], leaves: [] };
        branch.children.push(child);
        queue.push(child);
      }
    }
  }
  return queue;
}

/** @param hidden the root stands elsewhere already: only what hangs on it is placed */
function treeOf(branches: readonly Branch[], hidden: boolean): Shape {
  const widths = new Map<Branch, number>();
  const below = (branch: Branch): number =>
    branch.children.reduce((sum, child) => sum + widths.get(child)!, 0) + leafColumns(branch.leaves.length) * column;
  for (const branch of [...branches].reverse()) widths.set(branch, Math.max(column, below(branch)));
  const [root] = branches;
  const places = new Map<string, Point>();
  const corners = new Map<Branch, Point>([[root!, { x: 0, y: hidden ? -tier : 0 }]]);
  let height = 0;
  for (const branch of branches) {
    const { x, y } = corners.get(branch)!;
    const width = widths.get(branch)!;
    if (branch !== root || !hidden) places.set(branch.id, { x: x + width / 2, y });
    height = Math.max(height, y);
    let left = x + (width - below(branch)) / 2;
    for (const child of branch.children) {
      corners.set(child, { x: left, y: y + tier });
      left += widths.get(child)!;
    }
    const columns = leafColumns(branch.leaves.length);
    branch.leaves.forEach((id, at) => {
      const row = Math.floor(at / columns);
      const inRow = Math.min(columns, branch.leaves.length - row * columns);
      const place = { x: left + ((columns - inRow) / 2 + (at % columns) + 0.5) * column, y: y + tier + row * leafTier };
      places.set(id, place);
      height = Math.max(height, place.y);
    });
  }
  return { width: widths.get(root!)!, height, places };
}
const leafColumns = (leaves: number): number => Math.min(leaves, Math.max(leastRow, Math.ceil(Math.sqrt(leaves * 2))));

/** Devices one after another: in lines of a few, each turned back, as a folded ruler. */
function rowOf(ids: readonly string[]): Shape {
  const perRow = Math.max(8, Math.ceil(Math.sqrt(ids.length)));
  const places = new Map(
    ids.map((id, at) => {
      const [row, place] = [Math.floor(at / perRow), at % perRow];
      return [id, { x: ((row % 2 ? perRow - 1 - place : place) + 0.5) * rowStep, y: row * tier }];
    }),
  );
  return { width: Math.min(perRow, ids.length) * rowStep, height: (Math.ceil(ids.length / perRow) - 1) * tier, places };
}
function ringOf(ids: readonly string[]): Shape {
  const radius = Math.max(108, (ids.length * rowStep) / (2 * Math.PI));
  const places = new Map(
    ids.map((id, at) => {
      const angle = (2 * Math.PI * at) / ids.length - Math.PI / 2;
      return [id, { x: radius * (1 + Math.cos(angle)), y: radius * (1 + Math.sin(angle)) }];
    }),
  );
  return { width: 2 * radius, height: 2 * radius, places };
}

/** A part whose devices have two cables each at most, in its order; undefined for any other. */
function lineOf(start: string, near: ReadonlyMap<string, readonly string[]>): { ids: string[]; closed: boolean } | undefined {
  const part = [start];
  const known = new Set(part);
  for (const id of part) {
    if ((near.get(id)?.length ?? 0) > 2) return undefined;
    for (const other of near.get(id) ?? []) {
      if (known.has(other)) continue;
      known.add(other);
      part.push(other);
    }
  }
  const end = part.find((id) => (near.get(id)?.length ?? 0) < 2);
  const ids = [end ?? start];
  const walked = new Set(ids);
  for (let next: string | undefined = ids[0]; next !== undefined;) {
    next = near.get(next)?.find((id) => !walked.has(id));
    if (next === undefined) break;
    walked.add(next);
    ids.push(next);
  }
  return { ids, closed: end === undefined };
}

/** Finds room beside what stands already, by cells of the size of a device with its label. */
class FreeRoom {
  private readonly taken = new Set<string>();

  constructor(places: readonly Point[]) {
    for (const place of places) this.take(place);
  }
  take({ x, y }: Point): void {
    this.taken.add(`${Math.round(x / 60)} ${Math.round(y / 60)}`);
  }
  /** The top left corner nearest to the wish of a box that covers nothing: further down or to a side, step by step. */
  find(wish: Point, width: number, height: number): Point {
    if (this.taken.size === 0) return wish;
    for (let round = 0; round < 60; round++)
      for (const [dx, dy] of round === 0
        ? [[0, 0]]
        : [
            [0, round],
            [round, 0],
            [-round, 0],
            [round, round],
            [-round, round],
          ]) {
        // prettier-ignore
        const corner = { x: wish.x + dx! * column, y: wish.y + dy! * leafTier };
        if (this.isFree(corner, width, height)) return corner;
      }
    return { x: wish.x, y: wish.y + 60 * leafTier };
  }
  private isFree({ x, y }: Point, width: number, height: number): boolean {
    // Devices stand at least half a column inside of the box's sides.
    const [left, right] = [Math.floor((x + 12) / 60), Math.ceil((x + width - 12) / 60)];
    const [top, bottom] = [Math.floor((y - 48) / 60), Math.ceil((y + height + 48) / 60)];
    if ((right - left + 1) * (bottom - top + 1) > this.taken.size * 4)
      return ![...this.taken].some((key) => {
        const [column, row] = key.split(' ').map(Number) as [number, number];
        return column >= left && column <= right && row >= top && row <= bottom;
      });
    for (let row = top; row <= bottom; row++)
      for (let column = left; column <= right; column++) if (this.taken.has(`${column} ${row}`)) return false;
    return true;
  }
}
