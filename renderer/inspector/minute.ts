/** The time, for texts such as "2 min ago": it moves on by itself. */
import { readonly, ref } from 'vue';
import type { Ref } from 'vue';

const now = ref(Date.now());
let timer: ReturnType<typeof setInterval> | undefined;

/** ms since the epoch, at most half a minute old. */
export function useMinute(): Readonly<Ref<number>> {
  timer ??= setInterval(() => (now.value = Date.now()), 20_000);
  now.value = Date.now();
  return readonly(now);
}
