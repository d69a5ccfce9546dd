/**
 * When "changing" is shown. Most changes are over within a few milliseconds: showing each would only flicker. So it is shown
 * after 120 ms, and then for at least 200 ms.
 */
import type { DrawnState } from './mapping';

const showAfter = 120;
const showFor = 200;

export class Settling {
  private readonly entries = new Map<string, { asked: number; shown: number | undefined }>();

  /**
   * The state to draw at `now` (ms) for something whose true state is `state` and which is drawn as `before`. `wake` is when to
   * ask again, ms on the same clock.
   */
  resolve(id: string, state: DrawnState, before: DrawnState, now: number): { state: DrawnState; wake: number | undefined } {
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

  forget(id: string): void {
    this.entries.delete(id);
  }
}
