/** Pictures of the lab that is shown: as files, and on paper. */
import { defineStore } from 'pinia';
import { nextTick, reactive, ref } from 'vue';
import { drawPicture, fileOf } from '../canvas/picture/draw';
import type { Look, PictureFormat } from '../canvas/picture/draw';
import { writeSvg } from '../canvas/picture/svg';
import { t } from '../text';
import { canvasModel } from './canvas-model';
import { useClient } from './client';
import { useLab } from './lab';
import { saveUnder } from './save-under';
import { useUi } from './ui';

/** Bytes that are turned into text at once. */
const chunk = 32_768;

export const usePicture = defineStore('picture', () => {
  const [lab, ui, { call }] = [useLab(), useUi(), useClient()];
  const look = reactive<{ -readonly [K in keyof Look]: Look[K] }>({ addresses: true, interfaces: true });
  const format = ref<PictureFormat>('svg');

  const svg = (): string => writeSvg(drawPicture(canvasModel(), look));

  async function save(): Promise<void> {
    const kind = format.value;
    const bytes = await fileOf(kind, canvasModel(), look);
    ui.over = undefined;
    // The dialog that was open gives the focus back first.
    await nextTick();
    ui.files = {
      mode: 'save',
      name: `${lab.topology.name.replaceAll('/', '-')}.${kind}`,
      ending: `.${kind}`,
      title: t('picture.saveTitle'),
      done: (path) =>
        void saveUnder((replace) => call('pictures.save', { path, data: base64(bytes), replace }), {
          saved: (saved) => t('picture.saved', { path: saved }),
          notSaved: t('picture.notSaved'),
        }),
    };
  }
  /** The system's own printing, of the drawing alone: see styles/print.css. */
  async function print(): Promise<void> {
    ui.over = undefined;
    await nextTick();
    const page = document.createElement('div');
    page.className = 'print-page';
    page.innerHTML = svg();
    const picture = page.querySelector('svg')!;
    page.toggleAttribute('data-wide', picture.width.baseVal.value > picture.height.baseVal.value);
    picture.removeAttribute('width');
    picture.removeAttribute('height');
    document.body.append(page);
    // In Electron and in browsers this returns when the person has answered.
    addEventListener('afterprint', () => page.remove(), { once: true });
    globalThis.print();
  }
  return { look, format, svg, save, print };
});

function base64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += chunk) binary += String.fromCharCode(...bytes.subarray(at, at + chunk));
  return btoa(binary);
}
