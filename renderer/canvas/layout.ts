/**
 * How far everything in view reaches and which words stand, kept from frame to frame. What changed is laid out again, and the places where it
 * was, where it is, and where a neighbour's words came or went because of it become damage: no more, and never less.
 */
import { linkExtent, movedBox, nodeExtent, shapeReach, silhouetteBox, wordReach } from './extents';
import { flowWords } from './flows';
import { grow, overlaps, union } from './geometry';
import type { Box } from './geometry';
import { Grid } from './grid';
import { LinkItem, NodeItem } from './items';
import type { Drawn } from './items';
import { linkLabels, nodeLabels, sameLabels } from './labels';
import type { Label, Setting } from './labels';
import type { Item } from './marks';
import type { Scene } from './scene';
import type { Measure } from './text';
import type { Theme } from './theme';
import { typeFor } from './type';

/** What is found and there, in the order of painting; `all` is in that order. */
function inOrder<T extends Item>(all: ReadonlyMap<string, T>, found: T[][], there: (item: T) => boolean): T[] {
  // Of many it is cheaper to ask all than to sort those that were found.
  const count = found.reduce((sum, { length }) => sum + length, 0);
  if (count * 2 > all.size && count > 100) return [...all.values()].filter(there);
  const unique = found.length === 1 ? (found[0] ?? []) : [...new Set(found.flat())];
  return unique.filter(there).sort((a, b) => a.order - b.order);
}

/** Around a label's box, CSS px: its halo and what hangs below the line. */
const halo = 6;
const none: readonly Label[] = [];
const noBoxes: readonly Box[] = [];

/** Whether a more important word stands there, or would. */
function beaten(words: readonly Label[], box: Box, rank: number): boolean {
  for (const word of words) if (word.rank < rank && overlaps(word.box, box)) return true;
  return false;
}

export class Layout {
  private round = 0;
  /** What a round depends on; another scale, level or layer begins a new one. */
  private key = '';
  /** The view for which all that is seen was laid out. */
  private scanned = '';
  /** What was found in and around it, if that was in the last update. */
  private scan: { nodes: NodeItem[]; links: LinkItem[] } | undefined;
  private setting: Setting;
  /** Silhouettes and words by place, where there are words: who may stand in whose way. */
  private readonly grid = new Grid<Item>();

  constructor(
    private readonly scene: Scene,
    private theme: Theme,
    measure: Measure,
  ) {
    this.setting = { scene, measure, type: typeFor(theme, 1) };
  }

  /** Other sizes or colours: everything is laid out anew. */
  setTheme(theme: Theme): void {
    this.theme = theme;
    this.key = '';
  }

  /** Takes the scene's marks and adds to its damage what they change in the picture; lays out what came into view. Once before each paint. */
  update(): void {
    const { marks, damage } = this.scene;
    const fresh = this.renew();
    const changed: Box[] = [];
    const blocked: Box[] = [];
    const open = new Set<Item>();
    const waiting = this.unlaid(fresh, changed, blocked);
    for (const link of marks.renumbered) this.renumber(link);
    for (const link of marks.reworded) this.reword(link, changed, blocked, open);
    for (const item of waiting) {
      const drawn = this.lay(item);
      if (!fresh) {
        changed.push(drawn.box);
        blocked.push(...drawn.blocks);
      }
      if (drawn.words.length > 0) open.add(item);
    }
    marks.clear();
    for (const box of changed) damage.add(this.seen(box));
    if (this.scene.viewport.level === 'far') return;
    if (!fresh) this.reopen(blocked, open);
    this.decide(open);
  }

  /** Everything of which something is drawn in the boxes (CSS px of the picture), in the order of painting. */
  within(boxes: readonly Box[]): { nodes: NodeItem[]; links: LinkItem[] } {
    const { scene, round } = this;
    const { x, y } = scene.viewport.view;
    const drawnIn = boxes.map((box) => movedBox(box, { x: -x, y: -y }));
    const there = ({ drawn }: Item) => drawn?.round === round && drawnIn.some((box) => overlaps(drawn.box, box));
    const reach = this.reach();
    // Another view was searched just now, and all of it is painted.
    const found = this.scan ? [this.scan] : boxes.map((box) => scene.touching(scene.viewport.boxToCanvas(grow(box, reach))));
    return {
      nodes: inOrder(scene.nodes, found.map(({ nodes }) => nodes), there), // prettier-ignore
      links: inOrder(scene.links, found.map(({ links }) => links), there), // prettier-ignore
    };
  }

  /** A box of layout as it is seen now. */
  seen(box: Box): Box {
    return movedBox(box, this.scene.viewport.view);
  }

  /** Begins a new round if nothing that was laid out holds any more. */
  private renew(): boolean {
    const { viewport, model, marks } = this.scene;
    const { addresses, interfaces } = model.layers();
    const key = [viewport.view.scale, viewport.level, addresses, interfaces].join(' ');
    if (key === this.key && !marks.all) return false;
    this.key = key;
    this.round++;
    this.grid.clear();
    this.setting = { ...this.setting, type: typeFor(this.theme, viewport.view.scale) };
    return true;
  }

  /** What must be laid out: of a new view all that may be seen, else what is marked in it. Where marked things were is changed. */
  private unlaid(fresh: boolean, changed: Box[], blocked: Box[]): Item[] {
    const { viewport, marks } = this.scene;
    for (const item of [...marks.gone, ...marks.items]) {
      if (item.drawn?.round === this.round) {
        changed.push(item.drawn.box);
        blocked.push(...item.drawn.blocks);
        this.grid.remove(item);
      }
      item.drawn = undefined;
    }
    const region = viewport.boxToCanvas(grow({ x0: 0, y0: 0, x1: viewport.width, y1: viewport.height }, 2 * this.reach()));
    const place = [viewport.view.x, viewport.view.y, viewport.width, viewport.height].join(' ');
    this.scan = fresh || place !== this.scanned ? this.scene.touching(region) : undefined;
    this.scanned = place;
    const items = this.scan ? [...this.scan.nodes, ...this.scan.links] : [...marks.items];
    return items.filter(
      (item) => item.drawn?.round !== this.round && (item instanceof NodeItem ? overlaps(item.box(), region) : item.stands > 0),
    );
  }

  private lay(item: Item): Drawn {
    const { level } = this.scene.viewport;
    const node = item instanceof NodeItem;
    let words = none;
    if (node && level !== 'far') words = nodeLabels(item, this.setting);
    if (!node && level === 'near') words = linkLabels(item, this.setting);
    return this.draw(item, words);
  }

  /** Keeps what an item draws, and what it keeps clear. */
  private draw(item: Item, words: readonly Label[]): Drawn {
    const { level, view } = this.scene.viewport;
    const node = item instanceof NodeItem;
    let box = node ? nodeExtent(item, view.scale) : linkExtent(item, view.scale);
    for (const word of words) box = union(box, grow(word.box, halo));
    item.drawn = { round: this.round, box, words, blocks: noBoxes };
    if (level === 'far') return item.drawn;
    const blocks = words.map((word) => word.box);
    if (node) blocks.push(silhouetteBox(item, view.scale));
    const [first, ...rest] = blocks;
    if (first) this.grid.put(item, rest.reduce(union, first));
    item.drawn.blocks = blocks;
    return item.drawn;
  }

  /** Other numbers in the same place: what gives way to what is as it was. */
  private renumber({ drawn, flows, line }: LinkItem): void {
    if (drawn?.round !== this.round || !flows) return;
    for (const word of drawn.words) {
      if (!word.flow) continue;
      const text = flowWords(flows, line.direction);
      word.texts = word.texts.map((one) => ({ ...one, text }));
      if (word.stands) this.scene.damage.add(this.seen(grow(word.box, halo)));
    }
  }

  private reword(link: LinkItem, changed: Box[], blocked: Box[], open: Set<Item>): void {
    const { drawn } = link;
    if (!drawn || drawn.round !== this.round || this.scene.viewport.level !== 'near') return;
    const words = linkLabels(link, this.setting);
    if (sameLabels(words, drawn.words)) return;
    this.grid.remove(link);
    for (const box of [...drawn.blocks, ...this.draw(link, words).blocks]) {
      changed.push(grow(box, halo));
      blocked.push(box);
    }
    open.add(link);
  }

  /** Whose words may stand now where they did not, or the reverse: something changed in their place. */
  private reopen(blocked: readonly Box[], open: Set<Item>): void {
    for (const box of blocked)
      for (const item of this.grid.query(box, new Set())) if (item.drawn?.words.some((word) => overlaps(word.box, box))) open.add(item);
  }

  private decide(open: ReadonlySet<Item>): void {
    for (const item of open)
      for (const word of item.drawn?.words ?? []) {
        const stands = item instanceof NodeItem ? this.freeBeside(item, word) : this.free(word);
        if (word.stands !== undefined && word.stands !== stands) this.scene.damage.add(this.seen(grow(word.box, halo)));
        word.stands = stands;
      }
  }

  /** Words of a cable give way to devices, to their labels, and to what is more important, even if that gives way itself: no decision hangs on another. */
  private free({ box, rank }: Label): boolean {
    return !this.grid.some(box, (item) => {
      if (!item.drawn) return false;
      return item instanceof NodeItem ? item.drawn.blocks.some((one) => overlaps(one, box)) : beaten(item.drawn.words, box, rank);
    });
  }

  /** Words of a device give way to other devices, and to those of their words that are more important. */
  private freeBeside(node: NodeItem, { box, rank }: Label): boolean {
    return !this.grid.some(box, (item) => {
      if (item === node || item instanceof LinkItem || !item.drawn) return false;
      // Its silhouette is the last of what it keeps clear.
      const silhouette = item.drawn.blocks.at(-1);
      return (silhouette !== undefined && overlaps(silhouette, box)) || beaten(item.drawn.words, box, rank);
    });
  }

  /** How far a drawing may reach beyond the silhouette or line that it is found by, CSS px. */
  private reach(): number {
    const { scene } = this;
    const { scale } = scene.viewport.view;
    return Math.max(shapeReach(scale), scene.viewport.level === 'far' ? 0 : wordReach(scene.longest, scale));
  }
}
