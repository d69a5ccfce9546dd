/** Pictures of devices, one per kind, state and scale, drawn once and then copied. */
import { cornerRadius, silhouettes } from './geometry';
import type { DrawnKind } from './geometry';
import { deviceIcons } from './icons';
import type { DrawnState } from './mapping';
import type { Theme } from './theme';
import type { Level } from './viewport';

/** Around the silhouette, canvas px: room for half an outline. */
const margin = 3;

export type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** Makes a device's silhouette around 0,0 the path, grown by so much (and its corners with it). */
export function silhouettePath(context: Context, kind: DrawnKind, by = 0): void {
  const { shape, width, height, rim = 0 } = silhouettes[kind];
  context.beginPath();
  if (shape === 'circle') return context.arc(0, 0, width / 2 + by, 0, 2 * Math.PI);
  const radius = shape === 'stadium' ? height / 2 + by : cornerRadius + rim + by;
  context.roundRect(-width / 2 - by, -height / 2 - by, width + 2 * by, height + 2 * by, Math.max(1, radius));
}
/** The tile: the silhouette, or what is inside the rim. */
function tilePath(context: Context, kind: DrawnKind, by = 0): void {
  silhouettePath(context, kind, by - (silhouettes[kind].rim ?? 0));
}

export class Sprites {
  private made = new Map<string, OffscreenCanvas>();
  protected scale = 0;
  private ratio = 0;
  private level: Level = 'near';

  constructor(private theme: Theme) {}

  setTheme(theme: Theme): void {
    this.theme = theme;
    this.made.clear();
  }

  /** To be called before drawing at another scale. */
  prepare(scale: number, ratio: number, level: Level): void {
    if (scale === this.scale && ratio === this.ratio && level === this.level) return;
    this.scale = scale;
    this.ratio = ratio;
    this.level = level;
    this.made.clear();
  }

  /** Draws a device with its centre at a place in CSS px; the context counts in device px. */
  draw(context: Context, kind: DrawnKind, state: DrawnState, x: number, y: number): void {
    const key = `${kind} ${state}`;
    let sprite = this.made.get(key);
    if (!sprite) this.made.set(key, (sprite = this.make(kind, state)));
    context.drawImage(sprite, Math.round(x * this.ratio) - sprite.width / 2, Math.round(y * this.ratio) - sprite.height / 2);
  }

  private make(kind: DrawnKind, state: DrawnState): OffscreenCanvas {
    const { width, height } = silhouettes[kind];
    const factor = this.scale * this.ratio;
    const even = (length: number) => 2 * Math.ceil((length / 2 + margin) * factor);
    const sprite = new OffscreenCanvas(even(width), even(height));
    const context = sprite.getContext('2d');
    if (!context) return sprite;
    context.translate(sprite.width / 2, sprite.height / 2);
    context.scale(factor, factor);
    this.whole(context, kind, state);
    return sprite;
  }

  /** The device around 0,0; the context counts in canvas px. */
  protected whole(context: Context, kind: DrawnKind, state: DrawnState): void {
    this.tile(context, kind, state);
    if (silhouettes[kind].rim) this.rim(context, kind, state);
    if (this.level === 'far') {
      if (state === 'failed') this.farCross(context);
    } else this.icon(context, kind, state);
  }

  private tile(context: Context, kind: DrawnKind, state: DrawnState): void {
    const { colour } = this.theme;
    const fill = (style: string) => {
      context.fillStyle = style;
      context.fill();
    };
    tilePath(context, kind);
    if (state === 'up') return fill(colour['node-fill']);
    context.globalAlpha = state === 'planned' ? 0.72 : 1;
    fill(colour.paper);
    context.globalAlpha = 1;
    if (state === 'changing') this.half(context, kind);
    if (state === 'failed' && this.level !== 'far') this.hatch(context, kind);
    // At the edge of the lab the rim is the outline of a wish.
    if (state === 'planned' && silhouettes[kind].rim) return;
    tilePath(context, kind);
    this.outline(context, state, state === 'down' ? colour['ink-2'] : state === 'failed' ? colour.fail : colour.accent);
  }

  /** The second line of the lab's edge. */
  private rim(context: Context, kind: DrawnKind, state: DrawnState): void {
    silhouettePath(context, kind);
    this.outline(context, state, this.theme.colour.real);
  }

  private outline(context: Context, state: DrawnState, style: string): void {
    const { outline } = this.theme;
    context.lineWidth = this.level === 'far' ? Math.max(outline, 1.5 / this.scale) : outline;
    context.strokeStyle = style;
    context.setLineDash(state === 'planned' ? (this.level === 'far' ? [2.5 / this.scale, 2 / this.scale] : [5, 4]) : []);
    context.stroke();
    context.setLineDash([]);
  }

  /** Half full: on its way. */
  private half(context: Context, kind: DrawnKind): void {
    const { width, height } = silhouettes[kind];
    context.save();
    tilePath(context, kind, -3);
    context.clip();
    context.globalAlpha = 0.22;
    context.fillStyle = this.theme.colour.accent;
    context.fillRect(-width / 2, 0, width, height / 2);
    context.restore();
  }

  /** Slanted bars inside: not there. */
  private hatch(context: Context, kind: DrawnKind): void {
    context.save();
    tilePath(context, kind, -3);
    context.clip();
    context.rotate(-Math.PI / 4);
    context.globalAlpha = 0.3;
    context.fillStyle = this.theme.colour.fail;
    for (let x = -48; x < 48; x += 6) context.fillRect(x, -48, 1.5, 96);
    context.restore();
  }

  private icon(context: Context, kind: DrawnKind, state: DrawnState): void {
    const { colour, icon: stroke } = this.theme;
    const icon = deviceIcons()[kind];
    const inks: Record<DrawnState, string> = {
      up: colour['node-glyph'],
      planned: silhouettes[kind].rim ? colour.real : colour.accent,
      changing: colour.accent,
      down: colour['ink-2'],
      failed: colour.fail,
    };
    context.save();
    context.scale(icon.scale, icon.scale);
    context.translate(-icon.grid[0] / 2, -icon.grid[1] / 2);
    context.lineCap = context.lineJoin = 'round';
    context.strokeStyle = context.fillStyle = inks[state];
    context.lineWidth = icon.scale === 1 ? stroke : stroke * 1.1;
    if (icon.stroke) context.stroke(icon.stroke);
    if (icon.fill) context.fill(icon.fill);
    context.restore();
  }

  private farCross(context: Context): void {
    const reach = 9;
    context.beginPath();
    context.moveTo(-reach, -reach);
    context.lineTo(reach, reach);
    context.moveTo(reach, -reach);
    context.lineTo(-reach, reach);
    context.lineWidth = Math.max(3, 1.5 / this.scale);
    context.strokeStyle = this.theme.colour.fail;
    context.stroke();
  }
}
