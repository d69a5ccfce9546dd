/** Packets keep to the right: small arrowheads beside a cable, on the right of the way they go, the closer the more there are. */
import { pointsOf } from './cable';
import type { Flow } from './flows';
import type { Point } from './geometry';
import type { LinkItem } from './items';
import type { Context } from './sprites';
import type { Theme } from './theme';

/** Between two arrowheads by step, canvas px. */
const spacings = [0, 44, 28, 16, 9] as const;
/** From the cable to the middle of an arrowhead. */
const aside = 5.5;
/** Half of an arrowhead's width, and its length. */
const half = 2.5;
const tip = 5;
/** Room for the link lights at each end. */
const ends = 14;

/** Draws them; the context counts in canvas px. Each direction of a cable is a path of its own. */
export function paintFlows(context: Context, links: readonly LinkItem[], { colour }: Theme): void {
  context.fillStyle = colour.cable;
  for (const { flows, line, stands, view } of links) {
    if (!flows || stands !== 1 || line.loop || view.cut) continue;
    const points = pointsOf(line);
    way(context, points, line.length, flows[0]);
    way(context, [...points].reverse(), line.length, flows[1]);
  }
}

function way(context: Context, points: readonly Point[], length: number, { step }: Flow): void {
  if (step === 0) return;
  const spacing = spacings[step];
  context.beginPath();
  let [passed, next] = [0, Math.min(ends + tip, length / 2)];
  for (let at = 1; at < points.length; at++) {
    const [from, to] = [points[at - 1]!, points[at]!];
    const piece = Math.hypot(to.x - from.x, to.y - from.y);
    if (piece === 0) continue;
    const [dx, dy] = [(to.x - from.x) / piece, (to.y - from.y) / piece];
    for (; next <= passed + piece && next <= length - ends; next += spacing) {
      const along = next - passed;
      const [x, y] = [from.x + dx * along - dy * aside, from.y + dy * along + dx * aside];
      context.moveTo(x + (dx * tip) / 2, y + (dy * tip) / 2);
      context.lineTo(x - (dx * tip) / 2 - dy * half, y - (dy * tip) / 2 + dx * half);
      context.lineTo(x - (dx * tip) / 2 + dy * half, y - (dy * tip) / 2 - dx * half);
      context.closePath();
    }
    passed += piece;
  }
  context.fill();
}
