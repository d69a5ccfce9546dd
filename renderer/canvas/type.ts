/** Fonts and colours of the words at a scale. Text grows with the drawing but never shrinks under its size at 100 %. */
import type { TextStyle } from './text';
import type { Theme } from './theme';

const kinds = ['mono', 'wish', 'why', 'bad', 'interface', 'hot', 'host', 'plate', 'word'] as const;
export type WordKind = (typeof kinds)[number];

export interface Type {
  readonly name: TextStyle;
  /** Always the same object for a kind. */
  style(kind: WordKind): TextStyle;
  readonly nameSize: number;
  readonly smallSize: number;
}

export function typeFor(theme: Theme, scale: number): Type {
  const size = (wanted: number) => Math.max(wanted, Math.round(wanted * scale * 2) / 2);
  const [nameSize, smallSize] = [size(theme.nameSize), size(theme.smallSize)];
  const { colour } = theme;
  const inks: Record<WordKind, string> = {
    mono: colour['ink-2'], wish: colour.accent, why: colour['ink-3'], bad: colour.fail, interface: colour['ink-3'], hot: colour.ink, host: colour['ink-2'], plate: colour.ink,
    word: colour['ink-2'],
  }; // prettier-ignore
  const sans = new Set<WordKind>(['wish', 'why', 'bad', 'word']);
  const style = (kind: WordKind): TextStyle => ({
    font: `400 ${smallSize}px ${sans.has(kind) ? theme.font : theme.mono}`,
    colour: inks[kind],
    halo: kind === 'plate' ? 'transparent' : colour.paper,
  });
  const styles = Object.fromEntries(kinds.map((kind) => [kind, style(kind)])) as Record<WordKind, TextStyle>;
  return {
    name: { font: `600 ${nameSize}px ${theme.font}`, colour: colour.ink, halo: colour.paper },
    style: (kind) => styles[kind],
    nameSize,
    smallSize,
  };
}
