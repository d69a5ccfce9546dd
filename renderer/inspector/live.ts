/** What goes on inside running devices, asked again and again while somebody looks. */
import { onBeforeUnmount, shallowRef, watch } from 'vue';
import type { ShallowRef } from 'vue';
import type { z } from 'zod';
import type { liveCalls } from '../../electron/shared/contract/live';
import type { Result } from '../../electron/shared/result';
import { useClient } from '../stores/client';
import { useLab } from '../stores/lab';

type LiveCalls = typeof liveCalls;
export type LiveName = keyof LiveCalls;
type LiveArgs<N extends LiveName> = Omit<z.input<LiveCalls[N]['args']>, 'document'>;
export type LiveValue<N extends LiveName> = z.output<LiveCalls[N]['value']>;

/** One question about the lab that is shown. */
export async function askLive<N extends LiveName>(name: N, args: LiveArgs<N>): Promise<Result<LiveValue<N>>> {
  const { call } = useClient();
  return call(name as never, { document: useLab().document, ...args } as never);
}

/** ms between two questions. */
const usual = 1000;

/**
 * The answer to a question, kept fresh for as long as the component that asks is there; undefined until there is one, and while the device does not run.
 * @param args undefined: nothing is asked
 */
export function useLive<N extends LiveName>(
  name: N,
  args: () => LiveArgs<N> | undefined,
  every = usual,
): { value: ShallowRef<LiveValue<N> | undefined>; refresh: () => Promise<void> } {
  const value = shallowRef<LiveValue<N>>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let turn = 0;
  async function refresh(): Promise<void> {
    clearTimeout(timer);
    const mine = ++turn;
    const now = args();
    if (!now) return void (value.value = undefined);
    // A page that nobody sees asks nothing.
    const result = document.hidden ? undefined : await askLive(name, now);
    if (mine !== turn) return;
    if (result) value.value = result.ok ? result.value : undefined;
    if (result && !result.ok && result.error.code === 'unknown-call') return;
    timer = setTimeout(() => void refresh(), every);
  }
  watch(
    () => JSON.stringify(args() ?? null),
    () => {
      value.value = undefined;
      void refresh();
    },
    { immediate: true },
  );
  onBeforeUnmount(() => {
    turn++;
    clearTimeout(timer);
  });
  return { value, refresh };
}
