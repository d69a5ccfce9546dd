/** What the window lays over the canvas, in a picture: names of areas, and notes with their words. */
import type { Topology, TopologyNote } from '../../../electron/shared/topology/schema';
import { boxOfFrame } from '../paint-ground';
import { union } from '../geometry';
import type { Box } from '../geometry';
import type { Context } from '../sprites';
import type { Text, TextStyle, Texts } from '../text';
import type { Theme } from '../theme';

/** Of notes, as in the window: room around the words, and as wide as they get by themselves, px. */
const [aside, above, widest] = [14, 8, 264];
const lead = 18;

interface Line {
  readonly text: string;
  readonly style: TextStyle;
}
export interface LaidNote {
  readonly box: Box;
  readonly lines: readonly Line[];
}

/** Notes as they are seen: not those behind a group that is drawn as one device. */
export function laidNotes({ notes = [], groups = [] }: Topology, texts: Texts, theme: Theme): LaidNote[] {
  const hidden = new Set(groups.filter((group) => group.collapsed).flatMap((group) => group.members));
  return notes.filter(({ id }) => !hidden.has(id)).map((note) => laid(note, texts, theme));
}

function laid({ position: { x, y }, width, text }: TopologyNote, texts: Texts, theme: Theme): LaidNote {
  const room = (width ?? widest) - 2 * aside;
  const lines = text.split('\n').flatMap((line) => wrapped(line, room, texts, theme));
  const longest = Math.max(0, ...lines.map(({ text, style }) => texts.width(text, style.font)));
  const wide = width ?? Math.ceil(Math.min(room, longest)) + 2 * aside;
  return { box: { x0: x, y0: y, x1: x + wide, y1: y + Math.max(1, lines.length) * lead + 2 * above }, lines };
}

/** One line of Markdown as plain words that fit. */
function wrapped(line: string, room: number, texts: Texts, theme: Theme): Line[] {
  const heading = /^#+\s/.test(line);
  const plain = line
    .replace(/^#+\s+/, '')
    .replace(/^(\s*)[-*+]\s+/, '$1• ')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*_`]{1,3}([^*_`]+)[*_`]{1,3}/g, '$1')
    .trim();
  const style: TextStyle = {
    font: `${heading ? 600 : 400} ${theme.nameSize}px ${theme.font}`,
    colour: theme.colour.ink,
    halo: 'transparent',
  };
  const lines: Line[] = [];
  let current = '';
  for (const word of plain.split(/\s+/)) {
    const longer = current ? `${current} ${word}` : word;
    if (current && texts.width(longer, style.font) > room) {
      lines.push({ text: current, style });
      current = word;
    } else current = longer;
  }
  return [...lines, { text: current, style }];
}

/** The box of all that lies under and over the network; undefined: nothing does. */
export function groundBox({ areas = [], background }: Topology, notes: readonly LaidNote[]): Box | undefined {
  const boxes = [...areas.map(boxOfFrame), ...(background ? [boxOfFrame(background)] : []), ...notes.map(({ box }) => box)];
  return boxes.length > 0 ? boxes.reduce(union) : undefined;
}

/** @param by of the view: where the drawing's origin is, px of the picture; at 100 % */
export function paintMarks(
  context: Context,
  { areas = [] }: Topology,
  notes: readonly LaidNote[],
  texts: Texts,
  theme: Theme,
  by: { x: number; y: number },
  ratio: number,
): void {
  const name: TextStyle = { font: `600 ${theme.smallSize}px ${theme.font}`, colour: theme.colour['ink-2'], halo: 'transparent' };
  const words: Text[] = areas.flatMap((area) =>
    area.name ? [{ text: area.name, style: name, x: area.position.x + 12, y: area.position.y + 19, align: 'start' as const }] : [],
  );
  context.setTransform(ratio, 0, 0, ratio, by.x * ratio, by.y * ratio);
  for (const { box, lines } of notes) {
    context.beginPath();
    context.roundRect(box.x0 + 0.5, box.y0 + 0.5, box.x1 - box.x0 - 1, box.y1 - box.y0 - 1, 2);
    context.fillStyle = theme.colour.surface;
    context.fill();
    context.lineWidth = 1;
    context.setLineDash([]);
    context.strokeStyle = theme.colour.line;
    context.stroke();
    lines.forEach(({ text, style }, at) => {
      if (text) words.push({ text, style, x: box.x0 + aside, y: box.y0 + above + at * lead + 13, align: 'start' });
    });
  }
  context.setTransform(1, 0, 0, 1, 0, 0);
  texts.draw(context, words, by);
}
