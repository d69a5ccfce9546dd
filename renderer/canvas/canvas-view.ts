/** Puts the parts of the canvas together in one element: scene, painter, names, pointer and keys; one paint a frame at most. */
import type { NodeKind } from '../../electron/shared/topology/schema';
import { keyOf } from '../commands/keys';
import { takeFlows } from './flows';
import type { Box } from './geometry';
import { snapped } from './geometry';
import { Glide } from './glide';
import { cableAt } from './hit';
import { KeyGestures } from './keyboard';
import { Minimap } from './minimap';
import type { CanvasHandle, CanvasModel } from './model';
import { Painter } from './painter';
import { PointerGestures } from './pointer';
import type { PointerInput } from './pointer';
import { Proxies } from './proxies';
import { Scene } from './scene';
import { readTheme } from './theme';

/** The layer of names follows when the view has rested this long, ms. */
const rest = 120;
/** Scale at which a small selection is shown. */
const closest = 2;

export class CanvasView {
  readonly handle: CanvasHandle;
  private readonly scene: Scene;
  private readonly painter: Painter;
  private readonly proxies: Proxies;
  private readonly minimap: Minimap;
  private readonly glide: Glide;
  private readonly pointer: PointerGestures;
  private readonly keys: KeyGestures;
  private readonly stops: (() => void)[] = [];
  private theme;
  private frame = 0;
  private waking: ReturnType<typeof setTimeout> | undefined;
  private resting: ReturnType<typeof setTimeout> | undefined;
  private space = false;
  /** The last thing a person used: the focus ring shows for the keyboard only. */
  private byKeyboard = false;
  private fitted = false;

  constructor(
    private readonly root: HTMLElement,
    canvas: HTMLCanvasElement,
    layer: HTMLElement,
    private readonly band: HTMLElement,
    map: HTMLCanvasElement,
    private readonly model: CanvasModel,
  ) {
    this.theme = readTheme(root);
    this.scene = new Scene(model, () => this.ask());
    this.scene.viewport.showNearFrom(this.theme.nearFrom);
    this.glide = new Glide(this.scene);
    this.stops.push(() => this.glide.end());
    this.painter = new Painter(canvas, this.scene, this.theme);
    this.proxies = new Proxies(layer, this.scene);
    this.minimap = new Minimap(this.scene, map, this.theme);
    this.stops.push(() => this.minimap.destroy());
    this.pointer = new PointerGestures(this.scene, model, (box) => this.showBand(box));
    const focus = { current: () => this.proxies.focused, go: (id: string) => this.handle.focusNode(id) };
    this.keys = new KeyGestures(this.scene, model, focus, () => this.pointer.cancel());
    this.handle = this.makeHandle();
    this.listen(layer);
    this.stops.push(
      model.onChange((change) => {
        if (change.kind === 'document' || change.kind === 'whole') this.glide.end();
        if (change.kind === 'rates') takeFlows(this.scene.links, this.scene.marks, model.rates?.(), change.links);
        this.scene.apply(change);
        if (change.kind === 'tool') this.pointer.toolChanged();
        if (change.kind === 'whole' && !change.stays) {
          this.resize();
          this.handle.fit();
        }
        if (change.kind === 'selection') this.proxies.select();
        this.root.style.cursor = this.pointer.cursor(this.space);
        this.ask();
      }),
      this.scene.viewport.onView(() => {
        this.proxies.follow();
        this.scene.damage.all();
        this.restLater();
      }),
    );
    const observer = new ResizeObserver(() => this.resize());
    observer.observe(root);
    this.stops.push(() => observer.disconnect());
    this.watchMedia();
    this.resize();
  }

  /** Reads the tokens again and paints everything. */
  themeChanged(): void {
    this.theme = readTheme(this.root);
    this.scene.viewport.showNearFrom(this.theme.nearFrom);
    this.painter.setTheme(this.theme);
    this.minimap.setTheme(this.theme);
  }

  destroy(): void {
    for (const stop of this.stops) stop();
    cancelAnimationFrame(this.frame);
    clearTimeout(this.waking);
    clearTimeout(this.resting);
  }

  private ask(): void {
    this.frame ||= requestAnimationFrame((now) => this.draw(now));
  }

  private draw(now: number): void {
    // What settling marks is painted in this very frame: no other need be asked for.
    this.frame = -1;
    this.scene.settle();
    if (this.painter.paint(now).length > 0) this.minimap.follow();
    this.frame = 0;
    if (!this.theme.still) for (const { id } of this.scene.settling.changing) this.scene.repaint(id);
    clearTimeout(this.waking);
    const { wake } = this.scene.settling;
    if (wake !== undefined) this.waking = setTimeout(() => this.ask(), Math.max(0, wake - performance.now()));
    // A view that moves is followed when it rests.
    if (this.proxies.stale && !this.pointer.busy && this.resting === undefined) this.proxies.refresh();
  }

  private resize(): void {
    const { clientWidth, clientHeight } = this.root;
    if (clientWidth === 0 || clientHeight === 0) return;
    const { viewport } = this.scene;
    if (clientWidth === viewport.width && clientHeight === viewport.height && devicePixelRatio === viewport.ratio) return;
    const attended = this.attended();
    viewport.resize(clientWidth, clientHeight, devicePixelRatio);
    // A panel that opens does not cover what it was opened for.
    if (attended) viewport.reveal(attended, 0);
    this.painter.resize();
    if (!this.fitted) this.handle.fit();
    this.fitted = true;
    // In the same task as the new size: an emptied canvas must never be shown.
    cancelAnimationFrame(this.frame);
    this.draw(performance.now());
  }

  /** Around the one thing that is selected, with its words below, if it can be seen. */
  private attended(): Box | undefined {
    const [id, another] = this.scene.selection;
    const box = id !== undefined && another === undefined ? this.scene.boxOf(id) : undefined;
    if (!box) return undefined;
    const { width, height } = this.scene.viewport;
    const { x0, y0, x1, y1 } = this.scene.viewport.boxToScreen(box);
    const seen = x1 > 0 && y1 > 0 && x0 < width && y0 < height;
    return seen ? { x0: box.x0 - 24, y0: box.y0 - 24, x1: box.x1 + 24, y1: box.y1 + 48 } : undefined;
  }

  private restLater(): void {
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      this.resting = undefined;
      this.proxies.refresh();
    }, rest);
  }

  private showBand(box: Box | undefined): void {
    this.band.hidden = box === undefined;
    if (box)
      Object.assign(this.band.style, {
        left: `${box.x0}px`,
        top: `${box.y0}px`,
        width: `${box.x1 - box.x0}px`,
        height: `${box.y1 - box.y0}px`,
      });
  }

  private showFocus(): void {
    this.scene.setFocus(this.byKeyboard ? this.proxies.focused : undefined);
  }

  private input(event: MouseEvent): PointerInput {
    const corner = this.root.getBoundingClientRect();
    return {
      x: event.clientX - corner.left,
      y: event.clientY - corner.top,
      button: event.button,
      shift: event.shiftKey,
      control: event.ctrlKey || event.metaKey,
      alt: event.altKey,
      space: this.space,
      client: { x: event.clientX, y: event.clientY },
    };
  }

  private on<K extends keyof HTMLElementEventMap>(
    target: HTMLElement,
    type: K,
    listener: (event: HTMLElementEventMap[K]) => void,
    options?: AddEventListenerOptions,
  ): void {
    target.addEventListener(type, listener, options);
    this.stops.push(() => target.removeEventListener(type, listener, options));
  }

  private listen(layer: HTMLElement): void {
    const { root } = this;
    const cursor = () => (root.style.cursor = this.pointer.cursor(this.space));
    // Whatever scrolls a device's name into view (a screen reader does) means the drawing, which is moved by its view alone.
    const unscroll = () => {
      const { scrollLeft, scrollTop } = root;
      if (!scrollLeft && !scrollTop) return;
      root.scrollTo(0, 0);
      this.scene.viewport.pan(-scrollLeft, -scrollTop);
    };
    this.on(root, 'scroll', unscroll);
    this.on(root, 'pointerdown', (event) => {
      unscroll();
      this.byKeyboard = false;
      this.glide.end();
      const input = this.input(event);
      this.pointer.down(input);
      root.setPointerCapture(event.pointerId);
      event.preventDefault();
      this.focusUnder(input, layer);
      cursor();
    });
    this.on(root, 'pointermove', (event) => {
      this.pointer.move(this.input(event));
      cursor();
    });
    this.on(root, 'pointerup', (event) => {
      this.pointer.up(this.input(event));
      if (this.proxies.stale) this.ask();
      cursor();
    });
    this.on(root, 'pointercancel', () => this.pointer.cancel());
    this.on(root, 'pointerleave', () => this.pointer.leave());
    this.on(root, 'dblclick', (event) => this.pointer.doubleClick(this.input(event)));
    this.on(root, 'contextmenu', (event) => this.contextMenu(event));
    this.on(root, 'wheel', (event) => this.wheel(event), { passive: false });
    this.on(root, 'keydown', (event) => this.keyDown(event));
    this.on(root, 'keyup', (event) => {
      if (event.key === ' ') this.space = false;
      cursor();
    });
    this.on(root, 'focusin', () => this.showFocus());
    this.on(root, 'focusout', () => {
      this.space = false;
      this.showFocus();
    });
  }

  /** A press also moves the keyboard there, so that keys go on where the pointer was. */
  private focusUnder(input: PointerInput, layer: HTMLElement): void {
    const under = this.pointer.under(input);
    if (under) this.proxies.focus(under);
    else if (this.proxies.focused === undefined) (this.proxies.elementToFocus() ?? layer).focus({ preventScroll: true });
  }

  private isGhost(id: string | undefined): boolean {
    return id !== undefined && this.scene.ghosts.get(id) !== undefined;
  }

  private contextMenu(event: MouseEvent): void {
    event.preventDefault();
    const id = this.proxies.focused;
    if (event.button === 2 || !id || !this.scene.has(id))
      return this.pointer.menu(this.input(event), { x: event.clientX, y: event.clientY });
    // The menu key: at the focused device, wherever the pointer is.
    this.menuAt(id);
  }
  private menuAt(id: string): void {
    const box = this.scene.boxOf(id);
    if (!box) return;
    const corner = this.root.getBoundingClientRect();
    const at = this.scene.viewport.toScreen({ x: (box.x0 + box.x1) / 2, y: (box.y0 + box.y1) / 2 });
    this.pointer.cancel();
    if (!this.isGhost(id) && !this.model.selection().has(id)) this.model.select([id]);
    this.model.menu(id, { x: at.x + corner.left, y: at.y + corner.top });
  }

  private wheel(event: WheelEvent): void {
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 20 : event.deltaMode === WheelEvent.DOM_DELTA_PAGE ? 400 : 1;
    const [dx, dy] = [event.deltaX * unit, event.deltaY * unit];
    const { viewport } = this.scene;
    if (event.ctrlKey || event.metaKey) {
      const { x, y } = this.input(event);
      viewport.zoomAt({ x, y }, viewport.view.scale * Math.exp(-Math.max(-60, Math.min(60, dy)) * 0.005));
    } else if (event.shiftKey && dx === 0) viewport.pan(-dy, 0);
    else viewport.pan(-dx, -dy);
  }

  private keyDown(event: KeyboardEvent): void {
    this.byKeyboard ||= event.key.startsWith('Arrow') || event.key === 'Tab' || event.key === 'Enter';
    const key = keyOf(event);
    const ghost = this.isGhost(this.proxies.focused);
    if (event.key === ' ' && (!this.byKeyboard || this.proxies.focused === undefined) && !ghost) {
      this.space = true;
      this.root.style.cursor = this.pointer.cursor(true);
      event.preventDefault();
    } else if (ghost && key !== undefined && (this.model.means('open', key) || this.model.means('toggle', key))) {
      this.menuAt(this.proxies.focused!);
      event.preventDefault();
      event.stopPropagation();
    } else if (key !== undefined && this.keys.down(key)) {
      event.preventDefault();
      event.stopPropagation();
    }
    this.showFocus();
  }

  private watchMedia(): void {
    for (const query of [
      '(prefers-color-scheme: dark)',
      '(forced-colors: active)',
      '(prefers-contrast: more)',
      '(prefers-reduced-motion: reduce)',
    ]) {
      const media = matchMedia(query);
      const listener = () => this.themeChanged();
      media.addEventListener('change', listener);
      this.stops.push(() => media.removeEventListener('change', listener));
    }
    // A window that goes to a screen with other pixels does not always change its size in CSS px.
    let pixels: MediaQueryList | undefined;
    const changed = () => {
      pixels?.removeEventListener('change', changed);
      pixels = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
      pixels.addEventListener('change', changed);
      this.resize();
    };
    changed();
    this.stops.push(() => pixels?.removeEventListener('change', changed));
  }

  private makeHandle(): CanvasHandle {
    const { viewport } = this.scene;
    const middle = () => ({ x: viewport.width / 2, y: viewport.height / 2 });
    const pointAt = (clientX: number, clientY: number) => {
      const corner = this.root.getBoundingClientRect();
      return viewport.toCanvas(clientX - corner.left, clientY - corner.top);
    };
    const within = (clientX: number, clientY: number) => {
      const { left, top, right, bottom } = this.root.getBoundingClientRect();
      return clientX >= left && clientX <= right && clientY >= top && clientY <= bottom;
    };
    const reveal = (id: string) => {
      const box = this.scene.boxOf(id);
      if (box) viewport.reveal(box);
    };
    return {
      fit: () => {
        const box = this.scene.bounds();
        // With the words under the lowest devices, which must not stand behind the zoom.
        viewport.fit(box && { x0: box.x0 - 24, y0: box.y0, x1: box.x1 + 24, y1: box.y1 + 48 }, 40);
      },
      glide: (from) => {
        if (!this.theme.still) this.glide.start(from);
      },
      show: (ids) => {
        const box = this.scene.boxAround(ids);
        if (box) viewport.fit(box, 96, closest);
      },
      zoomTo: (scale) => viewport.zoomAt(middle(), scale),
      zoomBy: (factor) => viewport.zoomAt(middle(), viewport.view.scale * factor),
      view: () => ({ ...viewport.view }),
      centre: () => viewport.toCanvas(viewport.width / 2, viewport.height / 2),
      focusNode: (id) => {
        reveal(id);
        this.proxies.focus(id);
      },
      canvasPointAt: pointAt,
      carryAt: (kind, clientX, clientY) => {
        if (within(clientX, clientY)) this.pointer.carry(kind, pointAt(clientX, clientY));
        else this.pointer.leave();
      },
      dropAt: (kind: NodeKind, clientX, clientY) => {
        this.pointer.leave();
        if (!within(clientX, clientY)) return undefined;
        const at = pointAt(clientX, clientY);
        return this.model.addNode(kind, this.model.snap() ? snapped(at) : at, cableAt(this.scene, at));
      },
      showBackground: (background) => {
        this.scene.background = background;
        this.scene.damage.all();
      },
      act: (act) => {
        this.byKeyboard = true;
        this.keys.act(act);
        this.showFocus();
      },
      reveal,
      revealBox: (box) => viewport.reveal(box),
      onView: (listener) => viewport.onView(listener),
    };
  }
}
