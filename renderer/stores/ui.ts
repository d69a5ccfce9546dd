/** What the window itself remembers: panels, what is open over them, messages. Nothing here is part of a lab. */
import { defineStore } from 'pinia';
import { computed, reactive, ref, shallowRef, watch } from 'vue';
import type { Layout } from '../../electron/shared/contract';
import type { NestworkError } from '../../electron/shared/lab/error';
import { errorIn } from '../text';
import { useClient } from './client';
import { useSettings } from './settings';

export const dockTabs = ['terminals', 'problems', 'plan', 'tables', 'events', 'history'] as const;
export type DockTab = (typeof dockTabs)[number];
export interface Toast {
  text: string;
  action?: { label: string; run: () => void };
}
export interface MenuItem {
  label: string;
  /** As `commands/keys.ts` writes them. */
  keys?: string;
  danger?: boolean;
  disabled?: boolean;
  run: () => void;
}
export interface Question {
  title: string;
  text: string;
  /** Lines that a person may want to look at before answering. */
  details?: readonly string[];
  /** Buttons from left to right; the last is the main one. The first is what Escape does. */
  choices: { label: string; danger?: boolean; run: () => void }[];
}
/** What is open over the window; one at a time. */
export type Over = 'settings' | 'versions' | 'programs' | 'doctor' | 'about' | 'picture' | 'list';

/** ms that a toast stays. */
const toastTime = 6000;
/** ms after which a panel that was drawn to another size is remembered. */
const layoutRest = 400;
/** As in styles/collapse.css. */
const narrowWindow = globalThis.matchMedia?.('(max-width: 1199px)');
const dockHeight = 264;
const inspectorWidth = 340;

/** The page fills the screen, or no longer. Where that is not allowed, as in a frame or by an administrator, the view is still one without panels. */
async function fillScreen(on: boolean): Promise<void> {
  const { documentElement: page, fullscreenElement } = document;
  if (on === (fullscreenElement !== null)) return;
  await (on ? page.requestFullscreen?.({ navigationUI: 'hide' }) : document.exitFullscreen()).catch(() => undefined);
}

export const useUi = defineStore('ui', () => {
  const settings = useSettings();
  const page = ref<'start' | 'lab'>('start');
  const dock = reactive({ open: false, tab: 'terminals', height: dockHeight });
  /** Beside the paper; in a narrow window it lies over it, and only when asked for. */
  const inspector = ref(true);
  const inspectorOver = ref(false);
  const narrow = ref(narrowWindow?.matches ?? false);
  narrowWindow?.addEventListener('change', (event) => ([narrow.value, inspectorOver.value] = [event.matches, false]));
  const inspectorShown = computed<boolean>({
    get: () => (narrow.value ? inspectorOver.value : inspector.value),
    set: (on) => void ((narrow.value ? inspectorOver : inspector).value = on),
  });
  const inspectorSize = ref(inspectorWidth);
  const layers = reactive({ addresses: true, interfaces: true, rates: false, minimap: true });
  /** For a projector: no panels, everything larger. */
  const present = ref(false);
  /** A spot at the pointer, in the projector view. */
  const laser = ref(false);
  const over = ref<Over>();
  /** Text that was pasted where no lab is shown, for whoever asks what to make of it. */
  const pasted = ref('');
  /** Section of the settings to begin with. */
  const settingsAt = ref('');
  /** Page of the help that is open beside the window. */
  const help = ref<string>();
  /** Find or do: what it looks through. */
  const finder = ref<'everything' | 'devices' | 'labs'>();
  const menuBar = ref(false);
  /** Step of the tour, from 0. */
  const tour = ref<number>();
  const toast = ref<Toast>();
  const error = ref<{ title: string; error: NestworkError }>();
  const question = shallowRef<Question>();
  const menu = shallowRef<{ x: number; y: number; items: (MenuItem | 'line')[] }>();
  /** `ending`: of the files that are meant, with its dot. Absent: labs. */
  const files = shallowRef<{ mode: 'open' | 'save'; name: string; ending?: string; title?: string; done: (path: string) => void }>();
  const spoken = reactive({ polite: '', assertive: '' });
  let toastTimer: ReturnType<typeof setTimeout> | undefined;

  const screenSize = (): string => `${globalThis.screen?.width ?? 0}x${globalThis.screen?.height ?? 0}`;
  let remembered = '';
  function takeLayout(): void {
    const layout: Layout = settings.all.layouts[screenSize()] ?? {};
    [dock.height, inspectorSize.value, inspector.value] = [
      layout.dock ?? dockHeight,
      layout.inspector ?? inspectorWidth,
      layout.inspectorOpen ?? true,
    ];
    remembered = JSON.stringify([dock.height, inspectorSize.value, inspector.value]);
  }
  watch(
    () => settings.known,
    () => takeLayout(),
  );
  let layoutTimer: ReturnType<typeof setTimeout> | undefined;
  watch([() => dock.height, inspectorSize, inspector], () => {
    clearTimeout(layoutTimer);
    layoutTimer = setTimeout(() => {
      const now = JSON.stringify([dock.height, inspectorSize.value, inspector.value]);
      if (!settings.known || now === remembered) return;
      remembered = now;
      const layout = { dock: Math.round(dock.height), inspector: Math.round(inspectorSize.value), inspectorOpen: inspector.value };
      void settings.set({ layouts: { [screenSize()]: layout } });
    }, layoutRest);
  });
  watch(
    [() => dock.height, inspectorSize],
    ([height, width]) => {
      const { style } = document.documentElement;
      // Only what a person has chosen: the tokens know what a low window has room for.
      if (height === dockHeight) style.removeProperty('--nw-dock');
      else style.setProperty('--nw-dock', `${height}px`);
      style.setProperty('--nw-inspector', `${width}px`);
    },
    { immediate: true },
  );
  watch(present, (on) => {
    document.documentElement.toggleAttribute('data-present', on);
    laser.value = false;
    void fillScreen(on);
  });
  // Escape, and whatever else a desktop has for it, leaves the whole screen without asking the page.
  globalThis.document?.addEventListener('fullscreenchange', () => {
    if (!document.fullscreenElement) present.value = false;
  });

  function showToast(next: Toast): void {
    clearTimeout(toastTimer);
    toast.value = next;
    toastTimer = setTimeout(() => (toast.value = undefined), toastTime);
  }
  function holdToast(): void {
    clearTimeout(toastTimer);
  }
  function releaseToast(): void {
    clearTimeout(toastTimer);
    toastTimer = setTimeout(() => (toast.value = undefined), toastTime);
  }
  function showError(title: string, cause: NestworkError): void {
    const said = errorIn(cause);
    error.value = { title, error: said };
    spoken.assertive = said.message;
  }
  watch(
    () => useClient().failure,
    (failure) => {
      // What nobody has seen yet is shown, in place of that it is missing.
      if (failure?.error.code === 'not-agreed') over.value = 'programs';
      else if (failure) showError(failure.title, failure.error);
    },
    { flush: 'sync' },
  );
  function showDock(tab: DockTab): void {
    dock.open = true;
    dock.tab = tab;
  }
  function showSettings(section = ''): void {
    settingsAt.value = section;
    over.value = 'settings';
  }
  return {
    page,
    dock,
    inspector: inspectorShown,
    inspectorSize,
    layers,
    present,
    laser,
    over,
    pasted,
    settingsAt,
    help,
    finder,
    menuBar,
    tour,
    toast,
    error,
    question,
    menu,
    files,
    spoken,
    /** Changes whenever the colours or sizes of the tokens do. */
    colours: computed(() => `${settings.look}/${present.value}`),
    showToast,
    holdToast,
    releaseToast,
    showError,
    showDock,
    showSettings,
    /** The same words twice in a row are said twice. */
    announce: (text: string) => void (spoken.polite = spoken.polite === text ? `${text}\u00a0` : text),
  };
});
