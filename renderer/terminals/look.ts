/** How terminals look: the tokens' colours and face, in the form that xterm takes. */
import type { ITheme } from '@xterm/xterm';

export interface TerminalLook {
  theme: ITheme;
  fontFamily: string;
  /** px */
  fontSize: number;
  /** Share of the face's own height, so that a line has the height of the design. */
  lineHeight: number;
  /** WCAG contrast that any colour of a program is brought to. */
  contrast: number;
  /** What search marks, and what it stands on. */
  found: { match: string; current: string };
}

/** The design's line at its size, and the projector's beside it (look.md, sections 3 and 10), px. */
const [normalSize, normalLine, projectorSize] = [13, 18, 19];
const colours = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];

/** @param fontSize as a person has set it, px */
export function readLook(fontSize: number): TerminalLook {
  const root = document.documentElement;
  const style = getComputedStyle(root);
  const size = root.hasAttribute('data-present') ? Math.round((fontSize * projectorSize) / normalSize) : fontSize;
  const fontFamily = style.getPropertyValue('--nw-font-mono').trim() || 'monospace';
  // The tokens are light-dark(); an element resolves them to one colour.
  const probe = document.body.appendChild(document.createElement('span'));
  const read = (token: string): string => {
    probe.style.color = `var(--nw-${token})`;
    return hex(getComputedStyle(probe).color);
  };
  const theme: Record<string, string> = {
    background: read('term-bg'),
    foreground: read('term-fg'),
    cursor: read('term-cursor'),
    cursorAccent: read('term-bg'),
    selectionBackground: read('term-select'),
    selectionInactiveBackground: read('term-select'),
    overviewRulerBorder: read('term-bg'),
    scrollbarSliderBackground: read('line'),
    scrollbarSliderHoverBackground: read('edge'),
    scrollbarSliderActiveBackground: read('edge'),
  };
  colours.forEach((name, at) => {
    theme[name] = read(`ansi-${at}`);
    theme[`bright${name[0]!.toUpperCase()}${name.slice(1)}`] = read(`ansi-${at + 8}`);
  });
  const found = { match: read('term-select'), current: read('accent') };
  probe.remove();
  const contrast = root.dataset.contrast === 'more' ? 7 : 4.5;
  return { theme, fontFamily, fontSize: size, lineHeight: lineHeight(size, fontFamily), contrast, found };
}

/** xterm multiplies the height of the face, rounded up to device pixels; below 1 it refuses. */
function lineHeight(size: number, family: string): number {
  const context = new OffscreenCanvas(1, 1).getContext('2d')!;
  context.font = `${size}px ${family}`;
  const { fontBoundingBoxAscent, fontBoundingBoxDescent } = context.measureText('W');
  const scale = globalThis.devicePixelRatio || 1;
  const own = Math.ceil((fontBoundingBoxAscent + fontBoundingBoxDescent) * scale);
  const wanted = Math.round((size * normalLine) / normalSize) * scale;
  // A hair more: the product is rounded down.
  return Math.max(1, (wanted + 0.01) / own);
}

/** `rgb(1, 2, 3)`, as computed styles have it, for addons that take hexadecimals alone. */
function hex(colour: string): string {
  const parts = colour.match(/[\d.]+/g)?.slice(0, 3) ?? [];
  return parts.length === 3 ? `#${parts.map((part) => Math.round(Number(part)).toString(16).padStart(2, '0')).join('')}` : colour;
}
