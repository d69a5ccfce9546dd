/** The view onto the canvas: which part is seen at which scale, and how much detail that scale carries. */
import type { Box, Point } from './geometry';

/** A canvas point p is seen at p * scale + (x, y), in CSS px from the canvas element's corner. */
export interface View {
  x: number;
  y: number;
  scale: number;
}
/** far: silhouettes and cables. middle: icons and names. near: addresses, interface names, prefixes. */
export type Level = 'far' | 'middle' | 'near';

export const minimumScale = 0.05;
export const maximumScale = 4;
const middleFrom = 0.45;
/** Unless the theme says otherwise: for a projector the near level begins sooner. */
const usualNear = 0.9;
/** A level is left only this far beyond its border, so that a scale at the border does not flicker. */
const hysteresis = 0.03;

/** The level for a scale, coming from another level. @param nearFrom scale from which it is near */
export function levelFor(scale: number, before: Level, nearFrom = usualNear): Level {
  const toNear = nearFrom - (before === 'near' ? hysteresis : 0);
  const toMiddle = middleFrom - (before === 'far' ? 0 : hysteresis);
  return scale >= toNear ? 'near' : scale >= toMiddle ? 'middle' : 'far';
}

export class Viewport {
  width = 0;
  height = 0;
  /** Device px per CSS px. */
  ratio = 1;
  level: Level = 'near';
  readonly view: View = { x: 0, y: 0, scale: 1 };
  /** The offset as it was asked for. Pans add up here: a drag in steps of a third of a px must not lag behind the pointer. */
  private offset: Point = { x: 0, y: 0 };
  private readonly listeners = new Set<(view: View) => void>();

  private nearFrom = usualNear;
  /** From which scale addresses and interface names are shown. */
  showNearFrom(scale: number): void {
    this.nearFrom = scale;
    this.level = levelFor(this.view.scale, this.level, scale);
  }

  onView(listener: (view: View) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  resize(width: number, height: number, ratio: number): void {
    this.width = width;
    this.height = height;
    this.ratio = ratio;
    this.set(this.offset.x, this.offset.y, this.view.scale);
  }

  /** The view's offset is on whole device px: at 100 % every line of the drawing is then sharp. */
  set(x: number, y: number, scale: number): void {
    this.view.scale = Math.max(minimumScale, Math.min(maximumScale, scale));
    this.offset = { x, y };
    this.view.x = Math.round(x * this.ratio) / this.ratio;
    this.view.y = Math.round(y * this.ratio) / this.ratio;
    this.level = levelFor(this.view.scale, this.level, this.nearFrom);
    for (const listener of this.listeners) listener(this.view);
  }

  pan(dx: number, dy: number): void {
    this.set(this.offset.x + dx, this.offset.y + dy, this.view.scale);
  }

  /** Changes the scale; what is under the given place (CSS px from the corner) stays there. */
  zoomAt(place: Point, scale: number): void {
    const bounded = Math.max(minimumScale, Math.min(maximumScale, scale));
    const at = this.toCanvas(place.x, place.y);
    this.set(place.x - at.x * bounded, place.y - at.y * bounded, bounded);
  }

  /** Shows the box whole, with a margin in CSS px, at most at the given scale. */
  fit(box: Box | undefined, margin = 64, most = 1): void {
    if (!box) return this.set(this.width / 2, this.height / 2, 1);
    const room = (length: number) => Math.max(40, length - 2 * margin);
    const scale = Math.min(most, room(this.width) / Math.max(1, box.x1 - box.x0), room(this.height) / Math.max(1, box.y1 - box.y0));
    this.set(this.width / 2 - ((box.x0 + box.x1) / 2) * scale, this.height / 2 - ((box.y0 + box.y1) / 2) * scale, scale);
  }

  /** Moves the view as little as needed so that the box, with a margin in CSS px, is in it. */
  reveal(box: Box, margin = 48): void {
    const { x, y, scale } = this.view;
    const shift = (low: number, high: number, length: number) =>
      low < margin ? margin - low : high > length - margin ? Math.max(margin - low, length - margin - high) : 0;
    const dx = shift(box.x0 * scale + x, box.x1 * scale + x, this.width);
    const dy = shift(box.y0 * scale + y, box.y1 * scale + y, this.height);
    if (dx || dy) this.pan(dx, dy);
  }

  toCanvas(x: number, y: number): Point {
    return { x: (x - this.view.x) / this.view.scale, y: (y - this.view.y) / this.view.scale };
  }
  toScreen(p: Point): Point {
    return { x: p.x * this.view.scale + this.view.x, y: p.y * this.view.scale + this.view.y };
  }
  boxToCanvas(box: Box): Box {
    const [a, b] = [this.toCanvas(box.x0, box.y0), this.toCanvas(box.x1, box.y1)];
    return { x0: a.x, y0: a.y, x1: b.x, y1: b.y };
  }
  boxToScreen(box: Box): Box {
    const [a, b] = [this.toScreen({ x: box.x0, y: box.y0 }), this.toScreen({ x: box.x1, y: box.y1 })];
    return { x0: a.x, y0: a.y, x1: b.x, y1: b.y };
  }
  /** The part of the canvas that is seen. */
  visible(): Box {
    return this.boxToCanvas({ x0: 0, y0: 0, x1: this.width, y1: this.height });
  }
}
