/**
 * When "changing" is shown. Most changes are over within a few milliseconds: showing each would only flicker. So it is shown
 * after 120 ms, and then for at least 200 ms.
 */
import type { DrawnState } from './mapping';
import type { Item } from './marks';

const showAfter = 120;
const showFor = 200;

export class Settling {
  /** What is drawn otherwise than it is, until its time has come. */
  readonly open = new Set<Item>();
  /** What is drawn as changing: its ring turns and its dashes move. */
  readonly changing = new Set<Item>();
  /** ms; when something open must be looked at again. */
  wake: number | undefined;

  private readonly entries = new Map<string, { asked: number; shown: number | undefined }>();

  /** Puts what is drawn of an item in step with its state and the clock (ms). True if it is drawn otherwise now. */
  show(item: Item, now: number): boolean {
    if (item.view.state === item.shown && item.shown !== 'changing' && !this.entries.has(item.id)) return false;
    const { state, wake } = this.resolve(item.id, item.view.state, item.shown, now);
    if (wake === undefined) this.open.delete(item);
    else {
      this.open.add(item);
      this.wake = Math.min(this.wake ?? Infinity, wake);
    }
    if (state === 'changing') this.changing.add(item);
    else this.changing.delete(item);
    const other = state !== item.shown;
    item.shown = state;
    return other;
  }

  /**
   * The state to draw at `now` (ms) for something whose true state is `state` and which is drawn as `before`. `wake` is when to
   * ask again, ms on the same clock.
   */
  private resolve(id: string, state: DrawnState, before: DrawnState, now: number): { state: DrawnState; wake: number | undefined } {
    const entry = this.entries.get(id);
    if (state === 'changing') {
      const current = entry ?? { asked: now, shown: before === 'changing' ? now : undefined };
      if (!entry) this.entries.set(id, current);
      if (current.shown === undefined && now >= current.asked + showAfter) current.shown = now;
      return current.shown === undefined ? { state: before, wake: current.asked + showAfter } : { state, wake: undefined };
    }
    if (entry?.shown !== undefined && now < entry.shown + showFor) return { state: 'changing', wake: entry.shown + showFor };
    this.entries.delete(id);
    return { state, wake: undefined };
  }

  forget(item: Item): void {
    this.entries.delete(item.id);
    this.open.delete(item);
    this.changing.delete(item);
  }

  clear(): void {
    this.entries.clear();
    this.open.clear();
    this.changing.clear();
    this.wake = undefined;
  }
}
