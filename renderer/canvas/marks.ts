/** What the scene says has changed, until the layout has looked at it: which things, and which words. Layout turns it into damage. */
import type { LinkItem, NodeItem } from './items';

export type Item = NodeItem | LinkItem;

export class Marks {
  /** To be laid out and painted again. */
  readonly items = new Set<Item>();
  /** Cables of which only the words may read otherwise, or stand elsewhere. */
  readonly reworded = new Set<LinkItem>();
  /** Cables of which only the numbers of their traffic are others. */
  readonly renumbered = new Set<LinkItem>();
  readonly gone = new Set<Item>();
  /** Everything is another: nothing that was laid out holds, and nothing need be told apart. */
  all = true;

  /** `ask` is called when something is marked, and should lead to one paint in the next frame. */
  constructor(private readonly ask: () => void) {}

  item(item: Item): void {
    if (!this.all) this.items.add(item);
    this.ask();
  }

  words(link: LinkItem): void {
    if (!this.all) this.reworded.add(link);
    this.ask();
  }

  numbers(link: LinkItem): void {
    if (!this.all) this.renumbered.add(link);
    this.ask();
  }

  remove(item: Item): void {
    this.items.delete(item);
    if ('line' in item) for (const set of [this.reworded, this.renumbered]) set.delete(item);
    if (!this.all) this.gone.add(item);
    this.ask();
  }

  everything(): void {
    this.clear();
    this.all = true;
    this.ask();
  }

  clear(): void {
    for (const set of [this.items, this.reworded, this.renumbered, this.gone]) set.clear();
    this.all = false;
  }
}
