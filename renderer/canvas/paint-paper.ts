/** The paper with its dots, and the plates that words stand on; the context counts in device px. */
import type { Box, Point } from './geometry';
import { signs } from './icons';
import type { Label } from './labels';
import type { Context } from './sprites';
import type { Theme } from './theme';
import type { View } from './viewport';

/** Between the dots of the paper at 100 %, canvas px; they thin out so that they are never closer than this many px seen. */
const dotStep = 24;
const closestDots = 14;

/** Fills a box of device px: x, y, width, height. */
export function paintPaper(
  context: Context,
  [left, top, width, height]: [number, number, number, number],
  view: View,
  ratio: number,
  { colour }: Theme,
): void {
  context.fillStyle = colour.paper;
  context.fillRect(left, top, width, height);
  let step = dotStep * view.scale;
  while (step < closestDots) step *= 2;
  const size = Math.max(1, Math.round(1.5 * ratio));
  /** The dots from just before a place to just before another, device px. */
  const along = (from: number, to: number, offset: number) => {
    const places: number[] = [];
    const first = Math.ceil(((from - size) / ratio - offset) / step) - 1;
    for (let index = first; (index * step + offset) * ratio < to + 1; index++) places.push(Math.round((index * step + offset) * ratio));
    return places;
  };
  const columns = along(left, left + width, view.x);
  context.fillStyle = colour['paper-dot'];
  context.beginPath();
  for (const y of along(top, top + height, view.y)) for (const x of columns) context.rect(x, y, size, size);
  context.fill();
}

/** A frame for words, its lines sharp. `box` in CSS px as seen. */
export function paintPlate(context: Context, box: Box, kind: NonNullable<Label['plate']>, ratio: number, { colour }: Theme): void {
  const line = Math.max(1, Math.round(ratio));
  const [x0, y0, x1, y1] = [box.x0, box.y0, box.x1, box.y1].map((edge) => Math.round(edge * ratio)) as [number, number, number, number];
  context.beginPath();
  context.roundRect(x0 + line / 2, y0 + line / 2, x1 - x0 - line, y1 - y0 - line, 4 * ratio);
  context.fillStyle = kind === 'paper' ? colour.paper : colour.surface;
  context.fill();
  context.lineWidth = line;
  context.strokeStyle = colour.line;
  if (kind !== 'paper') context.stroke();
  if (kind === 'cut') scissors(context, { x: x0 + 8 * ratio, y: (y0 + y1) / 2 - 8 * ratio }, ratio, colour.ink);
}

/** Their left top corner at a place. */
function scissors(context: Context, { x, y }: Point, ratio: number, ink: string): void {
  context.save();
  context.translate(x, y);
  context.scale(ratio, ratio);
  context.lineWidth = 1.5;
  context.lineCap = 'round';
  context.strokeStyle = ink;
  context.stroke(signs().scissors);
  context.restore();
}
