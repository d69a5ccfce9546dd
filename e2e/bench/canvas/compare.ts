/** Pictures of a canvas, to the pixel: as it stands, with everything painted anew, and as a canvas that is opened now would paint it. */
import { createApp, h, nextTick, ref } from 'vue';
import NetworkCanvas from '../../../renderer/canvas/NetworkCanvas.vue';
import type { CanvasHandle, CanvasModel } from '../../../renderer/canvas/model';

const frame = () => new Promise((done) => requestAnimationFrame(done));
/** ms after which everything that is changing is shown so. */
const settled = 200;

/** A mounted canvas. */
export class Picture {
  readonly handle: CanvasHandle;
  private readonly home: HTMLElement;
  private readonly theme = ref(0);
  private readonly app;

  constructor(model: CanvasModel, home: HTMLElement) {
    this.home = home;
    this.app = createApp({ render: () => h(NetworkCanvas, { model, theme: String(this.theme.value), ref: 'canvas' }) });
    this.handle = (this.app.mount(home).$refs as { canvas: CanvasHandle }).canvas;
  }

  /** The pixels that are there. Nothing is painted for it. */
  pixels(): ImageData {
    const canvas = this.home.querySelector('canvas');
    if (!canvas) throw new Error('The canvas is not mounted.');
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true });
    if (!copy) throw new Error('This browser has no canvas beside the page.');
    copy.drawImage(canvas, 0, 0);
    return copy.getImageData(0, 0, canvas.width, canvas.height);
  }

  /** Lays out and paints everything anew, as for other colours. */
  async repaint(): Promise<void> {
    this.theme.value++;
    await nextTick();
    await frame();
  }

  /** The pixels of a canvas that is mounted now, over the same model and with the same view; it is gone afterwards. */
  async opened(model: CanvasModel): Promise<ImageData> {
    const home = document.createElement('div');
    const { width, height } = this.home.getBoundingClientRect();
    Object.assign(home.style, { position: 'fixed', left: '100vw', top: '0', width: `${width}px`, height: `${height}px` });
    document.body.append(home);
    const other = new Picture(model, home);
    const wanted = this.handle.view();
    other.handle.zoomTo(wanted.scale);
    const view = other.handle.view();
    home.firstElementChild?.dispatchEvent(
      new WheelEvent('wheel', { deltaX: view.x - wanted.x, deltaY: view.y - wanted.y, cancelable: true }),
    );
    await new Promise((done) => setTimeout(done, settled));
    await frame();
    const pixels = other.pixels();
    other.app.unmount();
    home.remove();
    return pixels;
  }
}

/** How many pixels differ, with the box around them; undefined if none does. */
export function difference(a: ImageData, b: ImageData): string | undefined {
  if (a.width !== b.width || a.height !== b.height) return `${a.width} x ${a.height} px against ${b.width} x ${b.height}`;
  const [left, right] = [new Uint32Array(a.data.buffer), new Uint32Array(b.data.buffer)];
  let count = 0;
  const box = { x0: Infinity, y0: Infinity, x1: 0, y1: 0 };
  for (let index = 0; index < left.length; index++) {
    if (left[index] === right[index]) continue;
    const [x, y] = [index % a.width, Math.floor(index / a.width)];
    count++;
    box.x0 = Math.min(box.x0, x);
    box.y0 = Math.min(box.y0, y);
    box.x1 = Math.max(box.x1, x);
    box.y1 = Math.max(box.y1, y);
  }
  return count === 0 ? undefined : `${count} px differ between ${box.x0},${box.y0} and ${box.x1},${box.y1}`;
}
