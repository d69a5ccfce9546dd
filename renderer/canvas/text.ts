/**
 * Text with a halo of paper, drawn once into pages and then copied: a name is shaped and outlined when it is new, not in every
 * frame. All of a frame's texts are made before the first is drawn, since a page that is written between two reads is copied whole.
 */

import type { Point } from './geometry';
import type { Context } from './sprites';

export interface TextStyle {
  readonly font: string;
  readonly colour: string;
  readonly halo: string;
}
export interface Text {
  readonly text: string;
  readonly style: TextStyle;
  /** Start, middle or end of the baseline, CSS px. */
  readonly x: number;
  readonly y: number;
  readonly align: 'start' | 'middle' | 'end';
}
/** Widths of texts in CSS px. */
export type Measure = (text: string, font: string) => number;

interface Place {
  page: OffscreenCanvas;
  x: number;
  y: number;
  width: number;
  height: number;
  /** From the left and top of the place to the start of the baseline, device px. */
  left: number;
  top: number;
  advance: number;
}

const pageSize = 1024;
/** All texts are forgotten when this many pages are full. */
const mostPages = 8;
const haloWidth = 4;

export class Texts {
  private readonly places = new Map<string, Place>();
  /** By font, then text. */
  private readonly widths = new Map<string, Map<string, number>>();
  private readonly measure = new OffscreenCanvas(1, 1).getContext('2d');
  private pages: { page: OffscreenCanvas; context: OffscreenCanvasRenderingContext2D }[] = [];
  private next = { x: 0, y: 0, row: 0 };

  constructor(private ratio: number) {}

  /** Forgets everything drawn: another theme, other device pixels. */
  reset(ratio: number): void {
    this.ratio = ratio;
    this.places.clear();
    this.widths.clear();
    this.pages = [];
    this.next = { x: 0, y: 0, row: 0 };
  }

  /** Width of a text, CSS px. */
  readonly width: Measure = (text, font) => {
    let widths = this.widths.get(font);
    if (!widths) {
      if (this.widths.size > 20) this.widths.clear();
      this.widths.set(font, (widths = new Map<string, number>()));
    }
    let width = widths.get(text);
    if (width === undefined) {
      if (!this.measure) return 0;
      this.measure.font = font;
      width = this.measure.measureText(text).width;
      if (widths.size > 5000) widths.clear();
      widths.set(text, width);
    }
    return width;
  };

  /** Draws texts, all moved by so many CSS px; the context counts in device px. */
  draw(context: Context, texts: readonly Text[], by: Point): void {
    if (this.pages.length > mostPages) this.reset(this.ratio);
    const places = texts.map(({ text, style }) => this.placeOf(text, style));
    texts.forEach(({ x, y, align }, index) => {
      const place = places[index];
      if (!place) return;
      const back = align === 'start' ? 0 : align === 'middle' ? place.advance / 2 : place.advance;
      const [left, top] = [Math.round((x + by.x) * this.ratio - back) - place.left, Math.round((y + by.y) * this.ratio) - place.top];
      context.drawImage(place.page, place.x, place.y, place.width, place.height, left, top, place.width, place.height);
    });
  }

  private placeOf(text: string, style: TextStyle): Place | undefined {
    const key = `${style.font}\n${style.colour}\n${style.halo}\n${text}`;
    let place = this.places.get(key);
    if (!place) {
      place = this.make(text, style);
      if (place) this.places.set(key, place);
    }
    return place;
  }

  private make(text: string, { font, colour, halo }: TextStyle): Place | undefined {
    if (!this.measure) return undefined;
    this.measure.font = font;
    const metrics = this.measure.measureText(text);
    const edge = haloWidth / 2 + 1;
    const left = Math.ceil((Math.max(0, metrics.actualBoundingBoxLeft) + edge) * this.ratio);
    const top = Math.ceil((metrics.actualBoundingBoxAscent + edge) * this.ratio);
    const width = Math.min(pageSize, left + Math.ceil((Math.max(metrics.width, metrics.actualBoundingBoxRight) + edge) * this.ratio));
    const height = top + Math.ceil((metrics.actualBoundingBoxDescent + edge) * this.ratio);
    const free = this.free(width, height);
    if (!free) return undefined;
    const { page, context, x, y } = free;
    context.save();
    context.beginPath();
    context.rect(x, y, width, height);
    context.clip();
    context.translate(x + left, y + top);
    context.scale(this.ratio, this.ratio);
    context.font = font;
    context.lineJoin = 'round';
    context.lineWidth = haloWidth;
    context.strokeStyle = halo;
    if (halo !== 'transparent') context.strokeText(text, 0, 0);
    context.fillStyle = colour;
    context.fillText(text, 0, 0);
    context.restore();
    return { page, x, y, width, height, left, top, advance: metrics.width * this.ratio };
  }

  /** Room on a page: left to right, then the next row. */
  private free(width: number, height: number) {
    let page = this.pages.at(-1);
    if (page && this.next.x + width > pageSize) this.next = { x: 0, y: this.next.y + this.next.row, row: 0 };
    if (!page || this.next.y + height > pageSize) {
      const canvas = new OffscreenCanvas(pageSize, pageSize);
      const context = canvas.getContext('2d');
      if (!context) return undefined;
      page = { page: canvas, context };
      this.pages.push(page);
      this.next = { x: 0, y: 0, row: 0 };
    }
    const place = { ...page, x: this.next.x, y: this.next.y };
    this.next = { x: this.next.x + width, y: this.next.y, row: Math.max(this.next.row, height) };
    return place;
  }
}
