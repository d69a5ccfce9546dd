/** A circle, neighbours beside each other as far as a walk along the cables makes them. */
import type { Point } from './edit';
import { cell } from './layout-pack';
import type { Part } from './layout-graph';

export function circle({ next }: Part): Point[] {
  const order: number[] = [];
  const seen = new Set<number>();
  const waiting = [0];
  while (waiting.length > 0) {
    const at = waiting.pop()!;
    if (seen.has(at)) continue;
    seen.add(at);
    order.push(at);
    waiting.push(...[...next[at]!].reverse());
  }
  const places: Point[] = next.map(() => ({ x: 0, y: 0 }));
  // The chord between two neighbours is as long as the diagonal of what a device needs: so they never overlap, whichever way it points.
  const chord = Math.hypot(cell.width, cell.height) + 12;
  const radius = order.length < 2 ? 0 : chord / 2 / Math.sin(Math.PI / order.length);
  order.forEach((at, place) => {
    const angle = (2 * Math.PI * place) / order.length - Math.PI / 2;
    places[at] = { x: radius * Math.cos(angle), y: radius * Math.sin(angle) };
  });
  return places;
}
