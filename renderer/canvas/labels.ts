/**
 * Which words belong to a node or cable, and where they would stand. A word that would stand on something more important is left out
 * (see layout.ts); nothing shrinks and nothing is turned. Places are px of the picture from the drawing's origin, not yet moved by the view.
 */
import { scaled } from './extents';
import { flowWords, widestFlow } from './flows';
import { boxAround, silhouettes } from './geometry';
import type { Box, Point } from './geometry';
import { besideCable } from './items';
import type { LinkItem, NodeItem } from './items';
import type { Scene } from './scene';
import type { Measure, Text } from './text';
import type { Type } from './type';

/** A label: its texts and the box that they fill. */
export interface Label {
  readonly box: Box;
  texts: readonly Text[];
  /** The numbers of a cable's traffic: only its text changes, twice a second. */
  readonly flow?: boolean;
  /** Of a cut or a bundle: stands on a framed plate. `paper`: on a plate of paper that breaks the line under it. */
  readonly plate?: 'cut' | 'count' | 'paper';
  /** Less is more important: it stands, and what overlaps it does not. */
  readonly rank: number;
  /** Undefined until it was decided. */
  stands: boolean | undefined;
}

/** What words depend on beside the item itself. */
export interface Setting {
  readonly scene: Scene;
  readonly type: Type;
  readonly measure: Measure;
}

/** Name and second line of a node, on the side with the fewest cables. What stands under a name goes before the name does, unless it is a reason. */
export function nodeLabels(node: NodeItem, { scene, type, measure }: Setting): Label[] {
  const { scale } = scene.viewport.view;
  const { x, y } = scaled(node, scale);
  const { width, height } = silhouettes[node.kind];
  const second = scene.viewport.level === 'near' && node.view.second;
  const shown = second && (second.style === 'bad' || second.style === 'why' || scene.model.layers().addresses) ? second : undefined;
  const style = shown && type.style(shown.style);
  const selectedGap = 12 * Math.max(0.85, scale);
  const [rise, lead] = [type.nameSize * 0.73, Math.max(15, type.smallSize * 1.33)];
  const tall = rise + (shown ? lead : 0);
  let [left, baseline, align]: [number, number, Text['align']] = [x, 0, 'middle'];
  const { side } = node;
  if (side.startsWith('below')) baseline = y + (height / 2) * scale + selectedGap + rise;
  else if (side.startsWith('above')) baseline = y - (height / 2) * scale - selectedGap - (shown ? lead : 0);
  else baseline = y - tall / 2 + rise;
  const [toRight, toLeft] = [side.endsWith('right'), side.endsWith('left')];
  if (toRight || toLeft) {
    const aside = side.includes('-') ? besideCable * Math.max(1, scale) : (width / 2) * scale + selectedGap + 2;
    left = toRight ? x + aside : x - aside;
    align = toRight ? 'start' : 'end';
  }
  const line = (text: string, style: Text['style'], y: number, up: number, down: number, rank: number): Label => {
    const wide = measure(text, style.font);
    const start = align === 'middle' ? left - wide / 2 : align === 'start' ? left : left - wide;
    return { rank, stands: undefined, box: { x0: start, y0: y - up, x1: start + wide, y1: y + down }, texts: [{ text, style, x: left, y, align }] }; // prettier-ignore
  };
  const tie = order(node.id);
  const name = line(node.view.name, type.name, baseline, rise + 2, 4, (scene.selection.has(node.id) ? 0.1 : 0.5) + tie);
  if (!shown || !style) return [name];
  const rank = shown.style === 'bad' ? 0 : shown.style === 'why' ? 0.3 : 1;
  return [name, line(shown.text, style, baseline + lead, lead - 5, 4, rank + tie)];
}

/** The words that a cable would have if it were alone; near only. */
export function linkLabels(link: LinkItem, setting: Setting): Label[] {
  const { scene, type, measure } = setting;
  const { scale } = scene.viewport.view;
  const layers = scene.model.layers();
  const { line, view } = link;
  const found: Label[] = [];
  const middle = scaled(line.middle, scale);
  const flat = !line.loop && isFlat(line.direction);
  const long = line.length * scale;
  if (view.cut && long > 40) found.push(plateOf('cut', 'cut', middle, flat ? { x: 0, y: -1 } : { x: -1, y: 0 }, setting));
  else if (link.stands > 1) found.push(plateOf('count', `×${link.stands}`, middle, { x: 0, y: 0 }, setting));
  const prefix = view.prefix && layers.addresses && !view.cut && long > 60 && link.shown !== 'failed' ? view.prefix : undefined;
  // Under a flat cable, whose prefix stands above it; else on a plate of its own below the prefix.
  const word = link.stands === 1 && long > 40 ? wordOf(link, layers.interfaces) : undefined;
  const lead = type.smallSize * 1.4;
  const middleLabel = (text: string, kind: 'word' | 'wish' | 'interface' | 'host', below: number, rank: number, widest?: string) => {
    const style = type.style(kind);
    const width = measure(widest ?? text, style.font);
    if (flat && width + 24 >= long) return;
    const baseline = middle.y + type.smallSize * 0.36 + below;
    found.push({
      rank,
      stands: undefined,
      ...(flat ? {} : { plate: 'paper' as const }),
      ...(widest !== undefined && { flow: true }),
      box: boxAround(middle.x, baseline - type.smallSize * 0.36, width / 2 + 3, type.smallSize * 0.5 + 2),
      texts: [{ text, style, x: middle.x, y: baseline, align: 'middle' }],
    });
  };
  if (prefix) middleLabel(prefix, link.shown === 'planned' ? 'wish' : 'interface', flat ? -12 - type.smallSize * 0.36 : 0, 3);
  if (word) middleLabel(word, 'word', flat || view.cut || link.shown === 'failed' ? lead : prefix ? lead : 0, 2);
  const flows = link.stands === 1 && long > 120 && !view.cut ? link.flows : undefined;
  if (flows) {
    const below = lead * (Number(flat) + Number(word !== undefined) + Number(!flat && prefix !== undefined));
    middleLabel(flowWords(flows, line.direction), 'host', below, 2.5, widestFlow(flows, line.direction));
  }
  if (layers.interfaces && !line.loop && link.stands === 1)
    for (const index of [0, 1] as const) found.push(...endLabel(link, index, setting));
  return found.map((one, index) => ({ ...one, rank: one.rank + order(link.id) + index * 1e-7 }));
}

/** A slope under 15°: words stand above the line and below it, not beside it. */
const isFlat = ({ x, y }: Point): boolean => Math.abs(y) < 0.26 * Math.abs(x) + 1e-9;

/** What a person wrote at its middle, and an MTU of its own. */
function wordOf({ view }: LinkItem, interfaces: boolean): string | undefined {
  const parts = [view.label, interfaces && view.mtu !== undefined ? `MTU ${view.mtu}` : undefined].filter(Boolean);
  return parts.length > 0 ? parts.join(', ') : undefined;
}

/** A fraction that tells equals apart, always the same way. */
function order(id: string): number {
  let hash = 0;
  for (let index = 0; index < id.length; index++) hash = (hash * 31 + id.charCodeAt(index)) % 65521;
  return hash / 65521 / 10;
}

function endLabel(link: LinkItem, index: 0 | 1, { scene, type, measure }: Setting): Label[] {
  const end = link.view.ends[index];
  const node = index === 0 ? link.a : link.b;
  const hot = [link.id, node.id].some((id) => scene.selection.has(id) || scene.hover?.id === id);
  if (!hot && !end.named) return [];
  const { scale } = scene.viewport.view;
  const { line } = link;
  const host = scene.model.layers().addresses && end.host ? ` ${end.host}` : '';
  const [nameStyle, hostStyle] = [type.style(hot ? 'hot' : 'interface'), type.style(hot ? 'hot' : 'host')];
  const [nameWidth, hostWidth] = [measure(end.interface, nameStyle.font), host ? measure(host, hostStyle.font) : 0];
  const width = nameWidth + hostWidth;
  const [towards, end0] = [line.leaves[index], index === 0 ? line.a : line.b];
  const flat = isFlat(towards);
  const next = (index === 0 ? line.through[0] : line.through.at(-1)) ?? (index === 0 ? line.b : line.a);
  const at = scaled(end0, scale);
  if (flat && Math.hypot(next.x - end0.x, next.y - end0.y) * scale < width + 24) return [];
  const aside = flat ? { x: 0, y: -1 } : outerSide(link, node, towards);
  const along = (flat ? 14 : 22) * Math.max(1, scale);
  const x = at.x + towards.x * along + aside.x * 12;
  const y = at.y + towards.y * along + aside.y * 12 + (flat ? 0 : type.smallSize * 0.36);
  const start = (flat ? towards.x : aside.x) > 0 ? x : x - width;
  const texts: Text[] = [{ text: end.interface, style: nameStyle, x: start, y, align: 'start' }];
  if (host) texts.push({ text: end.host, style: hostStyle, x: start + width, y, align: 'end' });
  const box = { x0: start - 2, y0: y - type.smallSize * 0.8, x1: start + width + 2, y1: y + 3 };
  return [{ rank: hot ? 1 : 4, stands: undefined, box, texts }];
}

/** The side of a cable that its node's other cables leave free; right of it where they do not say. */
function outerSide(link: LinkItem, node: NodeItem, towards: Point): Point {
  let pull = 0;
  const side = { x: Math.abs(towards.y), y: towards.y > 0 ? -towards.x : towards.x };
  for (const one of node.links) {
    const other = one.heading(node);
    const distance = Math.hypot(other.x - node.x, other.y - node.y);
    if (one !== link && distance > 0) pull += ((other.x - node.x) * side.x + (other.y - node.y) * side.y) / distance;
  }
  return pull > 0.05 ? { x: -side.x, y: -side.y } : side;
}

function plateOf(plate: 'cut' | 'count', text: string, middle: Point, away: Point, { type, measure }: Setting): Label {
  const style = type.style('plate');
  const icon = plate === 'cut' ? 20 : 0;
  const [width, height] = [measure(text, style.font) + 16 + icon, type.smallSize + 12];
  const centre = { x: middle.x + away.x * (width / 2 + 16), y: middle.y + away.y * (height / 2 + 14) };
  const box = boxAround(centre.x, centre.y, width / 2, height / 2);
  const texts: Text[] = [{ text, style, x: box.x0 + 8 + icon, y: centre.y + type.smallSize * 0.36, align: 'start' }];
  return { rank: 2, stands: undefined, plate, box, texts };
}

/** Would the same be seen? */
export function sameLabels(a: readonly Label[], b: readonly Label[]): boolean {
  const sameText = (one: Text, other: Text | undefined) =>
    other !== undefined && one.text === other.text && one.x === other.x && one.y === other.y && one.style === other.style;
  return (
    a.length === b.length &&
    a.every((one, index) => {
      const other = b[index];
      return other !== undefined && one.rank === other.rank && one.texts.every((text, part) => sameText(text, other.texts[part]));
    })
  );
}
