/** A spatial index: square cells that know what touches them. Finds what a box or a point touches without asking the rest. */
import type { Box, Point } from './geometry';

const cellSize = 256;
const offset = 1 << 15;
const cellKey = (column: number, row: number): number => (column + offset) * 65536 + (row + offset);

export class Grid<T> {
  private readonly cells = new Map<number, Set<T>>();
  private readonly places = new Map<T, number[]>();

  /** Puts an item into every cell of its box, in place of where it was. */
  put(item: T, box: Box): void {
    const keys: number[] = [];
    for (let row = Math.floor(box.y0 / cellSize); row <= Math.floor(box.y1 / cellSize); row++)
      for (let column = Math.floor(box.x0 / cellSize); column <= Math.floor(box.x1 / cellSize); column++) keys.push(cellKey(column, row));
    this.place(item, keys);
  }

  /** Puts an item into the cells along a line only: a long diagonal cable does not fill its whole box. */
  putLine(item: T, a: Point, b: Point, reach: number): void {
    const keys: number[] = [];
    const [top, bottom] = a.y <= b.y ? [a, b] : [b, a];
    const height = bottom.y - top.y;
    // A part of the way, never a slope: that of an all but level line is beyond all numbers.
    const at = (y: number) => top.x + ((Math.max(top.y, Math.min(bottom.y, y)) - top.y) / height) * (bottom.x - top.x);
    for (let row = Math.floor((top.y - reach) / cellSize); row <= Math.floor((bottom.y + reach) / cellSize); row++) {
      const [x0, x1] = height === 0 ? [a.x, b.x] : [at(row * cellSize - reach), at((row + 1) * cellSize + reach)];
      const [first, last] = [Math.floor((Math.min(x0, x1) - reach) / cellSize), Math.floor((Math.max(x0, x1) + reach) / cellSize)];
      for (let column = first; column <= last; column++) keys.push(cellKey(column, row));
    }
    this.place(item, keys);
  }

  remove(item: T): void {
    for (const key of this.places.get(item) ?? []) {
      const cell = this.cells.get(key);
      cell?.delete(item);
      if (cell?.size === 0) this.cells.delete(key);
    }
    this.places.delete(item);
  }

  clear(): void {
    this.cells.clear();
    this.places.clear();
  }

  /** Adds to `found` whatever shares a cell with the box. Callers still compare exact boxes. */
  query(box: Box, found: Set<T>): Set<T> {
    const [c0, c1] = [Math.floor(box.x0 / cellSize), Math.floor(box.x1 / cellSize)];
    const [r0, r1] = [Math.floor(box.y0 / cellSize), Math.floor(box.y1 / cellSize)];
    // A box larger than what is filled (far zoom) is cheaper to answer from the filled cells.
    if ((c1 - c0 + 1) * (r1 - r0 + 1) > this.cells.size) {
      for (const [key, cell] of this.cells) {
        const [column, row] = [Math.floor(key / 65536) - offset, (key % 65536) - offset];
        if (column >= c0 && column <= c1 && row >= r0 && row <= r1) for (const item of cell) found.add(item);
      }
      return found;
    }
    for (let row = r0; row <= r1; row++)
      for (let column = c0; column <= c1; column++) for (const item of this.cells.get(cellKey(column, row)) ?? []) found.add(item);
    return found;
  }

  /** Whether the test holds for anything that shares a cell with the box. Something in several cells may be asked more than once. */
  some(box: Box, test: (item: T) => boolean): boolean {
    const [c0, c1] = [Math.floor(box.x0 / cellSize), Math.floor(box.x1 / cellSize)];
    const [r0, r1] = [Math.floor(box.y0 / cellSize), Math.floor(box.y1 / cellSize)];
    for (let row = r0; row <= r1; row++)
      for (let column = c0; column <= c1; column++) {
        const cell = this.cells.get(cellKey(column, row));
        if (cell) for (const item of cell) if (test(item)) return true;
      }
    return false;
  }

  private place(item: T, keys: number[]): void {
    const before = this.places.get(item);
    if (before && before.length === keys.length && before.every((key, index) => key === keys[index])) return;
    if (before) this.remove(item);
    for (const key of keys) {
      const cell = this.cells.get(key);
      if (cell) cell.add(item);
      else this.cells.set(key, new Set([item]));
    }
    this.places.set(item, keys);
  }
}
