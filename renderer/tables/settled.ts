/** Something costly that is made anew when what it reads has changed: at once while that is cheap, and with rests in between where it is not. */
import { onScopeDispose, shallowRef, watch } from 'vue';
import type { ShallowRef, WatchSource } from 'vue';

/** ms that it may take and still be made at once. */
const cheap = 8;
/** The rest is so many times as long as the work. */
const restful = 8;

export function useSettled<T>(sources: WatchSource[], make: () => T): ShallowRef<T> {
  const value = shallowRef() as ShallowRef<T>;
  let cost = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  function run(): void {
    timer = undefined;
    const start = performance.now();
    value.value = make();
    cost = performance.now() - start;
  }
  run();
  watch(sources, () => {
    if (timer !== undefined) return;
    if (cost <= cheap) run();
    else timer = setTimeout(run, Math.min(2000, cost * restful));
  });
  onScopeDispose(() => clearTimeout(timer));
  return value;
}
