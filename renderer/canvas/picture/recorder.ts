/** A canvas that remembers what is painted on it, as marks that can be written as SVG or PDF. It has the part of Canvas 2D that the painters use. */
import type { Drawn } from '../icons';
import type { TextStyle } from '../text';
import { PathBuilder, identity, stretch, times } from './path';
import type { Matrix, Segment } from './path';

/** Lengths in px of the picture; colours as CSS writes them. */
export type Mark = PathMark | TextMark | ImageMark;
/** A picture that lies under the network. */
export interface ImageMark {
  readonly kind: 'image';
  readonly image: HTMLImageElement;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly alpha: number;
}
export interface PathMark {
  readonly kind: 'path';
  readonly segments: readonly Segment[];
  readonly fill?: string;
  readonly stroke?: string;
  readonly width: number;
  readonly cap: CanvasLineCap;
  readonly join: CanvasLineJoin;
  readonly dash: readonly number[];
  readonly dashOffset: number;
  readonly alpha: number;
  /** What of it is seen: inside all of these. */
  readonly clips: readonly (readonly Segment[])[];
}
export interface TextMark {
  readonly kind: 'text';
  readonly text: string;
  readonly style: TextStyle;
  /** Left end of the baseline. */
  readonly x: number;
  readonly y: number;
  /** As it was measured here: other faces are stretched to it. */
  readonly width: number;
}
export interface Picture {
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly marks: readonly Mark[];
}

interface State {
  matrix: Matrix;
  fillStyle: string;
  strokeStyle: string;
  lineWidth: number;
  lineCap: CanvasLineCap;
  lineJoin: CanvasLineJoin;
  dash: readonly number[];
  lineDashOffset: number;
  globalAlpha: number;
  clips: readonly (readonly Segment[])[];
}

export class Recorder {
  readonly marks: Mark[] = [];
  private path = new PathBuilder();
  private readonly stack: State[] = [];
  fillStyle = '#000';
  strokeStyle = '#000';
  lineWidth = 1;
  lineCap: CanvasLineCap = 'butt';
  lineJoin: CanvasLineJoin = 'miter';
  lineDashOffset = 0;
  globalAlpha = 1;
  private dash: readonly number[] = [];
  private matrix: Matrix = identity;
  private clips: readonly (readonly Segment[])[] = [];

  save(): void {
    const { matrix, fillStyle, strokeStyle, lineWidth, lineCap, lineJoin, dash, lineDashOffset, globalAlpha, clips } = this;
    this.stack.push({ matrix, fillStyle, strokeStyle, lineWidth, lineCap, lineJoin, dash, lineDashOffset, globalAlpha, clips });
  }
  restore(): void {
    const state = this.stack.pop();
    if (state) Object.assign(this, state);
    this.path.matrix = this.matrix;
  }
  setTransform(a: number, b: number, c: number, d: number, e: number, f: number): void {
    this.matrix = this.path.matrix = [a, b, c, d, e, f];
  }
  transform(a: number, b: number, c: number, d: number, e: number, f: number): void {
    this.matrix = this.path.matrix = times(this.matrix, [a, b, c, d, e, f]);
  }
  translate(x: number, y: number): void {
    this.transform(1, 0, 0, 1, x, y);
  }
  scale(x: number, y: number): void {
    this.transform(x, 0, 0, y, 0, 0);
  }
  rotate(angle: number): void {
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    this.transform(cos, sin, -sin, cos, 0, 0);
  }
  setLineDash(dash: readonly number[]): void {
    this.dash = [...dash];
  }

  beginPath(): void {
    this.path = new PathBuilder(this.matrix);
  }
  moveTo(x: number, y: number): void {
    this.path.moveTo(x, y);
  }
  lineTo(x: number, y: number): void {
    this.path.lineTo(x, y);
  }
  bezierCurveTo(...points: [number, number, number, number, number, number]): void {
    this.path.bezierCurveTo(...points);
  }
  quadraticCurveTo(...points: [number, number, number, number]): void {
    this.path.quadraticCurveTo(...points);
  }
  closePath(): void {
    this.path.closePath();
  }
  rect(...box: [number, number, number, number]): void {
    this.path.rect(...box);
  }
  roundRect(x: number, y: number, width: number, height: number, radius?: number | number[]): void {
    this.path.roundRect(x, y, width, height, radius);
  }
  arc(...arc: [number, number, number, number, number, boolean?]): void {
    this.path.arc(...arc);
  }
  ellipse(...arc: [number, number, number, number, number, number, number, boolean?]): void {
    this.path.ellipse(...arc);
  }

  fill(path?: Drawn): void {
    this.mark({ fill: this.fillStyle }, this.segmentsOf(path));
  }
  stroke(path?: Drawn): void {
    this.mark({ stroke: this.strokeStyle }, this.segmentsOf(path));
  }
  fillRect(x: number, y: number, width: number, height: number): void {
    const path = new PathBuilder(this.matrix);
    path.rect(x, y, width, height);
    this.mark({ fill: this.fillStyle }, path.segments);
  }
  clip(): void {
    this.clips = [...this.clips, this.path.segments];
  }
  /** A text with its halo. @param width as measured, px of the picture */
  text(text: string, style: TextStyle, x: number, y: number, width: number): void {
    this.marks.push({ kind: 'text', text, style, x, y, width });
  }

  drawImage(image: HTMLImageElement, x: number, y: number, width: number, height: number): void {
    const [a, , , d, e, f] = this.matrix;
    this.marks.push({ kind: 'image', image, x: a * x + e, y: d * y + f, width: a * width, height: d * height, alpha: this.globalAlpha });
  }

  private segmentsOf(path: Drawn | undefined): readonly Segment[] {
    if (!path) return this.path.segments;
    const traced = new PathBuilder(this.matrix);
    traced.trace(path.d);
    return traced.segments;
  }
  private mark(paint: { fill?: string; stroke?: string }, segments: readonly Segment[]): void {
    if (segments.length === 0) return;
    const factor = stretch(this.matrix);
    this.marks.push({
      kind: 'path',
      segments: [...segments],
      ...paint,
      width: this.lineWidth * factor,
      cap: this.lineCap,
      join: this.lineJoin,
      dash: this.dash.map((length) => length * factor),
      dashOffset: this.lineDashOffset * factor,
      alpha: this.globalAlpha,
      clips: this.clips,
    });
  }
}
