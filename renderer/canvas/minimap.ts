/**
 * The whole lab, small, with a frame around what is seen: only while the drawing is larger than the view, and never of very large labs. A press or a
 * drag on it moves the view. It follows at most five times a second.
 */
import { grow, overlaps, union } from './geometry';
import type { Box, Point } from './geometry';
import type { Scene } from './scene';
import type { Theme } from './theme';

const most = 500;
/** ms between two pictures. */
const pause = 200;
/** Of the paper that is left around the drawing, canvas px. */
const margin = 60;
/** Side of a device's mark, CSS px. */
const mark = 4;

export class Minimap {
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** What the picture shows, canvas px, and CSS px of the picture a canvas px. */
  private shown: { box: Box; scale: number } | undefined;

  constructor(
    private readonly scene: Scene,
    private readonly canvas: HTMLCanvasElement,
    private theme: Theme,
  ) {
    const move = (event: PointerEvent) => {
      const corner = canvas.getBoundingClientRect();
      this.lookAt({ x: event.clientX - corner.left, y: event.clientY - corner.top });
    };
    canvas.addEventListener('pointerdown', (event) => {
      event.stopPropagation();
      event.preventDefault();
      if (event.button !== 0) return;
      canvas.setPointerCapture(event.pointerId);
      canvas.addEventListener('pointermove', move);
      move(event);
    });
    for (const type of ['pointerup', 'pointercancel'] as const)
      canvas.addEventListener(type, (event) => {
        event.stopPropagation();
        canvas.removeEventListener('pointermove', move);
      });
    for (const type of ['pointermove', 'dblclick', 'contextmenu'] as const)
      canvas.addEventListener(type, (event) => event.stopPropagation());
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    this.follow();
  }

  /** Something that it shows may be another by now. */
  follow(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.draw();
    }, pause);
  }

  destroy(): void {
    clearTimeout(this.timer);
  }

  private draw(): void {
    const { scene, canvas, theme } = this;
    const { viewport } = scene;
    const bounds = scene.model.layers().minimap && scene.nodes.size <= most ? scene.bounds() : undefined;
    const seen = viewport.visible();
    const all = bounds && !contained(bounds, seen) ? union(grow(bounds, margin), cut(seen, grow(bounds, margin))) : undefined;
    canvas.hidden = all === undefined;
    if (!all) return;
    const { clientWidth: width, clientHeight: height } = canvas;
    canvas.width = Math.round(width * viewport.ratio);
    canvas.height = Math.round(height * viewport.ratio);
    const context = canvas.getContext('2d');
    if (!context || width === 0) return;
    const scale = Math.min(width / (all.x1 - all.x0), height / (all.y1 - all.y0));
    const box = {
      x0: (all.x0 + all.x1 - width / scale) / 2,
      y0: (all.y0 + all.y1 - height / scale) / 2,
      x1: (all.x0 + all.x1 + width / scale) / 2,
      y1: (all.y0 + all.y1 + height / scale) / 2,
    };
    this.shown = { box, scale };
    context.scale(viewport.ratio, viewport.ratio);
    const at = ({ x, y }: Point) => ({ x: (x - box.x0) * scale, y: (y - box.y0) * scale });
    context.strokeStyle = theme.colour.edge;
    context.beginPath();
    for (const { a, b } of scene.links.values()) {
      const [from, to] = [at(a), at(b)];
      context.moveTo(from.x, from.y);
      context.lineTo(to.x, to.y);
    }
    context.stroke();
    context.fillStyle = theme.colour['node-fill'];
    for (const node of scene.nodes.values()) {
      const { x, y } = at(node);
      context.fillRect(x - mark / 2, y - mark / 2, mark, mark);
    }
    const [low, high] = [at({ x: seen.x0, y: seen.y0 }), at({ x: seen.x1, y: seen.y1 })];
    context.strokeStyle = theme.colour.accent;
    context.lineWidth = 1.5;
    context.strokeRect(low.x, low.y, high.x - low.x, high.y - low.y);
  }

  /** @param place on the picture, CSS px */
  private lookAt({ x, y }: Point): void {
    if (!this.shown) return;
    const { box, scale } = this.shown;
    const { viewport } = this.scene;
    const seen = viewport.view.scale;
    const [cx, cy] = [box.x0 + x / scale, box.y0 + y / scale];
    viewport.set(viewport.width / 2 - cx * seen, viewport.height / 2 - cy * seen, seen);
  }
}

const contained = (box: Box, by: Box): boolean => box.x0 >= by.x0 && box.y0 >= by.y0 && box.x1 <= by.x1 && box.y1 <= by.y1;
/** What of a box lies in another; a point of the other where nothing does. */
function cut(box: Box, by: Box): Box {
  if (!overlaps(box, by)) return { x0: by.x0, y0: by.y0, x1: by.x0, y1: by.y0 };
  return {
    x0: Math.max(box.x0, by.x0),
    y0: Math.max(box.y0, by.y0),
    x1: Math.min(box.x1, by.x1),
    y1: Math.min(box.y1, by.y1),
  };
}
