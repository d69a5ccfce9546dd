/** What differs between two lists of records, by id. Lists that share a beginning and an end cost little more than what is between. */
import { equal } from './reuse';

export interface Changes<T> {
  /** Ids of records that are gone or no longer the same. */
  readonly old: ReadonlyMap<string, T>;
  /** Records that are new or no longer the same. */
  readonly fresh: ReadonlyMap<string, T>;
}

export function changesOf<T extends { readonly id: string }>(
  before: readonly T[],
  after: readonly T[],
  same: (a: T, b: T) => boolean = equal,
): Changes<T> {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let [endBefore, endAfter] = [before.length, after.length];
  while (endBefore > start && endAfter > start && before[endBefore - 1] === after[endAfter - 1]) {
    endBefore--;
    endAfter--;
  }
  const old = new Map<string, T>();
  for (let at = start; at < endBefore; at++) old.set(before[at]!.id, before[at]!);
  const fresh = new Map<string, T>();
  for (let at = start; at < endAfter; at++) {
    const record = after[at]!;
    const other = old.get(record.id);
    if (other && (other === record || same(other, record))) old.delete(record.id);
    else fresh.set(record.id, record);
  }
  return { old, fresh };
}
