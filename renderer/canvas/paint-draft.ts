/** What a gesture is about to make: a cable on its way to a device, a device at the pointer. Blue and dashed, as every wish. */
import { cableLine } from './cable';
import type { Scene } from './scene';
import type { Context, Sprites } from './sprites';
import type { Theme } from './theme';

/** Draws the cables that are being pulled; the context counts in canvas px. */
export function paintDraftCable(context: Context, scene: Scene, theme: Theme): void {
  const { cable } = scene.draft;
  if (!cable) return;
  const target = cable.target ? scene.nodes.get(cable.target) : undefined;
  const pixel = 1 / scene.viewport.view.scale;
  context.strokeStyle = theme.colour.accent;
  context.lineWidth = Math.max(theme.cable, 1.5 * pixel);
  context.setLineDash([7, 5].map((length) => Math.max(length, length * 0.6 * pixel)));
  for (const id of cable.from) {
    const from = scene.nodes.get(id);
    if (!from || from === target) continue;
    const line = cableLine(from, target ?? { x: cable.to.x, y: cable.to.y, kind: from.kind }, 0, 1);
    const end = target ? line.b : cable.to;
    context.beginPath();
    context.moveTo(line.a.x, line.a.y);
    context.lineTo(end.x, end.y);
    context.stroke();
  }
  context.setLineDash([]);
}

/** Lines to what a dragged device stands in line with, one device px wide; the context counts in device px. */
export function paintGuides(context: Context, scene: Scene, theme: Theme): void {
  const { ratio } = scene.viewport;
  context.fillStyle = theme.colour.accent;
  for (const { from, to } of scene.draft.guides) {
    const [a, b] = [scene.viewport.toScreen(from), scene.viewport.toScreen(to)];
    const [x, y] = [Math.round(a.x * ratio), Math.round(a.y * ratio)];
    const wide = Math.max(1, Math.round(ratio));
    context.fillRect(x, y, Math.max(wide, Math.round(b.x * ratio) - x), Math.max(wide, Math.round(b.y * ratio) - y));
  }
}

/** The device about to be placed, and the plus at the pointer where a cable can start; the context counts in device px. */
export function paintPointer(context: Context, scene: Scene, sprites: Sprites, theme: Theme): void {
  const { placing } = scene.draft;
  if (placing) {
    const { x, y } = scene.viewport.toScreen(placing.at);
    sprites.draw(context, placing.kind, 'planned', x, y);
  }
  const edge = scene.hover?.edge;
  if (!edge || scene.draft.cable) return;
  const { ratio } = scene.viewport;
  const { x, y } = scene.viewport.toScreen(edge);
  context.save();
  context.translate(x * ratio, y * ratio);
  context.scale(ratio, ratio);
  context.beginPath();
  context.arc(0, 0, 7, 0, 2 * Math.PI);
  context.fillStyle = theme.colour.accent;
  context.fill();
  context.lineWidth = 1.5;
  context.strokeStyle = theme.colour.paper;
  context.stroke();
  context.beginPath();
  context.moveTo(-3.5, 0);
  context.lineTo(3.5, 0);
  context.moveTo(0, -3.5);
  context.lineTo(0, 3.5);
  context.strokeStyle = theme.colour['on-accent'];
  context.lineWidth = 1.75;
  context.stroke();
  context.restore();
}
