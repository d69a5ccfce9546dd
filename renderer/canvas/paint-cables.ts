/**
 * Cables, their lights and what sits on them. Looks are set once for all cables that share one; each cable is a path of its own, since lines in
 * one path are smoothed together (and two thousand short paths cost hardly more than one long one).
 */
import { aroundGap, gripsOf, pointsOf } from './cable';
import { signs } from './icons';
import type { LinkItem } from './items';
import type { DrawnState } from './mapping';
import type { ChangeSign } from './model';
import { changeLook } from './paint-changes';
import type { Look } from './paint-changes';
import type { Scene } from './scene';
import type { Context } from './sprites';
import type { Theme } from './theme';

/** Of a cut: the gap in the middle and the stumps across its ends, canvas px. */
const gap = 18;
const stump = 14;

/** Later ones are drawn over earlier ones. */
const states: readonly DrawnState[] = ['down', 'up', 'planned', 'changing', 'failed'];
const changes: readonly (ChangeSign | undefined)[] = [undefined, '-', '~', '+'];

function lookOf(state: DrawnState, selected: boolean, change: ChangeSign | undefined, theme: Theme): Look {
  const { colour, cable } = theme;
  if (change) return changeLook(change, selected, theme);
  if (state === 'planned') return { stroke: colour.accent, width: selected ? cable + 1 : cable, dash: [7, 5] };
  if (state === 'changing') return { stroke: colour.accent, width: selected ? cable + 1 : cable, dash: [16, 5, 3, 5], moving: true };
  if (state === 'failed') return { stroke: colour.fail, width: selected ? cable + 1 : cable, dash: [12, 4, 2, 4] };
  if (selected) return { stroke: colour.accent, width: cable + 1, dash: [] };
  if (state === 'down') return { stroke: colour.edge, width: cable * 0.75, dash: [] };
  return { stroke: colour.cable, width: cable, dash: [] };
}

/** Draws lines; the context counts in canvas px. */
export function paintCables(context: Context, scene: Scene, links: readonly LinkItem[], theme: Theme, now: number): void {
  const { scale } = scene.viewport.view;
  const far = scene.viewport.level === 'far';
  /** Never thinner than it can be seen. */
  const width = (wanted: number) => (far ? (1.5 * wanted) / theme.cable / scale : Math.max(wanted, 1.25 / scale));
  // Of bends; straight cables have no joins.
  context.lineJoin = 'round';
  casings(context, scene, links, theme, width);
  for (const { state, selected, change, alike } of byLook(links, scene.selection)) {
    const look = lookOf(state, selected, change, theme);
    const unit = far ? 0.5 / scale : 1;
    context.strokeStyle = context.fillStyle = look.stroke;
    context.lineWidth = width(look.width);
    context.lineCap = 'butt';
    context.setLineDash(look.dash.map((length) => length * unit));
    context.lineDashOffset = look.moving && !theme.still ? -((now / 40) % 29) * unit : 0;
    for (const link of alike) {
      if (look.dash.length === 0 && bar(context, link)) continue;
      context.beginPath();
      trace(context, link, true);
      context.stroke();
    }
    context.setLineDash([]);
    if (far) continue;
    context.lineWidth = width(Math.max(2.5, theme.cable));
    context.lineCap = 'round';
    for (const link of alike) if (link.view.cut) stumps(context, link);
  }
  context.lineCap = 'butt';
}

/** Cables that look alike, in the order of painting. */
function byLook(links: readonly LinkItem[], selection: ReadonlySet<string>) {
  const looks = changes.flatMap((change) =>
    [false, true].flatMap((selected) => states.map((state) => ({ state, selected, change, alike: [] as LinkItem[] }))),
  );
  for (const link of links) {
    const among = 2 * changes.indexOf(link.view.change) + (selection.has(link.id) ? 1 : 0);
    looks[states.indexOf(link.shown) + among * states.length]?.alike.push(link);
  }
  return looks.filter(({ alike }) => alike.length > 0);
}

/** Bands under cables: pointed at, selected, or holding the keyboard's focus. */
function casings(context: Context, scene: Scene, links: readonly LinkItem[], theme: Theme, width: (wanted: number) => number): void {
  const band = (link: LinkItem, stroke: string, wide: number, alpha = 1) => {
    context.globalAlpha = alpha;
    context.strokeStyle = stroke;
    context.lineWidth = Math.max(width(wide), wide / scene.viewport.view.scale / 2);
    context.beginPath();
    trace(context, link, false);
    context.stroke();
    context.globalAlpha = 1;
  };
  for (const link of links) {
    if (scene.focus === link.id) {
      band(link, theme.colour.ink, 11);
      band(link, theme.colour.paper, 6);
    } else if (scene.selection.has(link.id)) band(link, theme.colour.accent, 10, 0.22);
    else if (scene.hover?.id === link.id) band(link, theme.colour.pressed, 10);
  }
}

function trace(context: Context, { line, view }: LinkItem, gaps: boolean): void {
  const { a, b, direction, length, loop, through } = line;
  context.moveTo(a.x, a.y);
  if (loop) {
    // Three quarters of the circle: the last one lies under the device.
    context.arc(loop.centre.x, loop.centre.y, loop.radius, Math.PI, Math.PI / 2);
    return;
  }
  const open = gaps && view.cut && length > gap;
  if (through.length > 0) {
    for (const [first, ...rest] of open ? aroundGap(line, gap) : [pointsOf(line)]) {
      if (first) context.moveTo(first.x, first.y);
      for (const { x, y } of rest) context.lineTo(x, y);
    }
    return;
  }
  if (open) {
    const half = (length - gap) / 2;
    context.lineTo(a.x + direction.x * half, a.y + direction.y * half);
    context.moveTo(b.x - direction.x * half, b.y - direction.y * half);
  }
  context.lineTo(b.x, b.y);
}

/** A whole line that runs along an axis, as most do on a grid, is a rectangle, which costs a third. False if it is none. */
function bar(context: Context, { line, view }: LinkItem): boolean {
  const { a, b, loop, direction, through } = line;
  if (loop || through.length > 0 || view.cut || (direction.x !== 0 && direction.y !== 0)) return false;
  const wide = context.lineWidth;
  if (direction.y === 0) context.fillRect(Math.min(a.x, b.x), a.y - wide / 2, line.length, wide);
  else context.fillRect(a.x - wide / 2, Math.min(a.y, b.y), wide, line.length);
  return true;
}

function stumps(context: Context, { line }: LinkItem): void {
  const { x, y } = line.middle;
  const { direction } = line;
  for (const side of [-gap / 2, gap / 2]) {
    const [cx, cy] = [x + direction.x * side, y + direction.y * side];
    context.beginPath();
    context.moveTo(cx - (direction.y * stump) / 2, cy + (direction.x * stump) / 2);
    context.lineTo(cx + (direction.y * stump) / 2, cy - (direction.x * stump) / 2);
    context.stroke();
  }
}

/** The colour of a light says it all: only the one that is on is filled. */
type Light = 'ink-2' | 'accent' | 'fail' | 'light-on';
/** Later ones are drawn over earlier ones. */
const lightOrder: readonly Light[] = ['ink-2', 'accent', 'fail', 'light-on'];

function lightOf({ shown, view }: LinkItem, index: number): Light {
  const carrier = view.ends[index]?.carrier;
  if (carrier && (shown === 'down' || (shown === 'up' && !view.cut))) return 'light-on';
  return shown === 'planned' || shown === 'changing' ? 'accent' : shown === 'failed' ? 'fail' : 'ink-2';
}

/** Link lights and the sign of a cable that could not be made; the context counts in device px. */
export function paintLights(context: Context, scene: Scene, links: readonly LinkItem[], theme: Theme): void {
  const { view, ratio, level } = scene.viewport;
  if (level === 'far') return;
  const { colour } = theme;
  const unit = view.scale * ratio;
  const size = Math.max(4, Math.round(6 * unit));
  const edge = Math.max(1, Math.round(1.25 * unit));
  const stroke = Math.max(1, Math.round(1.5 * unit));
  const square = (x: number, y: number, by: number) => context.rect(x - by, y - by, size + 2 * by, size + 2 * by);
  const groups = new Map<Light, [number, number][]>(lightOrder.map((light) => [light, []]));
  for (const link of links) {
    if (link.line.length < 10) continue;
    link.line.lights.forEach((place, index) => {
      const { x, y } = scene.viewport.toScreen(place);
      groups.get(lightOf(link, index))?.push([Math.round(x * ratio - size / 2), Math.round(y * ratio - size / 2)]);
    });
  }
  const fill = (corners: [number, number][], by: number, style: string) => {
    context.beginPath();
    for (const [x, y] of corners) square(x, y, by);
    context.fillStyle = style;
    context.fill();
  };
  for (const [light, corners] of groups) {
    if (corners.length === 0) continue;
    const on = light === 'light-on';
    fill(corners, edge, on ? colour.paper : colour[light]);
    fill(corners, on ? 0 : edge - stroke, on ? colour[light] : colour.paper);
  }
  for (const link of links) if (link.shown === 'failed') failedSign(context, scene, link, theme);
}

/** Of a selected cable: squares on its bends, rings where its ends are taken hold of. The context counts in canvas px. */
export function paintCableHandles(context: Context, scene: Scene, links: readonly LinkItem[], { colour }: Theme): void {
  const pixel = 1 / scene.viewport.view.scale;
  const size = Math.max(7, 5 * pixel);
  for (const link of links) {
    if (!scene.selection.has(link.id) || link.stands !== 1 || scene.viewport.level === 'far') continue;
    context.fillStyle = colour.paper;
    context.strokeStyle = colour.accent;
    context.lineWidth = Math.max(2, 1.5 * pixel);
    const shapes = [
      ...link.line.through.map(
        ({ x, y }) =>
          () =>
            context.rect(x - size / 2, y - size / 2, size, size),
      ),
      ...(gripsOf(link.line) ?? []).map(
        ({ x, y }) =>
          () =>
            context.arc(x, y, size / 2, 0, 2 * Math.PI),
      ),
    ];
    for (const shape of shapes) {
      context.beginPath();
      shape();
      context.fill();
      context.stroke();
    }
  }
}

function failedSign(context: Context, scene: Scene, link: LinkItem, theme: Theme): void {
  const { view, ratio } = scene.viewport;
  const { x, y } = scene.viewport.toScreen(link.line.middle);
  octagon(context, x * ratio, y * ratio, 1.125 * ratio * Math.max(0.7, Math.min(1, view.scale)), theme);
}

/** The octagon with its cross, its middle at a place; `unit` is device px per unit of its grid of 16. */
export function octagon(context: Context, x: number, y: number, unit: number, { colour }: Theme): void {
  const { octagon: shape, cross } = signs();
  context.save();
  context.translate(x - 8 * unit, y - 8 * unit);
  context.scale(unit, unit);
  context.lineWidth = 3;
  context.strokeStyle = colour.paper;
  context.stroke(shape);
  context.fillStyle = colour.fail;
  context.fill(shape);
  context.lineWidth = 1.9;
  context.lineCap = 'round';
  context.strokeStyle = colour['on-fail'];
  context.stroke(cross);
  context.restore();
}
