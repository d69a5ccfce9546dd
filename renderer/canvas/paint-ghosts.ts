/** Ghosts: dotted lines of ink with an eye on a plate, so that nobody takes them for something that was drawn. */
import { plateSize } from './ghosts';
import type { GhostItem } from './ghosts';
import { scaled } from './extents';
import { signs } from './icons';
import type { Scene } from './scene';
import type { Context } from './sprites';
import type { Text } from './text';
import type { Theme } from './theme';
import { typeFor } from './type';

/** Between the dots, canvas px. */
const pitch = 6;
/** An interface's name: along its line from the device, and aside of it. */
const along = 26;
const aside = 12;

/** Their lines, and what says where the pointer and the focus are; the context counts in canvas px. */
export function paintGhosts(context: Context, scene: Scene, ghosts: readonly GhostItem[], theme: Theme): void {
  const { scale } = scene.viewport.view;
  const far = scene.viewport.level === 'far';
  const unit = far ? 0.5 / scale : 1;
  const dot = far ? 1.5 / scale : Math.max(2.25, 1.5 / scale);
  for (const ghost of ghosts) {
    const hovered = scene.hover?.id === ghost.id;
    const focused = scene.focus === ghost.id;
    if (hovered || focused) {
      band(context, ghost, focused ? theme.colour.ink : theme.colour.pressed, focused ? 11 : 10, scale);
      if (focused) band(context, ghost, theme.colour.paper, 6, scale);
    }
    context.strokeStyle = theme.colour['ink-3'];
    context.lineWidth = dot;
    context.lineCap = 'round';
    context.setLineDash([0.01, pitch * unit]);
    trace(context, ghost);
    context.stroke();
    context.setLineDash([]);
    context.lineCap = 'butt';
  }
}

function band(context: Context, ghost: GhostItem, style: string, wide: number, scale: number): void {
  context.strokeStyle = style;
  context.lineWidth = Math.max(wide, wide / scale / 2);
  trace(context, ghost);
  context.stroke();
}

function trace(context: Context, { line: { a, b, loop } }: GhostItem): void {
  context.beginPath();
  context.moveTo(a.x, a.y);
  if (loop) context.arc(loop.centre.x, loop.centre.y, loop.radius, Math.PI, Math.PI / 2);
  else context.lineTo(b.x, b.y);
}

/** The eye on its plate, over cables; the context counts in device px. */
export function paintGhostPlates(context: Context, scene: Scene, ghosts: readonly GhostItem[], theme: Theme): void {
  if (scene.viewport.level === 'far') return;
  const { view, ratio } = scene.viewport;
  const unit = view.scale * ratio;
  const half = plateSize / 2;
  for (const ghost of ghosts) {
    const { x, y } = scene.viewport.toScreen(ghost.plate);
    const focused = scene.focus === ghost.id;
    context.save();
    context.translate(Math.round(x * ratio), Math.round(y * ratio));
    context.scale(unit, unit);
    if (focused) {
      context.beginPath();
      context.roundRect(-half - 4, -half - 4, plateSize + 8, plateSize + 8, 7);
      context.fillStyle = theme.colour.paper;
      context.strokeStyle = theme.colour.ink;
      context.lineWidth = 2.5;
      context.fill();
      context.stroke();
    }
    context.beginPath();
    context.roundRect(-half, -half, plateSize, plateSize, 4);
    context.fillStyle = theme.colour[scene.hover?.id === ghost.id ? 'pressed' : 'surface'];
    context.fill();
    context.strokeStyle = theme.colour['ink-2'];
    context.lineWidth = 1.5;
    context.setLineDash([3, 2.5]);
    context.stroke();
    context.setLineDash([]);
    context.translate(-half, -half);
    context.strokeStyle = context.fillStyle = theme.colour.ink;
    context.lineWidth = 1.5;
    context.lineCap = context.lineJoin = 'round';
    context.stroke(signs().eye);
    context.fill(signs().pupil);
    context.restore();
  }
}

/** Names of their interfaces: of a cable near only, of an interface that leads nowhere as soon as devices have names. */
export function ghostWords(scene: Scene, ghosts: readonly GhostItem[], theme: Theme): Text[] {
  const { level, view } = scene.viewport;
  if (level === 'far' || ghosts.length === 0) return [];
  const type = typeFor(theme, view.scale);
  const style = type.style('host');
  const middle = type.smallSize * 0.36;
  const texts: Text[] = [];
  for (const ghost of ghosts) {
    const [one, other] = ghost.record.ends;
    const { line } = ghost;
    if (!other) {
      const { x, y } = scaled(line.b, view.scale);
      const right = line.direction.x >= 0;
      const more = scene.ghosts.hidden(ghost);
      const text = more > 0 ? `${one.interface} +${more}` : one.interface;
      const beside = (plateSize / 2) * view.scale + 6;
      texts.push({ text, style, x: x + (right ? beside : -beside), y: y + middle, align: right ? 'start' : 'end' });
    } else if (level === 'near' && !line.loop) {
      const out = { x: -line.direction.y, y: line.direction.x };
      for (const [index, end] of [one, other].entries()) {
        const at = scaled(index === 0 ? line.a : line.b, view.scale);
        const leave = line.leaves[index === 0 ? 0 : 1];
        const reach = along * Math.max(1, view.scale);
        const align = out.x > 0.3 ? 'start' : out.x < -0.3 ? 'end' : 'middle';
        texts.push({ text: end.interface, style, x: at.x + leave.x * reach + out.x * aside, y: at.y + leave.y * reach + out.y * aside + middle, align }); // prettier-ignore
      }
    }
  }
  return texts;
}
