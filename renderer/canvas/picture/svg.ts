/** A picture as SVG 1.1 with what every viewer knows: presentation attributes alone, no style sheet, no script. */
import { fontOf } from './font';
import type { Segment } from './path';
import type { Mark, PathMark, Picture } from './recorder';

export function writeSvg({ title, width, height, marks }: Picture): string {
  const clips = new Map<readonly Segment[], string>();
  const body = marks.map((mark) => written(mark, clips)).join('\n');
  const defs = [...clips].map(([segments, id]) => `<clipPath id="${id}"><path d="${path(segments)}"/></clipPath>`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${short(width)}" height="${short(height)}" viewBox="0 0 ${short(width)} ${short(height)}">`,
    `<title>${escaped(title)}</title>`,
    ...(defs.length ? [`<defs>${defs.join('')}</defs>`] : []),
    body,
    '</svg>',
    '',
  ].join('\n');
}

function written(mark: Mark, clips: Map<readonly Segment[], string>): string {
  if (mark.kind === 'path') return clipped(mark, clips);
  if (mark.kind === 'image') {
    const { image, x, y, width, height, alpha } = mark;
    return `<image href="${escaped(image.src)}" x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}" preserveAspectRatio="none" opacity="${short(alpha)}"/>`;
  }
  const { weight, size, family } = fontOf(mark.style.font);
  const halo =
    mark.style.halo === 'transparent'
      ? ''
      : ` stroke="${escaped(mark.style.halo)}" stroke-width="4" stroke-linejoin="round" paint-order="stroke"`;
  return (
    `<text x="${short(mark.x)}" y="${short(mark.y)}" font-family="${escaped(family)}" font-size="${short(size)}" font-weight="${weight}"` +
    ` fill="${escaped(mark.style.colour)}"${halo} textLength="${short(mark.width)}" lengthAdjust="spacingAndGlyphs" xml:space="preserve">${escaped(mark.text)}</text>`
  );
}

function clipped(mark: PathMark, clips: Map<readonly Segment[], string>): string {
  const { fill, stroke, width, cap, join, dash, dashOffset, alpha } = mark;
  const look = stroke
    ? ` fill="none" stroke="${escaped(stroke)}" stroke-width="${short(width)}"` +
      (cap === 'butt' ? '' : ` stroke-linecap="${cap}"`) +
      (join === 'miter' ? '' : ` stroke-linejoin="${join}"`) +
      (dash.length ? ` stroke-dasharray="${dash.map(short).join(' ')}"` : '') +
      (dash.length && dashOffset ? ` stroke-dashoffset="${short(dashOffset)}"` : '')
    : ` fill="${escaped(fill ?? 'none')}"`;
  const one = `<path d="${path(mark.segments)}"${look}${alpha < 1 ? ` opacity="${short(alpha)}"` : ''}/>`;
  return mark.clips.reduce((inner, clip) => {
    const id = clips.get(clip) ?? `clip${clips.size + 1}`;
    clips.set(clip, id);
    return `<g clip-path="url(#${id})">${inner}</g>`;
  }, one);
}

const path = (segments: readonly Segment[]): string => segments.map(([op, ...points]) => `${op}${points.map(short).join(' ')}`).join('');
/** Hundredths of a px are finer than any screen or printer shows. */
export const short = (length: number): string => String(Math.round(length * 100) / 100);
const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** XML 1.0, 2.2: what is no character there is left out. */
const escaped = (text: string): string =>
  text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '').replace(/[&<>"]/g, (one) => entities[one]!);
