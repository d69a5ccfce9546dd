/** Devices: their tiles, the signs at their corners, and the rings that say where the pointer, the selection and the focus are. */
import { cornerOf } from './corner';
import { silhouettes } from './geometry';
import { signs } from './icons';
import type { NodeItem } from './items';
import { octagon } from './paint-cables';
import { changeRing } from './paint-changes';
import type { Scene } from './scene';
import { silhouettePath } from './sprites';
import type { Context, Sprites } from './sprites';
import type { Theme } from './theme';

/** From the silhouette's box to the selection's square ring, canvas px; the ring of a larger device stays square to it. */
const selectionGap = 7;
const hoverGap = 5;
const handleSize = 7;

/** Runs with the context in canvas px around a device's centre; lengths then are canvas px, but never invisible. */
function around(context: Context, scene: Scene, node: NodeItem, paint: (pixel: number) => void): void {
  const { view, ratio } = scene.viewport;
  const { x, y } = scene.viewport.toScreen(node);
  context.save();
  context.translate(Math.round(x * ratio), Math.round(y * ratio));
  context.scale(view.scale * ratio, view.scale * ratio);
  paint(1 / view.scale);
  context.restore();
}

/** Under cables and tiles: the soft square of the selection. */
export function paintUnderNodes(context: Context, scene: Scene, nodes: readonly NodeItem[], theme: Theme): void {
  for (const node of nodes) {
    if (!scene.selection.has(node.id)) continue;
    around(context, scene, node, (pixel) => {
      square(context, node, selectionGap, 10);
      context.globalAlpha = 0.8;
      context.fillStyle = theme.colour['accent-soft'];
      context.fill();
      context.globalAlpha = 1;
      context.lineWidth = Math.max(theme.ring, 1.5 * pixel);
      context.strokeStyle = theme.colour.accent;
      context.stroke();
    });
  }
}

export function paintNodes(context: Context, scene: Scene, nodes: readonly NodeItem[], sprites: Sprites, theme: Theme): void {
  const { draft } = scene;
  for (const node of nodes) {
    const { x, y } = scene.viewport.toScreen(node);
    sprites.draw(context, node.kind, node.shown, x, y);
    if (node.view.change) around(context, scene, node, (pixel) => changeRing(context, node, theme, pixel));
    const target = draft.cable?.target === node.id;
    const source = draft.cable?.from.includes(node.id);
    if (target) dropRing(context, scene, node, theme);
    else if (source || scene.hover?.id === node.id) hoverRing(context, scene, node, theme, source === true);
    if (scene.focus === node.id) focusRing(context, scene, node, theme);
  }
}

/** The signs at corners, over cables and lights. */
export function paintOverNodes(context: Context, scene: Scene, nodes: readonly NodeItem[], theme: Theme, now: number): void {
  if (scene.viewport.level !== 'far') for (const node of nodes) corner(context, scene, node, theme, now);
}

/** Handles of what is selected, over everything. */
export function paintHandles(context: Context, scene: Scene, nodes: readonly NodeItem[], theme: Theme): void {
  if (scene.viewport.level !== 'far') for (const node of nodes) if (scene.selection.has(node.id)) handles(context, scene, node, theme);
}

function square(context: Context, { kind }: NodeItem, gap: number, radius: number): void {
  const { width, height } = silhouettes[kind];
  context.beginPath();
  context.roundRect(-width / 2 - gap, -height / 2 - gap, width + 2 * gap, height + 2 * gap, radius);
}

/** What is locked has none, but a lock where one of them would be. */
function handles(context: Context, scene: Scene, node: NodeItem, { colour }: Theme): void {
  const { width, height } = silhouettes[node.kind];
  if (node.view.locked) {
    around(context, scene, node, () => {
      context.translate(width / 2 + selectionGap, height / 2 + selectionGap);
      context.lineWidth = 1.5;
      context.fillStyle = colour.paper;
      context.strokeStyle = colour.accent;
      context.beginPath();
      context.arc(0, 0, 9, 0, 2 * Math.PI);
      context.fill();
      context.stroke();
      context.beginPath();
      context.arc(0, -1.5, 2.25, Math.PI, 0);
      context.stroke();
      context.fillStyle = colour.accent;
      context.fillRect(-3.5, -1.5, 7, 5.5);
    });
    return;
  }
  around(context, scene, node, (pixel) => {
    const size = Math.max(handleSize, 5 * pixel);
    context.fillStyle = colour.paper;
    context.strokeStyle = colour.accent;
    context.lineWidth = Math.max(2, 1.5 * pixel);
    for (const x of [-1, 1])
      for (const y of [-1, 1]) {
        context.beginPath();
        context.rect(x * (width / 2 + selectionGap) - size / 2, y * (height / 2 + selectionGap) - size / 2, size, size);
        context.fill();
        context.stroke();
      }
  });
}

function hoverRing(context: Context, scene: Scene, node: NodeItem, { colour }: Theme, source: boolean): void {
  around(context, scene, node, (pixel) => {
    silhouettePath(context, node.kind, hoverGap);
    context.lineWidth = Math.max(1.5, 1.25 * pixel);
    context.strokeStyle = source ? colour.accent : colour.edge;
    context.stroke();
  });
}

function dropRing(context: Context, scene: Scene, node: NodeItem, { colour }: Theme): void {
  around(context, scene, node, (pixel) => {
    silhouettePath(context, node.kind, hoverGap);
    context.lineWidth = Math.max(3.5, 2.5 * pixel);
    context.lineCap = 'round';
    context.setLineDash([Math.max(2, pixel), Math.max(5, 4 * pixel)]);
    context.strokeStyle = colour.accent;
    context.stroke();
  });
}

/** Outside the selection's ring, with a gap of paper, so that both can be seen at once. */
function focusRing(context: Context, scene: Scene, node: NodeItem, { colour }: Theme): void {
  const gap = scene.selection.has(node.id) ? selectionGap + 6 : selectionGap;
  around(context, scene, node, (pixel) => {
    square(context, node, gap, scene.selection.has(node.id) ? 15 : 11);
    context.lineWidth = Math.max(6, 5 * pixel);
    context.strokeStyle = colour.paper;
    context.stroke();
    context.lineWidth = Math.max(2.5, 2 * pixel);
    context.strokeStyle = colour.ink;
    context.stroke();
  });
}

/** The sign at the top corner where fewer cables leave. */
function corner(context: Context, scene: Scene, node: NodeItem, theme: Theme, now: number): void {
  const failed = node.shown === 'failed' || node.view.problem;
  const paused = node.shown === 'up' && node.view.paused;
  const differs = node.shown === 'up' && node.view.differs;
  if (!failed && !differs && !paused && node.shown !== 'changing') return;
  const { colour } = theme;
  const { view, ratio } = scene.viewport;
  const unit = view.scale * ratio;
  const { x, y } = scene.viewport.toScreen(node);
  const place = cornerOf(node);
  const [cx, cy] = [x * ratio + place.x * unit, y * ratio + place.y * unit];
  if (failed) return octagon(context, cx, cy, 1.125 * unit, theme);
  context.save();
  context.translate(cx, cy);
  context.scale(unit, unit);
  context.fillStyle = colour.surface;
  context.strokeStyle = colour['ink-2'];
  context.lineWidth = 1.5;
  context.lineCap = context.lineJoin = 'round';
  context.beginPath();
  if (node.shown === 'changing') context.arc(0, 0, 8.5, 0, 2 * Math.PI);
  else context.roundRect(-9, -9, 18, 18, 4);
  context.fill();
  context.stroke();
  if (node.shown === 'changing') {
    if (!theme.still) context.rotate((now / 1000) * 2 * Math.PI);
    context.strokeStyle = colour.accent;
    context.lineWidth = 2;
    context.stroke(signs().busy);
  } else {
    context.strokeStyle = colour.ink;
    context.lineWidth = paused ? 2.2 : 1.7;
    context.translate(-9, -9);
    context.stroke(paused ? signs().pause : signs().unequal);
  }
  context.restore();
}
