/** Traffic on the cables of the lab that is shown, for as long as its layer is on and it runs; the canvas is told which cables have another rate. */
import { defineStore } from 'pinia';
import { computed, watch } from 'vue';
import { useClient } from './client';
import { useLab } from './lab';
import { onStatistics } from './statistics';
import { useUi } from './ui';

export const useRates = defineStore('rates', () => {
  const [lab, ui, client] = [useLab(), useUi(), useClient()];
  /** Bit/s from the first end to the second, and back. What is silent is not in it. */
  const rates = new Map<string, readonly [number, number]>();
  const source = computed(() => (ui.layers.rates && lab.running && ui.page === 'lab' ? lab.document : undefined));
  let end: (() => void) | undefined;

  function forget(): void {
    const before = [...rates.keys()];
    rates.clear();
    if (before.length > 0) lab.ratesChanged(before);
  }
  // Another connection knows nothing of what was asked for on the one before.
  watch(
    [source, () => client.client],
    ([document]) => {
      end?.();
      end = undefined;
      forget();
      if (document === undefined) return;
      end = onStatistics(document, ({ links }) => {
        const changed = new Set(rates.keys());
        rates.clear();
        for (const [id, there, back] of links) {
          rates.set(id, [there, back]);
          changed.add(id);
        }
        lab.ratesChanged([...changed]);
      });
    },
    { immediate: true },
  );
  return { current: (): ReadonlyMap<string, readonly [number, number]> => rates };
});
