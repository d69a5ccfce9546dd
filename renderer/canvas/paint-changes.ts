/** How two drawings differ: each kind of difference has a line, a ring and a sign of its own, so that a photocopy would do. */
import { cornerOf } from './corner';
import type { Point } from './geometry';
import { signs } from './icons';
import type { LinkItem, NodeItem } from './items';
import type { ChangeSign } from './model';
import type { Scene } from './scene';
import { silhouettePath } from './sprites';
import type { Context } from './sprites';
import type { Theme } from './theme';

/** How a line is drawn; lengths are canvas px. */
export interface Look {
  stroke: string;
  width: number;
  dash: readonly number[];
  moving?: boolean;
}

const ringGap = 4.5;

const inkOf = (change: ChangeSign, { colour }: Theme): string => colour[change === '+' ? 'ok' : change === '-' ? 'fail' : 'ink-2'];

export function changeLook(change: ChangeSign, selected: boolean, theme: Theme): Look {
  const width = theme.cable + (selected ? 2 : 1);
  if (change === '+') return { stroke: inkOf(change, theme), width, dash: [] };
  return { stroke: inkOf(change, theme), width, dash: change === '-' ? [7, 5] : [1.5, 3.5] };
}

/** Around a silhouette; the context counts in canvas px around the device's middle. `pixel` is a CSS px in canvas px. */
export function changeRing(context: Context, node: NodeItem, theme: Theme, pixel: number): void {
  const { change } = node.view;
  if (!change) return;
  silhouettePath(context, node.kind, ringGap);
  const width = Math.max(2.5, 1.75 * pixel);
  if (change === '~') {
    // The warning's colour is no line on paper by itself: ink on both its sides.
    context.strokeStyle = theme.colour['ink-2'];
    context.lineWidth = width + 2 * Math.max(1, 0.75 * pixel);
    context.stroke();
    context.strokeStyle = theme.colour.warn;
  } else context.strokeStyle = inkOf(change, theme);
  context.lineWidth = width;
  context.setLineDash(change === '-' ? [6, 4] : []);
  context.stroke();
  context.setLineDash([]);
}

/** Plus, minus and pencil, at the corners of devices and in the middle of cables; the context counts in device px. */
export function paintChangePlates(
  context: Context,
  scene: Scene,
  nodes: readonly NodeItem[],
  links: readonly LinkItem[],
  theme: Theme,
): void {
  if (scene.viewport.level === 'far') return;
  for (const { view, line, stands } of links) if (view.change && stands > 0) plate(context, scene, line.middle, view.change, theme);
  for (const node of nodes) {
    if (!node.view.change) continue;
    const { x, y } = cornerOf(node);
    plate(context, scene, { x: node.x + x, y: node.y + y }, node.view.change, theme);
  }
}

function plate(context: Context, scene: Scene, at: Point, change: ChangeSign, theme: Theme): void {
  const { view, ratio } = scene.viewport;
  const { x, y } = scene.viewport.toScreen(at);
  const { colour } = theme;
  context.save();
  context.translate(Math.round(x * ratio), Math.round(y * ratio));
  context.scale(view.scale * ratio, view.scale * ratio);
  context.beginPath();
  context.roundRect(-9, -9, 18, 18, change === '+' ? 9 : 4);
  context.fillStyle = change === '~' ? colour.warn : inkOf(change, theme);
  context.fill();
  context.strokeStyle = change === '~' ? colour['ink-2'] : colour.paper;
  context.lineWidth = 1.5;
  context.stroke();
  context.translate(-9, -9);
  context.lineWidth = change === '~' ? 1.5 : 2.2;
  context.lineCap = context.lineJoin = 'round';
  context.strokeStyle = change === '+' ? colour.paper : change === '-' ? colour['on-fail'] : colour['on-warn'];
  context.stroke(signs()[change === '+' ? 'plus' : change === '-' ? 'minus' : 'pencil']);
  context.restore();
}
