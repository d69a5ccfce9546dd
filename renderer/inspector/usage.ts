/** What a device and a cable use, as the statistics of the running lab say it. */
import { onBeforeUnmount, shallowRef, watch } from 'vue';
import type { ShallowRef } from 'vue';
import type { Statistics } from '../../electron/shared/contract/live';
import { useLab } from '../stores/lab';
import { onStatistics } from '../stores/statistics';

/**
 * Statistics of the lab that is shown, for as long as the component that asks is there; undefined while it does not run.
 * @param wanted whether somebody looks at them now
 */
export function useStatistics(wanted = (): boolean => true): ShallowRef<Statistics | undefined> {
  const lab = useLab();
  const live = shallowRef<Statistics>();
  let end: (() => void) | undefined;
  watch(
    () => lab.running && wanted() && lab.document,
    (document) => {
      end?.();
      live.value = undefined;
      end = document ? onStatistics(document, (statistics) => (live.value = statistics)) : undefined;
    },
    { immediate: true },
  );
  onBeforeUnmount(() => end?.());
  return live;
}

export interface NodeUsage {
  /** 1 is one CPU. */
  readonly cpu: number;
  /** Bytes. */
  readonly memory: number;
  readonly processes: number;
}
/** Undefined: nothing but its first process, which waits. */
export function usageOf(statistics: Statistics, node: string): NodeUsage | undefined {
  const found = statistics.nodes.find(([id]) => id === node);
  return found && { cpu: found[1], memory: found[2], processes: found[3] };
}
/** bit/s from the first end to the second, and back. */
export function ratesOf(statistics: Statistics, link: string): readonly [there: number, back: number] {
  const found = statistics.links.find(([id]) => id === link);
  return found ? [found[1], found[2]] : [0, 0];
}
