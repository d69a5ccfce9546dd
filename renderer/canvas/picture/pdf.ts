/**
 * A picture as PDF 1.4: one page of its size, lines and curves as they are, words as words. The faces are the ones that every reader has (ISO 32000-1,
 * 9.6.2.2: Helvetica and Courier), stretched to the widths that were measured on the screen. Letters that these faces do not have come as a small image.
 */
import { fontOf } from './font';
import { deflate, hexOf, joined } from './pdf-bytes';
import { faceOf, naturalWidth, winAnsi } from './pdf-faces';
import type { Segment } from './path';
import type { ImageMark, Picture, TextMark } from './recorder';

/** A word as pixels: RGBA rows from the top, `scale` to the px, whose baseline is `above` px below the top and whose left end is `before` px in. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly scale: number;
  readonly before: number;
  readonly above: number;
  readonly rgba: Uint8ClampedArray | Uint8Array;
}
/** Points to the CSS px. */
const point = 0.75;
/** Length of a page that readers take, points (ISO 32000-1, annex C.2). */
const longest = 14_400;

/** @param raster draws pictures, and words that the usual faces cannot write */
export async function writePdf(picture: Picture, raster?: (mark: TextMark | ImageMark) => Raster): Promise<Uint8Array<ArrayBuffer>> {
  const unit = Math.min(point, longest / Math.max(picture.width, picture.height));
  const [wide, high] = [picture.width * unit, picture.height * unit];
  const page = new Page();
  page.say(`${fixed(unit)} 0 0 ${fixed(-unit)} 0 ${fixed(high)} cm`);
  for (const mark of picture.marks) {
    if (mark.kind === 'text') page.text(mark, raster);
    else if (mark.kind === 'image') {
      if (raster) page.image(raster(mark), mark);
    } else {
      page.say('q');
      for (const clip of mark.clips) page.say(`${path(clip)} W n`);
      page.alpha(mark.alpha * (opacity(mark.stroke ?? mark.fill) ?? 1));
      if (mark.stroke) {
        page.say(`${rgb(mark.stroke)} RG ${fixed(mark.width)} w ${caps[mark.cap]} J ${joins[mark.join]} j`);
        page.say(`[${mark.dash.map(fixed).join(' ')}] ${fixed(mark.dashOffset)} d ${path(mark.segments)} S Q`);
      } else page.say(`${rgb(mark.fill ?? '#000')} rg ${path(mark.segments)} f Q`);
    }
  }
  return page.file(wide, high, picture.title);
}

const caps = { butt: 0, round: 1, square: 2 } as const;
const joins = { miter: 0, round: 1, bevel: 2 } as const;
const operators = { M: 'm', L: 'l', C: 'c', Z: 'h' } as const;
const fixed = (length: number): string => String(Math.round(length * 1000) / 1000);
function path(segments: readonly Segment[]): string {
  return segments.map(([op, ...points]) => [...points.map(fixed), operators[op]].join(' ')).join(' ');
}
function parts(colour: string): number[] {
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(colour)?.[1];
  if (hex) return (hex.length === 3 ? [...hex].map((one) => one + one) : hex.match(/../g)!).map((one) => Number.parseInt(one, 16) / 255);
  const numbers = (colour.match(/[\d.]+/g) ?? ['0', '0', '0']).map(Number);
  return colour.startsWith('color(') ? numbers : numbers.map((one, at) => (at < 3 ? one / 255 : one));
}
const rgb = (colour: string): string => parts(colour).slice(0, 3).map(fixed).join(' ');
const opacity = (colour: string | undefined): number | undefined => (colour ? parts(colour)[3] : undefined);

class Page {
  private readonly lines: string[] = [];
  private readonly states = new Map<string, string>();
  private readonly images: Raster[] = [];

  say(line: string): void {
    this.lines.push(line);
  }
  alpha(value: number): void {
    if (value >= 1) return;
    const key = fixed(value);
    const name = this.states.get(key) ?? `A${this.states.size + 1}`;
    this.states.set(key, name);
    this.say(`/${name} gs`);
  }
  text(mark: TextMark, raster: ((mark: TextMark | ImageMark) => Raster) | undefined): void {
    const { size } = fontOf(mark.style.font);
    const bytes = winAnsi(mark.text);
    if (!bytes && raster) return this.image(raster(mark), mark);
    const codes = bytes ?? winAnsi(mark.text.replace(/[^\x20-\x7e]/g, '?'))!;
    const face = faceOf(mark.style.font);
    const natural = naturalWidth(codes, face) * size;
    const words = `/${face} ${fixed(size)} Tf ${fixed(natural > 0 ? (100 * mark.width) / natural : 100)} Tz 1 0 0 -1 ${fixed(mark.x)} ${fixed(mark.y)} Tm <${hexOf(codes)}> Tj`;
    if (mark.style.halo !== 'transparent') this.say(`q 4 w 1 j ${rgb(mark.style.halo)} RG BT 1 Tr ${words} ET Q`);
    this.say(`q ${rgb(mark.style.colour)} rg BT 0 Tr ${words} ET Q`);
  }
  image(image: Raster, { x, y }: TextMark | ImageMark): void {
    this.images.push(image);
    const [width, height] = [image.width / image.scale, image.height / image.scale];
    this.say(
      `q ${fixed(width)} 0 0 ${fixed(-height)} ${fixed(x - image.before)} ${fixed(y - image.above + height)} cm /I${this.images.length} Do Q`,
    );
  }

  async file(wide: number, high: number, title: string): Promise<Uint8Array<ArrayBuffer>> {
    const encoder = new TextEncoder();
    const objects: (Uint8Array | string)[][] = [];
    const add = (...body: (Uint8Array | string)[]): number => objects.push(body);
    const stream = async (entries: string, bytes: Uint8Array): Promise<number> => {
      const packed = await deflate(bytes);
      return add(`<< ${entries} /Filter /FlateDecode /Length ${packed.length} >>\nstream\n`, packed, '\nendstream');
    };
    const names: string[] = [];
    for (const [at, { width, height, rgba }] of this.images.entries()) {
      const [colours, mask] = [new Uint8Array(width * height * 3), new Uint8Array(width * height)];
      for (let pixel = 0; pixel < mask.length; pixel++) {
        colours.set(rgba.subarray(pixel * 4, pixel * 4 + 3), pixel * 3);
        mask[pixel] = rgba[pixel * 4 + 3]!;
      }
      const kind = `/Type /XObject /Subtype /Image /Width ${width} /Height ${height} /BitsPerComponent 8`;
      const soft = await stream(`${kind} /ColorSpace /DeviceGray`, mask);
      names.push(`/I${at + 1} ${await stream(`${kind} /ColorSpace /DeviceRGB /SMask ${soft} 0 R`, colours)} 0 R`);
    }
    const fonts = ['Helvetica', 'Helvetica-Bold', 'Courier', 'Courier-Bold'].map(
      (font) => `/${font} << /Type /Font /Subtype /Type1 /BaseFont /${font} /Encoding /WinAnsiEncoding >>`,
    );
    const states = [...this.states].map(([value, name]) => `/${name} << /ca ${value} /CA ${value} >>`);
    const content = await stream('', encoder.encode(this.lines.join('\n')));
    const resources = `<< /Font << ${fonts.join(' ')} >> /ExtGState << ${states.join(' ')} >> /XObject << ${names.join(' ')} >> >>`;
    const pages = objects.length + 2;
    add(
      `<< /Type /Page /Parent ${pages} 0 R /MediaBox [0 0 ${fixed(wide)} ${fixed(high)}] /Resources ${resources} /Contents ${content} 0 R >>`,
    );
    add(`<< /Type /Pages /Kids [${pages - 1} 0 R] /Count 1 >>`);
    const catalog = add(`<< /Type /Catalog /Pages ${pages} 0 R >>`);
    // Text of the file's own is UTF-16 with a mark in front (ISO 32000-1, 7.9.2.2).
    const utf16 = [...title].flatMap((one) => Array.from({ length: one.length }, (_, at) => one.charCodeAt(at)));
    const info = add(`<< /Title <${hexOf([0xfe, 0xff, ...utf16.flatMap((code) => [code >> 8, code & 255])])}> /Producer (Nestwork) >>`);
    return joinedFile(objects, catalog, info);
  }
}

function joinedFile(objects: readonly (readonly (Uint8Array | string)[])[], catalog: number, info: number): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const chunks: Uint8Array[] = [];
  let length = 0;
  const put = (part: Uint8Array | string): void => {
    const bytes = typeof part === 'string' ? encoder.encode(part) : part;
    chunks.push(bytes);
    length += bytes.length;
  };
  put('%PDF-1.4\n');
  const places = objects.map((body, at) => {
    const place = length;
    put(`${at + 1} 0 obj\n`);
    body.forEach(put);
    put('\nendobj\n');
    return place;
  });
  const start = length;
  put(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`);
  for (const place of places) put(`${String(place).padStart(10, '0')} 00000 n \n`);
  put(`trailer\n<< /Size ${objects.length + 1} /Root ${catalog} 0 R /Info ${info} 0 R >>\nstartxref\n${start}\n%%EOF\n`);
  return joined(chunks);
}
