/**
 * Which words stand where. A label that would stand on something more important is left out; nothing shrinks and nothing is
 * turned. What is left out depends on the neighbours alone, so painting a part decides as painting all would.
 */
import { middleOf } from './cable';
import { boxAround, overlaps, silhouettes } from './geometry';
import type { Box, Point } from './geometry';
import type { LinkItem, NodeItem } from './items';
import type { Scene } from './scene';
import type { Text, Texts, TextStyle } from './text';
import type { Theme } from './theme';

/** Fonts and colours at the current scale. Text grows with the drawing but never shrinks under its size at 100 %. */
export interface Type {
  name: TextStyle;
  style(kind: 'mono' | 'wish' | 'why' | 'bad' | 'interface' | 'hot' | 'host' | 'plate'): TextStyle;
  nameSize: number;
  smallSize: number;
}
export function typeFor(theme: Theme, scale: number): Type {
  const size = (wanted: number) => Math.max(12, Math.round(wanted * scale * 2) / 2);
  const [nameSize, smallSize] = [size(theme.nameSize), size(theme.smallSize)];
  const { colour } = theme;
  const halo = colour.paper;
  const inks = {
    mono: colour['ink-2'], wish: colour.accent, why: colour['ink-3'], bad: colour.fail, interface: colour['ink-3'], hot: colour.ink, host: colour['ink-2'], plate: colour.ink,
  }; // prettier-ignore
  const sans = new Set(['wish', 'why', 'bad']);
  return {
    name: { font: `600 ${nameSize}px ${theme.font}`, colour: colour.ink, halo },
    style: (kind) => ({
      font: `400 ${smallSize}px ${sans.has(kind) ? theme.font : theme.mono}`,
      colour: inks[kind],
      halo: kind === 'plate' ? 'transparent' : halo,
    }),
    nameSize,
    smallSize,
  };
}

/** A label: its texts and the box that they fill, CSS px. */
export interface Label {
  box: Box;
  texts: Text[];
  /** Of a cut or a bundle: stands on a framed plate. `paper`: on a plate of paper that breaks the line under it. */
  plate?: 'cut' | 'count' | 'paper';
}

/** Name and second line of a node, on the side with the fewest cables. */
export function nodeLabel(scene: Scene, node: NodeItem, type: Type, texts: Texts): Label {
  const { scale } = scene.viewport.view;
  const { x, y } = scene.viewport.toScreen(node);
  const { width, height } = silhouettes[node.kind];
  const second = scene.viewport.level === 'near' && node.view.second;
  const shown = second && (second.style === 'bad' || second.style === 'why' || scene.model.layers().addresses) ? second : undefined;
  const style = shown && type.style(shown.style);
  const selectedGap = 12 * Math.max(0.85, scale);
  const [rise, lead] = [type.nameSize * 0.73, Math.max(15, type.smallSize * 1.33)];
  const wide = Math.max(texts.width(node.view.name, type.name.font), shown && style ? texts.width(shown.text, style.font) : 0);
  const tall = rise + (shown ? lead : 0);
  let [left, baseline, align]: [number, number, Text['align']] = [x, 0, 'middle'];
  if (node.side === 'below') baseline = y + (height / 2) * scale + selectedGap + rise;
  else if (node.side === 'above') baseline = y - (height / 2) * scale - selectedGap - (shown ? lead : 0);
  else {
    const aside = (width / 2) * scale + selectedGap + 2;
    left = node.side === 'right' ? x + aside : x - aside;
    align = node.side === 'right' ? 'start' : 'end';
    baseline = y - tall / 2 + rise;
  }
  const lines: Text[] = [{ text: node.view.name, style: type.name, x: left, y: baseline, align }];
  if (shown && style) lines.push({ text: shown.text, style, x: left, y: baseline + lead, align });
  const start = align === 'middle' ? left - wide / 2 : align === 'start' ? left : left - wide;
  return { box: { x0: start, y0: baseline - rise - 2, x1: start + wide, y1: baseline - rise + tall + 4 }, texts: lines };
}

interface Candidate extends Label {
  /** Less is more important. */
  rank: number;
}

/** The labels of cables that can stand beside each other and beside the nodes, near only. */
export function linkLabels(scene: Scene, links: readonly LinkItem[], nodes: readonly NodeItem[], type: Type, texts: Texts): Label[] {
  const taken: Box[] = [];
  for (const node of nodes) {
    const { x, y } = scene.viewport.toScreen(node);
    const { width, height } = silhouettes[node.kind];
    taken.push(
      boxAround(x, y, (width / 2) * scene.viewport.view.scale, (height / 2) * scene.viewport.view.scale),
      nodeLabel(scene, node, type, texts).box,
    );
  }
  const candidates: Candidate[] = [];
  for (const link of links) candidates.push(...candidatesOf(scene, link, type, texts));
  candidates.sort((a, b) => a.rank - b.rank);
  return candidates.filter(
    (one, index) =>
      !taken.some((box) => overlaps(box, one.box)) &&
      !candidates.slice(0, index).some((better) => better.rank < one.rank && overlaps(better.box, one.box)),
  );
}

function candidatesOf(scene: Scene, link: LinkItem, type: Type, texts: Texts): Candidate[] {
  const { scale } = scene.viewport.view;
  const layers = scene.model.layers();
  const { line, view } = link;
  const found: Candidate[] = [];
  const middle = scene.viewport.toScreen(middleOf(line));
  const flat = !line.loop && Math.abs(line.direction.y) < 0.26 * Math.abs(line.direction.x) + 1e-9;
  const long = line.length * scale;
  if (view.cut && long > 40) found.push(plateOf('cut', 'cut', middle, flat ? { x: 0, y: -1 } : { x: -1, y: 0 }, type, texts));
  else if (link.stands > 1) found.push(plateOf('count', `×${link.stands}`, middle, { x: 0, y: 0 }, type, texts));
  if (view.prefix && layers.addresses && !view.cut && long > 60 && link.shown !== 'failed') {
    const style = type.style(link.shown === 'planned' ? 'wish' : 'interface');
    const width = texts.width(view.prefix, style.font);
    const baseline = flat ? middle.y - 12 : middle.y + type.smallSize * 0.36;
    if (width + 24 < long || !flat)
      found.push({
        rank: 3,
        ...(flat ? {} : { plate: 'paper' as const }),
        box: boxAround(middle.x, baseline - type.smallSize * 0.36, width / 2 + 3, type.smallSize * 0.5 + 2),
        texts: [{ text: view.prefix, style, x: middle.x, y: baseline, align: 'middle' }],
      });
  }
  if (layers.interfaces && !line.loop && link.stands === 1)
    for (const index of [0, 1] as const) found.push(...endLabel(scene, link, index, flat, type, texts));
  return found.map((one, index) => ({ ...one, rank: one.rank + order(link.id) + index * 1e-7 }));
}

/** A fraction that tells equals apart, always the same way. */
function order(id: string): number {
  let hash = 0;
  for (let index = 0; index < id.length; index++) hash = (hash * 31 + id.charCodeAt(index)) % 65521;
  return hash / 65521 / 10;
}

function endLabel(scene: Scene, link: LinkItem, index: 0 | 1, flat: boolean, type: Type, texts: Texts): Candidate[] {
  const end = link.view.ends[index];
  const node = index === 0 ? link.a : link.b;
  const hot = [link.id, node.id].some((id) => scene.selection.has(id) || scene.hover?.id === id);
  if (!hot && !end.named) return [];
  const { scale } = scene.viewport.view;
  const { line } = link;
  const host = scene.model.layers().addresses && end.host ? ` ${end.host}` : '';
  const [nameStyle, hostStyle] = [type.style(hot ? 'hot' : 'interface'), type.style(hot ? 'hot' : 'host')];
  const [nameWidth, hostWidth] = [texts.width(end.interface, nameStyle.font), host ? texts.width(host, hostStyle.font) : 0];
  const width = nameWidth + hostWidth;
  const towards = index === 0 ? line.direction : { x: -line.direction.x, y: -line.direction.y };
  const at = scene.viewport.toScreen(index === 0 ? line.a : line.b);
  if (flat && line.length * scale < width + 24) return [];
  const aside = flat ? { x: 0, y: -1 } : outerSide(link, node, towards);
  const along = (flat ? 14 : 22) * Math.max(1, scale);
  const x = at.x + towards.x * along + aside.x * 12;
  const y = at.y + towards.y * along + aside.y * 12 + (flat ? 0 : type.smallSize * 0.36);
  const start = (flat ? towards.x : aside.x) > 0 ? x : x - width;
  const lines: Text[] = [{ text: end.interface, style: nameStyle, x: start, y, align: 'start' }];
  if (host) lines.push({ text: end.host, style: hostStyle, x: start + width, y, align: 'end' });
  return [{ rank: hot ? 1 : 4, box: { x0: start - 2, y0: y - type.smallSize * 0.8, x1: start + width + 2, y1: y + 3 }, texts: lines }];
}

/** The side of a cable that its node's other cables leave free; right of it where they do not say. */
function outerSide(link: LinkItem, node: NodeItem, towards: Point): Point {
  let pull = 0;
  const side = { x: Math.abs(towards.y), y: towards.y > 0 ? -towards.x : towards.x };
  for (const one of node.links) {
    const other = one.other(node);
    const distance = Math.hypot(other.x - node.x, other.y - node.y);
    if (one !== link && distance > 0) pull += ((other.x - node.x) * side.x + (other.y - node.y) * side.y) / distance;
  }
  return pull > 0.05 ? { x: -side.x, y: -side.y } : side;
}

function plateOf(plate: 'cut' | 'count', text: string, middle: Point, away: Point, type: Type, texts: Texts): Candidate {
  const style = type.style('plate');
  const icon = plate === 'cut' ? 20 : 0;
  const [width, height] = [texts.width(text, style.font) + 16 + icon, type.smallSize + 12];
  const centre = { x: middle.x + away.x * (width / 2 + 16), y: middle.y + away.y * (height / 2 + 14) };
  const box = boxAround(Math.round(centre.x), Math.round(centre.y), width / 2, height / 2);
  return {
    rank: 2,
    plate,
    box,
    texts: [{ text, style, x: box.x0 + 8 + icon, y: (box.y0 + box.y1) / 2 + type.smallSize * 0.36, align: 'start' }],
  };
}
