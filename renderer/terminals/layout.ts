/** How terminals stand in the dock: a grid of tiles, each with its own tabs. Pure; a layout is never changed, only followed by another one. */
import { z } from 'zod';

const tileSchema = z.object({ tabs: z.array(z.string()), active: z.string().nullable() });
/** Shares of the width and of the height; only what they are to each other counts. */
const shares = z.array(z.number().min(0.05).max(100)).min(1).max(4);
export const layoutSchema = z
  .object({ columns: shares, rows: shares, tiles: z.array(tileSchema), live: z.number().int().min(0) })
  .refine(({ columns, rows, tiles, live }) => tiles.length === columns.length * rows.length && live < tiles.length)
  .refine(({ tiles }) => tiles.every(({ tabs, active }) => (active === null ? tabs.length === 0 : tabs.includes(active))));

export interface Tile {
  readonly tabs: readonly string[];
  /** The tab whose terminal is seen; null: the tile is empty. */
  readonly active: string | null;
}
export interface TileLayout {
  readonly columns: readonly number[];
  readonly rows: readonly number[];
  /** Row by row. */
  readonly tiles: readonly Tile[];
  /** Which tile is meant where none is named: the one that had the focus last. */
  readonly live: number;
}

const emptyTile: Tile = { tabs: [], active: null };
export const oneTile: TileLayout = { columns: [1], rows: [1], tiles: [emptyTile], live: 0 };

/** The smallest share that a tile keeps when its neighbour is pulled over it. */
const leastShare = 0.15;

export const tileOf = (layout: TileLayout, tab: string): number => layout.tiles.findIndex(({ tabs }) => tabs.includes(tab));
export const tabsOf = (layout: TileLayout): string[] => layout.tiles.flatMap(({ tabs }) => tabs);
/** The tabs whose terminals are seen. */
export const shownTabs = (layout: TileLayout): string[] => layout.tiles.flatMap(({ active }) => active ?? []);

const change = (layout: TileLayout, at: number, tile: Tile): TileLayout => ({ ...layout, tiles: layout.tiles.with(at, tile) });

/** Puts a tab into a tile, at a place among its tabs (absent: behind them); it is seen then, and its tile is the live one. */
export function place(layout: TileLayout, tab: string, tile = layout.live, at?: number): TileLayout {
  const from = tileOf(layout, tab);
  // A place behind its own moves one to the left when the tab is taken out.
  const before = from === tile ? layout.tiles[from]!.tabs.indexOf(tab) : -1;
  const without = from < 0 ? layout : remove(layout, tab);
  const there = without.tiles[tile] ?? emptyTile;
  const index = at === undefined ? there.tabs.length : at - (before >= 0 && before < at ? 1 : 0);
  return { ...change(without, tile, { tabs: there.tabs.toSpliced(index, 0, tab), active: tab }), live: tile };
}

/** Its right neighbour is seen then, else its left one. */
export function remove(layout: TileLayout, tab: string): TileLayout {
  const at = tileOf(layout, tab);
  if (at < 0) return layout;
  const { tabs, active } = layout.tiles[at]!;
  const index = tabs.indexOf(tab);
  const rest = tabs.toSpliced(index, 1);
  return change(layout, at, { tabs: rest, active: active === tab ? (rest[index] ?? rest.at(-1) ?? null) : active });
}

export function activate(layout: TileLayout, tab: string): TileLayout {
  const at = tileOf(layout, tab);
  if (at < 0) return layout;
  return { ...change(layout, at, { ...layout.tiles[at]!, active: tab }), live: at };
}

/** Tabs that are in `there` stay as they are; the others go, those that are nowhere come into the live tile, unseen if it shows something. */
export function follow(layout: TileLayout, there: readonly string[]): TileLayout {
  const wanted = new Set(there);
  const kept = tabsOf(layout)
    .filter((tab) => !wanted.has(tab))
    .reduce(remove, layout);
  const known = new Set(tabsOf(kept));
  const fresh = there.filter((tab) => !known.has(tab));
  if (fresh.length === 0) return kept;
  const { tabs, active } = kept.tiles[kept.live]!;
  return change(kept, kept.live, { tabs: [...tabs, ...fresh], active: active ?? fresh[0]! });
}

/**
 * Another grid. Tiles that are no more give their tabs to the last one, which shows what was live if that was among them; tiles that are new get
 * a tab each from those that have more than the one that is seen.
 */
export function reshape(layout: TileLayout, columns: number, rows: number): TileLayout {
  const count = columns * rows;
  const tiles = [...layout.tiles.slice(0, count)];
  const dropped = layout.tiles.slice(count);
  const last = tiles.length - 1;
  const seen = layout.live > last ? layout.tiles[layout.live]!.active : null;
  const moved = dropped.flatMap(({ tabs }) => tabs);
  if (moved.length > 0) {
    const { tabs, active } = tiles[last]!;
    tiles[last] = { tabs: [...tabs, ...moved], active: seen ?? active ?? moved[0]! };
  }
  while (tiles.length < count) {
    const rich = tiles.findIndex(({ tabs }) => tabs.length > 1);
    const taken = rich < 0 ? undefined : tiles[rich]!.tabs.findLast((tab) => tab !== tiles[rich]!.active);
    if (taken !== undefined) tiles[rich] = { ...tiles[rich]!, tabs: tiles[rich]!.tabs.filter((tab) => tab !== taken) };
    tiles.push(taken === undefined ? emptyTile : { tabs: [taken], active: taken });
  }
  const even = (length: number, old: readonly number[]): readonly number[] => (old.length === length ? old : Array<number>(length).fill(1));
  return { columns: even(columns, layout.columns), rows: even(rows, layout.rows), tiles, live: Math.min(layout.live, last) };
}

/**
 * Moves the line behind column or row `at`.
 * @param by share of the whole width or height
 */
export function moveLine(layout: TileLayout, axis: 'columns' | 'rows', at: number, by: number): TileLayout {
  const all = layout[axis];
  const whole = all.reduce((sum, one) => sum + one, 0);
  const both = all[at]! + all[at + 1]!;
  const least = Math.min(leastShare * whole, both / 2);
  const first = Math.max(least, Math.min(both - least, all[at]! + by * whole));
  return { ...layout, [axis]: all.with(at, first).with(at + 1, both - first) };
}

/** Where the line behind column or row `at` stands, as a share of the whole. */
export function lineAt(layout: TileLayout, axis: 'columns' | 'rows', at: number): number {
  const all = layout[axis];
  return all.slice(0, at + 1).reduce((sum, one) => sum + one, 0) / all.reduce((sum, one) => sum + one, 0);
}

/** The tab so many steps on in its tile, round the end. */
export function neighbour(layout: TileLayout, tab: string, step: number): string {
  const { tabs } = layout.tiles[tileOf(layout, tab)] ?? emptyTile;
  return tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length] ?? tab;
}
