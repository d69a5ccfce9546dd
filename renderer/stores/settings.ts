/** The person's settings, the same in every window, and what of them the page itself shows: theme, contrast, language, motion, zoom. */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import { changeSettings, defaultSettings } from '../../electron/shared/contract';
import type { Settings, SettingsChange } from '../../electron/shared/contract';
import { zoomWindow } from '../bridge/connect';
import { languageOf, speak } from '../text';
import type { Language } from '../text';
import { useClient } from './client';

const matches = (query: string): { readonly value: boolean } => {
  const media = globalThis.matchMedia?.(query);
  const now = ref(media?.matches ?? false);
  media?.addEventListener('change', (event) => (now.value = event.matches));
  return now;
};

export const useSettings = defineStore('settings', () => {
  const { call, onConnected } = useClient();
  const all = shallowRef<Settings>(defaultSettings);
  /** False until the host has told them: what a person would see flash is not shown before. */
  const known = ref(false);
  const [systemDark, systemContrast] = [matches('(prefers-color-scheme: dark)'), matches('(prefers-contrast: more)')];
  const systemStill = matches('(prefers-reduced-motion: reduce)');

  const dark = computed(() => (all.value.theme === 'system' ? systemDark.value : all.value.theme === 'dark'));
  const moreContrast = computed(() => (all.value.contrast === 'system' ? systemContrast.value : all.value.contrast === 'more'));
  const still = computed(() => all.value.motion === 'reduced' || systemStill.value);
  const language = computed<Language>(() => (all.value.language === 'system' ? languageOf(navigator.languages) : all.value.language));

  watch(
    [dark, moreContrast, still],
    () => {
      const { dataset } = document.documentElement;
      dataset.theme = dark.value ? 'dark' : 'light';
      dataset.contrast = moreContrast.value ? 'more' : 'normal';
      dataset.motion = still.value ? 'reduced' : 'full';
    },
    { immediate: true, flush: 'sync' },
  );
  watch(language, speak, { immediate: true, flush: 'sync' });
  watch(
    () => all.value.zoom,
    (zoom) => zoomWindow(zoom / 100),
  );

  /** Own changes that are on their way; what the host told meanwhile may be from before them. */
  let sending = 0;
  let told: Settings | undefined;
  onConnected((client) => {
    client.on('settings.changed', (settings) => {
      if (sending > 0) told = settings;
      else all.value = settings;
    });
    void call('settings.get', {}).then((got) => {
      if (got.ok) all.value = got.value;
      known.value = true;
    });
  });

  /** Shown at once, kept by the host. What the host refuses goes back to what it has. */
  async function set(change: SettingsChange): Promise<boolean> {
    all.value = changeSettings(all.value, change);
    sending += 1;
    const result = await call('settings.set', change);
    sending -= 1;
    if (sending === 0 && told) [all.value, told] = [told, undefined];
    if (result.ok) return true;
    const got = await call('settings.get', {});
    if (got.ok) all.value = got.value;
    return false;
  }

  return {
    all,
    known,
    set,
    dark,
    moreContrast,
    still,
    language,
    /** Changes whenever the colours or strokes of the tokens do. */
    look: computed(() => `${dark.value}/${moreContrast.value}/${still.value}`),
  };
});
