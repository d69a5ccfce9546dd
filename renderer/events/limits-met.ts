/** Limits that devices met, as news: how much was added since the last, not more than once in a while. */
import type { ObservedNode } from '../../electron/shared/lab/observed';

const kinds = ['memory', 'pids'] as const;
export interface Met {
  readonly kind: (typeof kinds)[number];
  /** Processes killed, or forks refused, since it was told last. */
  readonly n: number;
}
/** A fork bomb meets its limit without end: so long, ms, no more of the same. */
const pause = 10_000;

export class LimitsMetWatch {
  private readonly told = new Map<string, { n: number; at: number }>();

  /** Takes what is there as told. */
  forget(nodes: readonly ObservedNode[]): void {
    this.told.clear();
    for (const node of nodes)
      for (const kind of kinds) this.told.set(`${kind} ${node.node}`, { n: node.limitsMet?.[kind] ?? 0, at: -Infinity });
  }

  /** @param now ms, of any clock that goes on */
  news(node: ObservedNode, now: number): Met[] {
    return kinds.flatMap((kind): Met[] => {
      const key = `${kind} ${node.node}`;
      const before = this.told.get(key) ?? { n: 0, at: -Infinity };
      const n = node.limitsMet?.[kind] ?? 0;
      if (n === before.n || (n > before.n && now - before.at < pause)) return [];
      // A device that was made anew counts anew.
      this.told.set(key, { n, at: n > before.n ? now : before.at });
      return n > before.n ? [{ kind, n: n - before.n }] : [];
    });
  }
}
