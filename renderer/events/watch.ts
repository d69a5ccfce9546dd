/** Watches running devices for differences that last: what a plan does in between is none. */
import { findings, turned } from './kernel-events';
import type { Found, Turn } from './kernel-events';
import type { WantedLab } from '../../electron/engine/wanted';
import type { ObservedState } from '../../electron/shared/lab/observed';

/** ms that a device has to rest before it is looked at. */
const rest = 300;

export interface Sight {
  readonly wanted: WantedLab;
  readonly observed: ObservedState;
  /** Ids of what a plan is changing now, or waits to be changed: looked at later. */
  readonly busy: (id: string) => boolean;
}

export class DifferenceWatch {
  private readonly known = new Map<string, ReadonlyMap<string, Found>>();
  /** When each difference was seen first, by device and key; ms since the epoch. */
  private readonly since = new Map<string, number>();
  private readonly waiting = new Map<string, number>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly look: () => Sight,
    private readonly tell: (id: string, turn: Turn) => void,
  ) {}

  /** These devices have changed in the kernel. */
  touched(ids: readonly string[], now = Date.now()): void {
    for (const id of ids) {
      this.note(id, now);
      this.waiting.set(id, now);
    }
    if (ids.length > 0) this.timer ??= setTimeout(() => this.settle(), rest);
  }
  /** Another lab, or none. */
  forget(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    for (const map of [this.known, this.since, this.waiting]) map.clear();
  }
  seen(id: string, key: string): number | undefined {
    return this.since.get(`${id} ${key}`);
  }

  /** The moment counts in which it was seen, not that in which it was believed. */
  private note(id: string, now: number): void {
    const { wanted, observed } = this.look();
    for (const key of findings(id, wanted, observed[id]).keys()) if (!this.since.has(`${id} ${key}`)) this.since.set(`${id} ${key}`, now);
  }

  private settle(now = Date.now()): void {
    this.timer = undefined;
    const { wanted, observed, busy } = this.look();
    for (const [id, at] of this.waiting) {
      if (busy(id) || now - at < rest) continue;
      this.waiting.delete(id);
      const found = findings(id, wanted, observed[id]);
      const turn = turned(this.known.get(id) ?? new Map<string, Found>(), found);
      this.known.set(id, found);
      for (const [key] of turn.went) this.since.delete(`${id} ${key}`);
      if (observed[id] && turn.came.length + turn.went.length > 0) this.tell(id, turn);
    }
    if (this.waiting.size > 0) this.timer = setTimeout(() => this.settle(), rest);
  }
}
