/** The colours and sizes of styles/tokens.css as the painter needs them: read once, and again when the theme changes. */

const colours = [
  'paper', 'paper-dot', 'surface', 'pressed', 'line', 'edge', 'ink', 'ink-2', 'ink-3', 'node-fill', 'node-glyph', 'cable',
  'accent', 'accent-soft', 'on-accent', 'real', 'fail', 'on-fail', 'ok', 'warn', 'on-warn', 'light-on',
  'area-sand', 'area-sky', 'area-moss', 'area-straw',
] as const; // prettier-ignore
export type Colour = (typeof colours)[number];

export interface Theme {
  readonly colour: Readonly<Record<Colour, string>>;
  readonly font: string;
  readonly mono: string;
  /** Sizes of type at 100 %, CSS px. */
  readonly nameSize: number;
  readonly smallSize: number;
  /** Strokes at 100 %, CSS px. */
  readonly outline: number;
  readonly cable: number;
  readonly ring: number;
  readonly icon: number;
  /** Scale from which addresses and interface names are shown. */
  readonly nearFrom: number;
  readonly still: boolean;
}

/** Reads the tokens as they apply to an element. A probe resolves `light-dark()` and system colours, which custom properties keep as text. */
export function readTheme(element: HTMLElement): Theme {
  const probe = element.ownerDocument.createElement('span');
  probe.style.display = 'none';
  // Without this, forced colours would answer with the text colour for every token.
  probe.style.setProperty('forced-color-adjust', 'none');
  element.append(probe);
  const resolved = getComputedStyle(probe);
  const colour: Partial<Record<Colour, string>> = {};
  for (const name of colours) {
    probe.style.color = `var(--nw-${name})`;
    colour[name] = resolved.color;
  }
  probe.remove();
  const style = getComputedStyle(element);
  const text = (token: string, otherwise: string) => style.getPropertyValue(`--nw-${token}`).trim() || otherwise;
  const number = (token: string, otherwise: number) => Number.parseFloat(text(token, '')) || otherwise;
  return {
    colour: colour as Record<Colour, string>,
    font: text('font', 'sans-serif'),
    mono: text('font-mono', 'monospace'),
    nameSize: number('type-13', 13),
    smallSize: number('type-12', 12),
    outline: number('stroke-outline', 2),
    cable: number('stroke-cable', 2),
    ring: number('stroke-ring', 2),
    icon: number('stroke-icon', 2),
    nearFrom: number('near-from', 0.9),
    // Also where the person has set it for this window alone.
    still: matchMedia('(prefers-reduced-motion: reduce)').matches || element.ownerDocument.documentElement.dataset.motion === 'reduced',
  };
}
