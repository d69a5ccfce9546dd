/** The parts of a CSS font as the canvas writes it: weight, size in px, families. */
export function fontOf(font: string): { weight: number; size: number; family: string; mono: boolean } {
  const [, weight = '400', size = '12', family = 'sans-serif'] = /^(\d+) ([\d.]+)px (.*)$/.exec(font) ?? [];
  return { weight: Number(weight), size: Number(size), family, mono: /mono/i.test(family) };
}
