/** What the window itself remembers: panels, theme, messages. Nothing here is part of a lab. */
import { defineStore } from 'pinia';
import { computed, reactive, ref } from 'vue';
import type { NestworkError } from '../../electron/shared/lab/error';

export type DockTab = 'terminals' | 'problems' | 'plan';
export interface Toast {
  text: string;
  action?: { label: string; run: () => void };
}
export interface MenuItem {
  label: string;
  keys?: string;
  danger?: boolean;
  disabled?: boolean;
  run: () => void;
}
export interface Question {
  title: string;
  text: string;
  /** Buttons from left to right; the last is the main one. */
  choices: { label: string; danger?: boolean; run: () => void }[];
}

/** ms that a toast stays. */
const toastTime = 6000;
const systemDark = globalThis.matchMedia?.('(prefers-color-scheme: dark)');

export const useUi = defineStore('ui', () => {
  const page = ref<'start' | 'lab'>('start');
  const dock = reactive({ open: false, tab: 'terminals', height: 264 });
  const inspector = ref(true);
  const help = ref(false);
  const layers = reactive({ addresses: true, interfaces: true, rates: false });
  const theme = ref<'system' | 'light' | 'dark'>('system');
  const dark = ref(systemDark?.matches ?? false);
  const toast = ref<Toast>();
  const error = ref<{ title: string; error: NestworkError }>();
  const question = ref<Question>();
  const menu = ref<{ x: number; y: number; items: (MenuItem | 'line')[] }>();
  const files = ref<{ mode: 'open' | 'save'; name: string; done: (path: string) => void }>();
  const spoken = reactive({ polite: '', assertive: '' });
  let toastTimer: ReturnType<typeof setTimeout> | undefined;

  systemDark?.addEventListener('change', (event) => (dark.value = event.matches));

  function showTheme(choice: 'system' | 'light' | 'dark'): void {
    theme.value = choice;
    if (choice === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = choice;
  }
  function showToast(next: Toast): void {
    clearTimeout(toastTimer);
    toast.value = next;
    toastTimer = setTimeout(() => (toast.value = undefined), toastTime);
  }
  function holdToast(): void {
    clearTimeout(toastTimer);
  }
  function showError(title: string, cause: NestworkError): void {
    error.value = { title, error: cause };
    spoken.assertive = cause.message;
  }
  function showDock(tab: DockTab): void {
    dock.open = true;
    dock.tab = tab;
  }
  return {
    page,
    dock,
    inspector,
    help,
    layers,
    theme,
    toast,
    error,
    question,
    menu,
    files,
    spoken,
    /** Changes whenever the colours of the tokens do. */
    colours: computed(() => `${theme.value}/${dark.value}`),
    showTheme,
    showToast,
    holdToast,
    showError,
    showDock,
    announce: (text: string) => void (spoken.polite = text),
  };
});
