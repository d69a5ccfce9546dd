/** Room: what a device needs, and how the connected parts of a drawing stand side by side without overlapping. */
import type { Point } from './edit';

/** What one device needs with its label, canvas px; whole steps of the grid that positions snap to. */
export const cell = { width: 120, height: 108 } as const;

/** Shelves, about half as wide again as high: the high parts first, each beside the one before while there is room. */
export function packed(parts: readonly { ids: readonly string[]; places: readonly Point[] }[]): Map<string, Point> {
  const boxed = parts.map(({ ids, places }) => {
    let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const { x, y } of places) [x0, y0, x1, y1] = [Math.min(x0, x), Math.min(y0, y), Math.max(x1, x), Math.max(y1, y)];
    return { ids, places, x0, y0, width: x1 - x0 + 1.5 * cell.width, height: y1 - y0 + 1.5 * cell.height };
  });
  const area = boxed.reduce((sum, { width, height }) => sum + width * height, 0);
  const widest = Math.max(Math.sqrt(area * 1.5), ...boxed.map(({ width }) => width));
  const found = new Map<string, Point>();
  let [left, top, shelf] = [0, 0, 0];
  for (const { ids, places, x0, y0, width, height } of boxed.sort((a, b) => b.height - a.height)) {
    if (left > 0 && left + width > widest) [left, top, shelf] = [0, top + shelf, 0];
    places.forEach(({ x, y }, at) => found.set(ids[at]!, { x: left + x - x0, y: top + y - y0 }));
    left += width;
    shelf = Math.max(shelf, height);
  }
  return found;
}
